import type { Erasure, KeptRecord } from '../schema.js'

/**
 * Why each record outlives its person's name (个人信息保护法 第四十七条 allows what a duty still asks for): §6.3 lets results
 * count in title evaluation, appraisal and commendation, and a statement can be computed again years later only from the
 * hours behind it. §3.1 designs courses by what teachers need: marks and choices count on, without the words. Where the
 * policy is silent the district chose.
 */
const grounds: Readonly<Record<KeptRecord, '§3.1' | '§3.3' | '§5.1' | '§5.2' | '§5.3' | '§6.1' | '§6.3' | 'district'>> =
  {
    staffNumber: 'district',
    homeroomDuties: '§5.3',
    leaves: '§5.1',
    obligationAdjustments: '§5.1',
    tierOverrides: '§3.3',
    attendance: '§6.3',
    registrations: '§5.1',
    interactions: '§5.2',
    hourEntries: '§6.3',
    creditStatements: '§6.3',
    planParts: '§6.1',
    surveyAnswers: '§3.1',
    interviews: '§3.1',
    competenceAssessments: '§3.1',
    courseFeedback: '§5.2',
  }

const records = Object.keys(grounds) as KeptRecord[]

export function keptRecords(counts: Readonly<Record<KeptRecord, number>>): Erasure['kept'] {
  return records.map((record) => ({ record, count: counts[record], ground: grounds[record] }))
}

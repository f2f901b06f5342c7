import { Type, type Static } from '@sinclair/typebox'
import {
  AcademicYearCode,
  closed,
  DateOfCentury,
  DateOnly,
  Id,
  Instant,
  Line,
  nullable,
  ref,
  Version,
} from '../../lib/wire.js'
import { NamedPerson, PersonReference } from '../people/schema.js'

export const AnnualReview = closed(
  {
    planId: Id,
    schoolId: Id,
    academicYear: AcademicYearCode,
    date: DateOnly,
    participants: Type.Array(ref(NamedPerson)),
    findings: Type.Array(Type.String()),
    changes: Type.Array(Type.String(), { description: 'For the next year’s plan / 对下一学年计划的改进' }),
    recordedAt: Instant,
    version: Version,
    reason: nullable(Type.String(), { description: 'Why it was corrected / 更正原因' }),
  },
  { $id: 'AnnualReview', description: '研修工作总结会 (§6.2)' },
)
export type AnnualReview = Static<typeof AnnualReview>

const content = {
  date: DateOfCentury,
  participants: Type.Array(ref(PersonReference), { minItems: 1, maxItems: 200 }),
  findings: Type.Array(Line(500), { minItems: 1, maxItems: 50, description: 'What was found / 总结的情况' }),
  changes: Type.Array(Line(500), {
    maxItems: 50,
    description: 'What the next year’s plan changes / 下一学年的改进',
  }),
}
export const NewAnnualReview = closed(content, { $id: 'NewAnnualReview' })
export type NewAnnualReview = Static<typeof NewAnnualReview>

export const AnnualReviewCorrection = closed(
  {
    reason: Line(500, { description: 'Why it is corrected / 更正原因' }),
    date: Type.Optional(content.date),
    participants: Type.Optional(content.participants),
    findings: Type.Optional(content.findings),
    changes: Type.Optional(content.changes),
  },
  { $id: 'AnnualReviewCorrection', minProperties: 2 },
)
export type AnnualReviewCorrection = Static<typeof AnnualReviewCorrection>

export const OfReviewVersion = closed({
  versionNumber: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Version of the review / 总结会记录的版本' }),
  ),
})

import type { IsoDate } from '../../../lib/calendar.js'
import type { AssessmentKind } from '../schema.js'

export type AssessmentReason = {
  code: 'assessmentKindNotAllowed' | 'assessmentOutsideYear' | 'needRecordedAhead' | 'unknownModule' | 'moduleTwice'
  pointer: string
  params: Record<string, string | number>
}

/** Who assesses: a teacher, or staff with none. */
type Assessor = { teacherId: string | null }

/**
 * §3.1: what forbids a competence assessment, every reason at once.
 * 1. Teachers assess themselves (self) and others (peer), staff assess as leaders.
 * 2. Its date lies in the academic year, and has come.
 * 3. Modules are those of the policy edition, each once.
 */
export function checkAssessment(
  assessment: { teacherId: string; kind: AssessmentKind; date: IsoDate; scores: readonly { module: string }[] },
  assessor: Assessor,
  {
    year,
    today,
    modules,
  }: { year: { startsOn: IsoDate; endsOn: IsoDate }; today: IsoDate; modules: readonly { code: string }[] },
): AssessmentReason[] {
  const { teacherId, kind, date, scores } = assessment
  const reasons: AssessmentReason[] = []
  if (kind !== kindOf(teacherId, assessor))
    reasons.push({ code: 'assessmentKindNotAllowed', pointer: '/kind', params: { kind } })
  if (date < year.startsOn || date > year.endsOn) {
    const params = { date, startsOn: year.startsOn, endsOn: year.endsOn }
    reasons.push({ code: 'assessmentOutsideYear', pointer: '/date', params })
  }
  return [...reasons, ...checkDate(date, today), ...checkModules(scores, modules, '/scores')]
}

/** The same of an interview: its date has come, and its modules are known, each once. */
export function checkInterview(
  { date, modules }: { date: IsoDate; modules: readonly { module: string }[] },
  { today, modules: known }: { today: IsoDate; modules: readonly { code: string }[] },
): AssessmentReason[] {
  return [...checkDate(date, today), ...checkModules(modules, known, '/modules')]
}

function kindOf(teacherId: string, assessor: Assessor): AssessmentKind {
  if (assessor.teacherId === null) return 'leader'
  return assessor.teacherId === teacherId ? 'self' : 'peer'
}

function checkDate(date: IsoDate, today: IsoDate): AssessmentReason[] {
  return date > today ? [{ code: 'needRecordedAhead', pointer: '/date', params: { date } }] : []
}

function checkModules(
  given: readonly { module: string }[],
  modules: readonly { code: string }[],
  at: string,
): AssessmentReason[] {
  return given.flatMap(({ module }, index): AssessmentReason[] => {
    const told = { pointer: `${at}/${index}/module`, params: { module } }
    if (!modules.some(({ code }) => code === module)) return [{ code: 'unknownModule', ...told }]
    if (given.findIndex((other) => other.module === module) < index) return [{ code: 'moduleTwice', ...told }]
    return []
  })
}

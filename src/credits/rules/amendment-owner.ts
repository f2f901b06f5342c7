import type { EditionParameters } from '../../policy/rules/edition-parameters.js'
import { statementsOf, type TeacherFacts } from './statement.js'

/**
 * §5.3: whose amendment posts a teacher's differences. It starts at the earliest sealed semester that differs and posts
 * every later one with it, so exactly one school may: the one whose run sealed that earliest semester first.
 */
export function ownsAmendment(
  teacher: TeacherFacts,
  schoolSourcedId: string,
  parameters: Pick<EditionParameters, 'code' | 'credit'>,
): boolean {
  const [earliest] = statementsOf(
    teacher,
    { kind: 'amendment', schoolSourcedId, academicYear: '', semester: 1 },
    parameters,
  )
  return earliest?.corrects[0] !== undefined && ownerOf(teacher, earliest.semester) === schoolSourcedId
}

function ownerOf(teacher: TeacherFacts, semester: 1 | 2): string | undefined {
  return teacher.semesters.find((facts) => facts.semester === semester)?.sealedBy[0]?.schoolSourcedId
}

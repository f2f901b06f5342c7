import type { Tx } from '../db/database.js'
import { findMembers } from '../roster/find-members.js'
import { semesterOf, type Basis } from '../roster/load-basis.js'
import { findSchoolNames } from '../roster/schools/read.js'
import { computeRun, loadTeachers, type ComputedRun, type LoadedTeacher } from './compute-statements.js'
import { findTeachersWithStatements, type CreditRunRow } from './read.js'
import { ownsAmendment } from './rules/amendment-owner.js'

/**
 * Regular runs of many schools at once. A teacher whose semester another school's sealed run already states stays there:
 * the first seal owns the teacher's semester, and its school amends it.
 */
export async function computeRegularRuns(
  tx: Tx,
  basis: Basis,
  schoolIds: readonly string[],
  semester: 1 | 2,
): Promise<Map<string, ComputedRun>> {
  const members = await findMembers(tx, basis.districtId, schoolIds, semesterOf(basis, semester))
  const teachers = new Map(
    (await loadTeachers(tx, basis, [...members.values()].flat())).map((teacher) => [teacher.teacherId, teacher]),
  )
  const schools = await findSchoolNames(tx, basis.districtId, schoolIds)
  return new Map(
    [...members].map(([schoolId, teacherIds]) => {
      const own = teacherIds.map((id) => teachers.get(id)!).filter((teacher) => !isSealed(teacher, semester))
      const facts = {
        kind: 'regular' as const,
        school: schools.get(schoolId)!,
        academicYear: basis.year.code,
        semester,
      }
      return [schoolId, computeRun(own, facts, basis.parameters)]
    }),
  )
}

function isSealed(teacher: LoadedTeacher, semester: 1 | 2): boolean {
  return (teacher.sealed.get(semester) ?? []).length > 0
}

/**
 * A school's amendment: for each teacher whose earliest differing semester this school has sealed, the differences of
 * that semester and of every later sealed one. Teachers whom its sealed run left out, since their duty became known
 * later, are among them. `semester` is the earliest of them all; null where every semester agrees.
 */
export async function computeAmendment(
  tx: Tx,
  basis: Basis,
  schoolId: string,
  sealedRuns: readonly CreditRunRow[],
): Promise<{ run: ComputedRun; semester: 1 | 2 | null }> {
  const { districtId, year, parameters } = basis
  const school = (await findSchoolNames(tx, districtId, [schoolId])).get(schoolId)!
  const schoolSourcedId = school.sourcedId
  const sealedSemesters = [
    ...new Set(sealedRuns.filter(({ kind }) => kind === 'regular').map(({ semester }) => semester)),
  ]
  const known = await findTeachersWithStatements(tx, districtId, schoolId, year.code)
  const leftOut = new Map<1 | 2, Set<string>>()
  for (const semester of sealedSemesters)
    leftOut.set(
      semester,
      new Set((await findMembers(tx, districtId, [schoolId], semesterOf(basis, semester))).get(schoolId)),
    )
  const teacherIds = [...new Set([...known, ...[...leftOut.values()].flatMap((ids) => [...ids])])]
  const teachers = (await loadTeachers(tx, basis, teacherIds)).map((teacher) => ({
    ...teacher,
    semesters: teacher.semesters.map((facts) =>
      facts.sealedBy.length === 0 && leftOut.get(facts.semester)?.has(teacher.teacherId)
        ? { ...facts, sealedBy: [{ schoolSourcedId, semester: facts.semester, sequence: 0 }] }
        : facts,
    ),
  }))
  const own = teachers.filter((teacher) => ownsAmendment(teacher, schoolSourcedId, parameters))
  const facts = { kind: 'amendment' as const, school, academicYear: year.code, semester: 1 as const }
  const run = computeRun(own, facts, parameters)
  const semesters = run.statements.map(({ content }) => content.semester)
  return { run, semester: semesters.includes(1) ? 1 : (semesters[0] ?? null) }
}

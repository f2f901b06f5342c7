import type { Tx } from '../db/database.js'
import { byTeacher } from '../lib/group-by.js'
import { findDutiesAround } from './duties/read.js'
import { schoolAtSemesterEnd } from './rules/school-at-semester-end.js'

/** Which teachers belong to each of these schools in a period, by the duty held at its end or last in it. */
export async function findMembers(
  tx: Tx,
  districtId: string,
  schoolIds: readonly string[],
  period: { startsOn: string; endsOn: string },
): Promise<Map<string, string[]>> {
  const duties = await findDutiesAround(tx, districtId, schoolIds, period.startsOn, period.endsOn)
  const members = new Map(schoolIds.map((schoolId): [string, string[]] => [schoolId, []]))
  for (const [teacherId, held] of byTeacher(duties))
    members.get(schoolAtSemesterEnd(held, period) ?? '')?.push(teacherId)
  return members
}

/** Teachers who are looked at in one step: what bounds the memory of work over a district. */
const teachersInStep = 500

/** Schools in order, as many together as keep a step within its number of teachers; a school is never split. */
export function inSteps(schools: readonly { id: string; teachers: number }[]): string[][] {
  const steps: string[][] = []
  let room = 0
  for (const { id, teachers } of schools) {
    if (steps.length === 0 || teachers > room) {
      steps.push([])
      room = teachersInStep
    }
    steps.at(-1)!.push(id)
    room -= teachers
  }
  return steps
}

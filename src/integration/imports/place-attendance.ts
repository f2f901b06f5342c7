import { createHash } from 'node:crypto'
import type { Actor } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import type { DatedRow } from './attendance-years.js'
import { findSchoolsOfSheet } from './find-schools.js'
import { findActivitiesBySourcedId } from './read.js'
import { isOpen, reject, type Line } from './report.js'

export type AttendanceLine = Line<DatedRow>

/** A row with the activity that it is about: the host, and the external id that the activity is known by. */
export type Placed = { line: AttendanceLine; host: Host; sourcedId: string; schoolIds: readonly string[] }

export type Host = { id: string; sourcedId: string }

/** Where each row belongs: the host that it names, else the sender's own school, else that of the activity as it is known. */
export async function placeRows(tx: Tx, actor: Actor, lines: readonly AttendanceLine[]): Promise<Placed[]> {
  const open = lines.filter(isOpen)
  const codes = open.flatMap(({ value }) => [value.hostSchoolSourcedId ?? [], value.jointSchoolSourcedIds].flat())
  const find = await findSchoolsOfSheet(tx, actor, [...new Set(codes)])
  const unnamed = open.flatMap(({ value }) => (value.hostSchoolSourcedId ? [] : (value.activitySourcedId ?? [])))
  const known = new Map(
    (await findActivitiesBySourcedId(tx, actor, unnamed)).map((activity) => [
      activity.sourcedId,
      activity.hostSchoolId,
    ]),
  )
  const found = new Map([...new Set(codes)].map((code) => [code, find(code)]))
  const take = (line: AttendanceLine, code: string, column: string): Host | null => {
    const school = found.get(code)!
    if (!school.ok) reject(line, school.reason.code, column, school.reason.params, `school:${code}`)
    return school.ok ? school : null
  }
  return open.flatMap((line) => {
    const { hostSchoolSourcedId: code, activitySourcedId, jointSchoolSourcedIds } = line.value
    const own = actor.schoolId ?? known.get(activitySourcedId)
    if (!code && !own) reject(line, 'missingValue', 'hostSchoolSourcedId')
    const host = code ? take(line, code, 'hostSchoolSourcedId') : own ? { id: own, sourcedId: own } : null
    const joint = jointSchoolSourcedIds.map((each) => take(line, each, 'jointSchoolSourcedIds'))
    const schoolIds = joint.flatMap((school) => school?.id ?? [])
    return isOpen(line) ? [{ line, host: host!, sourcedId: sourcedIdOf(line.value, host!), schoolIds }] : []
  })
}

function sourcedIdOf({ activitySourcedId, activityTitle, basis }: DatedRow, host: Host): string {
  if (activitySourcedId) return activitySourcedId
  const name = JSON.stringify([host.id, activityTitle, basis!.year.code])
  return `sheet:${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
}

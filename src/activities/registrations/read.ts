import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import { partIsSeen, type SessionRow } from '../read.js'
import { activities, sessions } from '../tables.js'
import type { Registration, RegistrationStatus } from './schema.js'
import { registrations } from './tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }
type RegistrationRow = typeof registrations.$inferSelect

const toRegistration = ({
  registration: { districtId: _, queueNumber: __, registeredBy: ___, ...registration },
  waitingPlace,
}: {
  registration: RegistrationRow
  waitingPlace: number | null
}): Registration => ({ ...registration, waitingPlace })

/** Counted when it is read: it changes with everybody ahead. */
const waitingPlace = sql<number | null>`case when ${registrations.status} = 'waiting' then (
  select count(*)::int from registrations as ahead
  where ahead.district_id = ${registrations.districtId} and ahead.activity_id = ${registrations.activityId}
    and ahead.status = 'waiting' and ahead.queue_number <= ${registrations.queueNumber}) end`

const registrationIsSeen = (scope: Scope) =>
  and(
    eq(registrations.districtId, scope.districtId),
    partIsSeen(scope, registrations, sql`(${registrations.registeredAt} at time zone 'Asia/Shanghai')::date`),
  )

const ofActivity = and(eq(activities.districtId, registrations.districtId), eq(activities.id, registrations.activityId))

export async function findRegistration(tx: Tx, scope: Scope, id: string): Promise<Registration | null> {
  const rows = await tx
    .select({ registration: registrations, waitingPlace })
    .from(registrations)
    .innerJoin(activities, ofActivity)
    .where(and(registrationIsSeen(scope), eq(registrations.id, id)))
  return rows[0] ? toRegistration(rows[0]) : null
}

/** The registration of a teacher that is not cancelled: at most one in an activity. */
export async function findLiveRegistration(
  tx: Tx,
  { districtId, activityId, teacherId }: { districtId: string; activityId: string; teacherId: string },
): Promise<Registration | null> {
  const rows = await tx
    .select({ registration: registrations, waitingPlace })
    .from(registrations)
    .innerJoin(activities, ofActivity)
    .where(
      and(
        eq(registrations.districtId, districtId),
        eq(registrations.activityId, activityId),
        eq(registrations.teacherId, teacherId),
        sql`${registrations.status} <> 'cancelled'`,
      ),
    )
  return rows[0] ? toRegistration(rows[0]) : null
}

export async function listRegistrations(
  tx: Tx,
  scope: Scope,
  filters: {
    activityId?: string | undefined
    teacherId?: string | undefined
    status?: RegistrationStatus | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<Page<Registration>> {
  const after = decodeCursor('listRegistrations', filters.cursor, ['uuid'])
  const rows = await tx
    .select({ registration: registrations, waitingPlace })
    .from(registrations)
    .innerJoin(activities, ofActivity)
    .where(
      and(
        registrationIsSeen(scope),
        filters.activityId ? eq(registrations.activityId, filters.activityId) : undefined,
        filters.teacherId ? eq(registrations.teacherId, filters.teacherId) : undefined,
        filters.status ? eq(registrations.status, filters.status) : undefined,
        after ? gt(registrations.id, String(after[0])) : undefined,
      ),
    )
    .orderBy(asc(registrations.id))
    .limit(filters.limit + 1)
  return pageFrom('listRegistrations', rows, filters.limit, (row) => [row.registration.id], toRegistration)
}

/** How many have a place and how many wait, and the last number of the queue: to be read while the activity is locked. */
export async function countRegistrations(
  tx: Tx,
  districtId: string,
  activityId: string,
): Promise<{ registered: number; waiting: number; lastNumber: number }> {
  const counted = (status: RegistrationStatus) => sql<number>`count(*) filter (where status = ${status})::int`
  const rows = await tx
    .select({
      registered: counted('registered'),
      waiting: counted('waiting'),
      lastNumber: sql<number>`coalesce(max(queue_number), 0)`,
    })
    .from(registrations)
    .where(and(eq(registrations.districtId, districtId), eq(registrations.activityId, activityId)))
  return rows[0]!
}

/** Every session of an activity. */
export async function findSessionsOfActivity(tx: Tx, districtId: string, activityId: string): Promise<SessionRow[]> {
  return tx
    .select()
    .from(sessions)
    .where(and(eq(sessions.districtId, districtId), eq(sessions.activityId, activityId)))
}

/** Those of the teachers who are registered for an activity or wait. */
export async function findRegistrants(
  tx: Tx,
  districtId: string,
  activityId: string,
  teacherIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx
    .select({ teacherId: registrations.teacherId })
    .from(registrations)
    .where(
      and(
        eq(registrations.districtId, districtId),
        eq(registrations.activityId, activityId),
        sql`${registrations.teacherId} = any(${sql.param([...teacherIds])}::uuid[])`,
        sql`${registrations.status} <> 'cancelled'`,
      ),
    )
  return new Set(rows.map(({ teacherId }) => teacherId))
}

import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { registrations } from './tables.js'

export async function insertRegistration(
  tx: Tx,
  row: Omit<typeof registrations.$inferSelect, 'version' | 'cancelledAt'>,
): Promise<void> {
  await tx.insert(registrations).values(row)
}

export async function markCancelled(
  tx: Tx,
  { districtId, id }: { districtId: string; id: string },
  now: Date,
): Promise<void> {
  await tx
    .update(registrations)
    .set({ status: 'cancelled', cancelledAt: now.toISOString(), version: sql`version + 1` })
    .where(and(eq(registrations.districtId, districtId), eq(registrations.id, id)))
}

/** Whether a registration's teacher, on one of the dates, holds a duty at a school of its activity. */
const canAttend = (registration: SQL, dates: readonly string[]) => sql`exists (
  select 1 from activities as activity
  join homeroom_duties as duty on duty.district_id = activity.district_id
  join unnest(${sql.param([...dates])}::date[]) as session (date)
    on duty.starts_on <= session.date and (duty.ends_on is null or duty.ends_on >= session.date)
  where activity.district_id = ${registration}.district_id and activity.id = ${registration}.activity_id
    and duty.teacher_id = ${registration}.teacher_id
    and (duty.school_id = activity.host_school_id or exists (
      select 1 from activity_schools as joint where joint.district_id = activity.district_id
        and joint.activity_id = activity.id and joint.school_id = duty.school_id)))`

/**
 * Gives so many of those who wait a place, null for all, the longest waiting first: of those who on one of the dates hold a
 * duty at a school of the activity. Gives back how many.
 */
export async function registerFirstWaiting(
  tx: Tx,
  { districtId, activityId }: { districtId: string; activityId: string },
  { places, dates, now }: { places: number | null; dates: readonly string[]; now: Date },
): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    update registrations set status = 'registered', placed_at = ${now.toISOString()}, version = version + 1
    where district_id = ${districtId} and id in (
      select waiting.id from registrations as waiting
      where waiting.district_id = ${districtId} and waiting.activity_id = ${activityId} and waiting.status = 'waiting'
        and ${canAttend(sql`waiting`, dates)}
      order by waiting.queue_number
      limit ${places})`)
  return rowCount ?? 0
}

/** Cancels those of an activity whose teachers hold on none of the dates a duty at one of its schools. */
export async function cancelWhoCannotAttend(
  tx: Tx,
  { districtId, activityId }: { districtId: string; activityId: string },
  { dates, now }: { dates: readonly string[]; now: Date },
): Promise<void> {
  await tx.execute(sql`
    update registrations as live set status = 'cancelled', cancelled_at = ${now.toISOString()}, version = version + 1
    where live.district_id = ${districtId} and live.activity_id = ${activityId} and live.status <> 'cancelled'
      and not ${canAttend(sql`live`, dates)}`)
}

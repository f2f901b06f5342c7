import { and, eq, sql } from 'drizzle-orm'
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
      join activities as activity on activity.district_id = waiting.district_id and activity.id = waiting.activity_id
      where waiting.district_id = ${districtId} and waiting.activity_id = ${activityId} and waiting.status = 'waiting'
        and exists (
          select 1 from homeroom_duties as duty, unnest(${sql.param([...dates])}::date[]) as session (date)
          where duty.district_id = waiting.district_id and duty.teacher_id = waiting.teacher_id
            and duty.starts_on <= session.date and (duty.ends_on is null or duty.ends_on >= session.date)
            and (duty.school_id = activity.host_school_id or exists (
              select 1 from activity_schools as joint where joint.district_id = activity.district_id
                and joint.activity_id = activity.id and joint.school_id = duty.school_id)))
      order by waiting.queue_number
      limit ${places})`)
  return rowCount ?? 0
}

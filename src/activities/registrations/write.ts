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

/** Gives so many of those who wait a place, the longest waiting first. */
export async function registerFirstWaiting(
  tx: Tx,
  { districtId, activityId }: { districtId: string; activityId: string },
  places: number,
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    update registrations set status = 'registered', placed_at = ${now.toISOString()}, version = version + 1
    where district_id = ${districtId} and id in (
      select id from registrations
      where district_id = ${districtId} and activity_id = ${activityId} and status = 'waiting'
      order by queue_number
      limit ${places})`)
}

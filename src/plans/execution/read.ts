import { and, eq, sql } from 'drizzle-orm'
import { sessions } from '../../activities/tables.js'
import type { Tx } from '../../db/database.js'
import { hours, type Hours } from '../../lib/quantity.js'
import { planItemActivities } from './tables.js'

/** The items of a plan that are scheduled, each with its activity. */
export async function findScheduledItems(tx: Tx, districtId: string, planId: string): Promise<Map<string, string>> {
  const rows = await tx
    .select({ itemId: planItemActivities.itemId, activityId: planItemActivities.activityId })
    .from(planItemActivities)
    .where(and(eq(planItemActivities.districtId, districtId), eq(planItemActivities.planId, planId)))
    .orderBy(planItemActivities.itemId)
  return new Map(rows.map(({ itemId, activityId }) => [itemId, activityId]))
}

/** The dates that the scheduled items of a plan take, but for sessions that were cancelled. */
export async function findDatesTaken(
  tx: Tx,
  districtId: string,
  planId: string,
): Promise<{ itemId: string; date: string }[]> {
  return tx
    .select({ itemId: planItemActivities.itemId, date: sessions.date })
    .from(planItemActivities)
    .innerJoin(
      sessions,
      and(
        eq(sessions.districtId, planItemActivities.districtId),
        eq(sessions.activityId, planItemActivities.activityId),
      ),
    )
    .where(
      and(
        eq(planItemActivities.districtId, districtId),
        eq(planItemActivities.planId, planId),
        sql`${sessions.status} <> 'cancelled'`,
      ),
    )
}

export type ActivityStanding = {
  scheduled: { sessions: number; hours: Hours }
  held: { sessions: number; hours: Hours }
  cancelled: number
  teachers: number
  hoursEntered: Hours
}

/**
 * What has become of each scheduled item of a plan, in two statements however many there are. Of those who earned hours in
 * a joint activity, the school's own teachers count.
 */
export async function findItemStandings(
  tx: Tx,
  districtId: string,
  planId: string,
): Promise<Map<string, ActivityStanding>> {
  const ofSessions = await tx.execute<Record<'itemId', string> & Record<SessionSum, string>>(sql`
    select link.item_id as "itemId",
      count(*) filter (where session.status = 'scheduled') as scheduled,
      coalesce(sum(claimed.hours) filter (where session.status = 'scheduled'), 0) as "scheduledHours",
      count(*) filter (where session.status = 'confirmed') as held,
      coalesce(sum(claimed.hours) filter (where session.status = 'confirmed'), 0) as "heldHours",
      count(*) filter (where session.status = 'cancelled') as cancelled
    from plan_item_activities as link
    join sessions as session on session.district_id = link.district_id and session.activity_id = link.activity_id
    cross join lateral (
      select sum((segment ->> 'hours')::numeric * 100)::bigint as hours from json_array_elements(session.segments) as segment
    ) as claimed
    where link.district_id = ${districtId} and link.plan_id = ${planId}
    group by link.item_id`)
  const ofTeachers = await tx.execute<Record<'itemId' | 'teachers' | 'hours', string>>(sql`
    select item_id as "itemId", count(*) filter (where hours > 0) as teachers, sum(hours) as hours
    from (
      select link.item_id, entry.teacher_id, sum(entry.counted_hours) as hours
      from plan_item_activities as link
      join sessions as session on session.district_id = link.district_id and session.activity_id = link.activity_id
      join hour_entries as entry on entry.district_id = session.district_id and entry.session_id = session.id
      join training_plans as plan on plan.district_id = link.district_id and plan.id = link.plan_id
      where link.district_id = ${districtId} and link.plan_id = ${planId} and exists (
        select from homeroom_duties as duty
        where duty.district_id = entry.district_id and duty.teacher_id = entry.teacher_id and duty.school_id = plan.school_id
          and duty.starts_on <= session.date and (duty.ends_on is null or duty.ends_on >= session.date))
      group by link.item_id, entry.teacher_id
    ) as earned
    group by item_id`)
  const entered = new Map(ofTeachers.rows.map((row) => [row.itemId, row]))
  return new Map(
    ofSessions.rows.map((row) => [
      row.itemId,
      {
        scheduled: { sessions: Number(row.scheduled), hours: hours(Number(row.scheduledHours)) },
        held: { sessions: Number(row.held), hours: hours(Number(row.heldHours)) },
        cancelled: Number(row.cancelled),
        teachers: Number(entered.get(row.itemId)?.teachers ?? 0),
        hoursEntered: hours(Number(entered.get(row.itemId)?.hours ?? 0)),
      },
    ]),
  )
}

type SessionSum = 'scheduled' | 'scheduledHours' | 'held' | 'heldHours' | 'cancelled'

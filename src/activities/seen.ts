import { eq, sql, type AnyColumn, type SQL } from 'drizzle-orm'
import type { Scope } from '../access/schema.js'
import { homeroomDuties } from '../roster/tables.js'
import { activities } from './tables.js'

/**
 * Whose part in an activity a client sees, be it attendance, a registration or interactions: the host everybody's, another
 * school that of teachers who had not left it by the day, a teacher her own. `activities` is joined in the query.
 */
export function partIsSeen(
  scope: Scope,
  of: { districtId: AnyColumn; teacherId: AnyColumn },
  day: AnyColumn | SQL,
): SQL | undefined {
  if (scope.teacherId) return eq(of.teacherId, scope.teacherId)
  if (!scope.schoolId) return undefined
  return sql`(${activities.hostSchoolId} = ${scope.schoolId} or exists (
    select 1 from ${homeroomDuties} where ${homeroomDuties.districtId} = ${of.districtId}
      and ${homeroomDuties.teacherId} = ${of.teacherId} and ${homeroomDuties.schoolId} = ${scope.schoolId}
      and (${homeroomDuties.endsOn} is null or ${homeroomDuties.endsOn} >= ${day})))`
}

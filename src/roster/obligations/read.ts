import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { formatHours } from '../../lib/quantity.js'
import type { ObligationAdjustment } from '../schema.js'
import { obligationAdjustments } from '../tables.js'

export const toObligationAdjustment = ({
  districtId: _,
  approvedBy: __,
  hoursRequired,
  ...row
}: typeof obligationAdjustments.$inferSelect): ObligationAdjustment => ({
  ...row,
  hoursRequired: formatHours(hoursRequired),
})

export async function findObligationAdjustment(
  tx: Tx,
  districtId: string,
  teacherId: string,
  academicYear: string,
): Promise<ObligationAdjustment | null> {
  const rows = await tx
    .select()
    .from(obligationAdjustments)
    .where(
      and(
        eq(obligationAdjustments.districtId, districtId),
        eq(obligationAdjustments.teacherId, teacherId),
        eq(obligationAdjustments.academicYear, academicYear),
      ),
    )
    .for('update')
  return rows[0] ? toObligationAdjustment(rows[0]) : null
}

/** Every adjustment of one teacher, year by year. */
export async function listAdjustmentsOf(
  tx: Tx,
  districtId: string,
  teacherId: string,
): Promise<ObligationAdjustment[]> {
  const rows = await tx
    .select()
    .from(obligationAdjustments)
    .where(and(eq(obligationAdjustments.districtId, districtId), eq(obligationAdjustments.teacherId, teacherId)))
    .orderBy(obligationAdjustments.academicYear)
  return rows.map(toObligationAdjustment)
}

/** The approved adjustments of a year of the teachers named. */
export async function findAdjustments(tx: Tx, districtId: string, teacherIds: readonly string[], academicYear: string) {
  if (teacherIds.length === 0) return []
  return tx
    .select({ teacherId: obligationAdjustments.teacherId, hoursRequired: obligationAdjustments.hoursRequired })
    .from(obligationAdjustments)
    .where(
      and(
        eq(obligationAdjustments.districtId, districtId),
        eq(obligationAdjustments.academicYear, academicYear),
        sql`${obligationAdjustments.teacherId} = any(${sql.param(teacherIds)}::uuid[])`,
      ),
    )
}

import { and, desc, eq, lt, lte, sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import { decodeCursor, pageFrom } from '../lib/cursor.js'
import type { PolicyEdition } from './schema.js'
import { policyEditions } from './tables.js'

type Row = typeof policyEditions.$inferSelect

const toEdition = ({ districtId: _, ...edition }: Row): PolicyEdition => edition

export async function findPolicyEdition(tx: Tx, districtId: string, id: string): Promise<PolicyEdition | null> {
  const rows = await tx
    .select()
    .from(policyEditions)
    .where(and(eq(policyEditions.districtId, districtId), eq(policyEditions.id, id)))
  return rows[0] ? toEdition(rows[0]) : null
}

/** The edition in force for an academic year: the newest whose first year is not later. */
export async function findEditionInForce(
  tx: Tx,
  districtId: string,
  academicYear: string,
): Promise<PolicyEdition | null> {
  const rows = await tx
    .select()
    .from(policyEditions)
    .where(and(eq(policyEditions.districtId, districtId), lte(policyEditions.firstAcademicYear, academicYear)))
    .orderBy(desc(policyEditions.firstAcademicYear))
    .limit(1)
  return rows[0] ? toEdition(rows[0]) : null
}

export async function listPolicyEditions(
  tx: Tx,
  { districtId, limit, cursor }: { districtId: string; limit: number; cursor?: string | undefined },
): Promise<{ data: PolicyEdition[]; nextCursor: string | null }> {
  const after = decodeCursor('listPolicyEditions', cursor, ['string'])
  const rows = await tx
    .select()
    .from(policyEditions)
    .where(
      and(
        eq(policyEditions.districtId, districtId),
        after ? lt(policyEditions.firstAcademicYear, String(after[0])) : undefined,
      ),
    )
    .orderBy(desc(policyEditions.firstAcademicYear))
    .limit(limit + 1)
  return pageFrom('listPolicyEditions', rows, limit, (row) => [row.firstAcademicYear], toEdition)
}

/** Waits for hours that are being entered in these academic years, and holds later ones until the transaction ends. */
export async function holdAcademicYearsFrom(tx: Tx, districtId: string, firstAcademicYear: string): Promise<void> {
  await tx.execute(sql`
    select 1 from academic_years where district_id = ${districtId} and code >= ${firstAcademicYear}
    order by code for update`)
}

/** The latest academic year in which the district has entered hours. */
export async function lastYearWithHours(tx: Tx, districtId: string): Promise<string | null> {
  const { rows } = await tx.execute<{ year: string | null }>(
    sql`select max(academic_year) as year from hour_entries where district_id = ${districtId}`,
  )
  return rows[0]?.year ?? null
}

import { sql } from 'drizzle-orm'
import type { Tx } from '../db/database.js'
import type { hourEntries } from './tables.js'

export type HourEntryRow = typeof hourEntries.$inferSelect
/** An entry ready to be added; its district is the transaction's. */
export type NumberedEntry = Omit<HourEntryRow, 'districtId'>

/**
 * Locks the ledgers of these teachers and says how far each reaches. Teachers come in order of id, so that two writers
 * never wait for each other in a ring.
 */
export async function lockLedgers(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await tx.execute<{ teacherId: string; position: number }>(sql`
    insert into ledger_positions as known (district_id, teacher_id, position)
    select ${districtId}::uuid, teacher_id, 0
    from unnest(${sql.param([...new Set(teacherIds)].sort())}::uuid[]) as teacher_id
    on conflict (district_id, teacher_id) do update set position = known.position
    returning teacher_id as "teacherId", position`)
  return new Map(rows.map(({ teacherId, position }) => [teacherId, position]))
}

/** Adds entries to ledgers that are locked, and moves their positions on. */
export async function insertEntries(tx: Tx, districtId: string, entries: readonly NumberedEntry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map((entry) => ({ district_id: districtId, ...snakeCased(entry) }))
  await tx.execute(sql`
    with added as (
      insert into hour_entries
      select * from json_populate_recordset(null::hour_entries, ${JSON.stringify(rows)}::json)
      returning teacher_id, number
    )
    update ledger_positions as known set position = reached.position
    from (select teacher_id, max(number) as position from added group by teacher_id) as reached
    where known.district_id = ${districtId} and known.teacher_id = reached.teacher_id`)
}

function snakeCased(entry: object): object {
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  )
}

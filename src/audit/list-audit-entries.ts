import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { chainSome } from './chain-changes.js'
import { findAuditEntries, type AuditFilters } from './read.js'
import { presentEntry } from './present-entry.js'
import type { AuditEntry } from './schema.js'

/** Who did what in the district, newest first, what was committed just now included. */
export async function listAuditEntries(
  db: Database,
  { actor, filters }: { actor: Actor; filters: AuditFilters },
): Promise<{ data: AuditEntry[]; nextCursor: string | null }> {
  await chainSome(db, actor)
  const { data, nextCursor } = await query(db, actor, (tx) => findAuditEntries(tx, actor.districtId, filters))
  return { data: data.map(presentEntry), nextCursor }
}

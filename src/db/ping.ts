import { sql } from 'drizzle-orm'
import { query, type Database } from './database.js'
import { nobody } from './tenant.js'

/** Whether the database answers. */
export async function ping(db: Database): Promise<boolean> {
  return query(db, nobody, (tx) => tx.execute(sql`select 1`)).then(
    () => true,
    () => false,
  )
}

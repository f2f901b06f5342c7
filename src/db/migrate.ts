import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator'
import { runMigrations as runQueueMigrations } from 'graphile-worker'
import pg from 'pg'

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

/** Brings the database up to date. Only one process at a time does it: the others wait for its advisory lock. */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'yanxiu migrate' })
  await client.connect()
  try {
    await refuseUnsafeServer(client)
    await client.query(`select pg_advisory_lock(hashtext('yanxiu migrate'))`)
    await runMigrations(drizzle(client), { migrationsFolder })
    await runQueueMigrations({ connectionString: url })
  } finally {
    await client.end()
  }
}

/** A server that may lose what it has acknowledged is no place for credits. */
async function refuseUnsafeServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select name from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'`,
  )
  if (rows.length > 0) throw new Error(`the database server has ${rows.map(({ name }) => name).join(', ')} off`)
}

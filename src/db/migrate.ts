import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator'
import { runMigrations as runQueueMigrations } from 'graphile-worker'
import pg from 'pg'
import { serviceRole } from './database.js'

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

/**
 * Brings the database up to date as its owner. Only one process at a time does it: the others wait for its advisory lock.
 * `serviceUrl` is the login that the service will use; it is made here unless it is there, and owns nothing.
 */
export async function migrate(url: string, serviceUrl: string = url): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'yanxiu migrate' })
  await client.connect()
  try {
    await refuseUnsafeServer(client)
    await client.query(`select pg_advisory_lock(hashtext('yanxiu migrate'))`)
    await ensureServiceRole(client, serviceUrl)
    await runMigrations(drizzle(client), { migrationsFolder })
    await runQueueMigrations({ connectionString: url })
    await grantQueue(client)
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

/** Roles belong to the server, so no migration of the database can bring them along. */
async function ensureServiceRole(client: pg.Client, serviceUrl: string): Promise<void> {
  const { username, password } = new URL(serviceUrl)
  const login = decodeURIComponent(username)
  if (login !== serviceRole) await createRole(client, serviceRole, '')
  await createRole(client, login, `login password ${client.escapeLiteral(decodeURIComponent(password))}`)
  const { rows } = await client.query<{ unsafe: boolean; able: boolean }>(
    `select rolsuper or rolbypassrls as unsafe, pg_has_role($1, oid, 'set') as able from pg_roles where rolname = $2`,
    [login, serviceRole],
  )
  if (rows[0]!.unsafe) throw new Error(`the role ${serviceRole} must not bypass row-level security`)
  if (!rows[0]!.able) await client.query(`grant ${serviceRole} to ${client.escapeIdentifier(login)}`)
}

/** Another database's first start on the same server may be making the same role. */
async function createRole(client: pg.Client, name: string, options: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name])
  if (rowCount) return
  await client.query(`create role ${client.escapeIdentifier(name)} ${options}`).catch((error: pg.DatabaseError) => {
    if (error.code !== '42710' && error.code !== '23505') throw error
  })
}

/** The queue holds ids of districts and operations, nothing of a tenant; the service adds to it and works on it. */
async function grantQueue(client: pg.Client): Promise<void> {
  await client.query(`
    grant usage on schema graphile_worker to ${serviceRole};
    grant select, insert, update, delete on all tables in schema graphile_worker to ${serviceRole};
    grant usage on all sequences in schema graphile_worker to ${serviceRole};
    grant execute on all functions in schema graphile_worker to ${serviceRole};
    do $$
    declare queue_table regclass;
    begin
      for queue_table in
        select c.oid from pg_class c where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
          and not exists (select 1 from pg_policy where polrelid = c.oid and polname = 'service')
      loop
        execute format('create policy service on %s to ${serviceRole} using (true)', queue_table);
      end loop;
    end $$`)
}

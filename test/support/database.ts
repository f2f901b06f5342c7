import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { openDatabase, serviceRole, type Database } from '../../src/db/database.js'
import { createDatabase } from '../../src/db/embedded.js'
import { mintDataKey, readDataKeys } from '../../src/lib/data-keys.js'

export const testKeys = readDataKeys(mintDataKey('test'))

/** A fresh copy of the migrated template database, opened with the service's own login. */
export async function testDatabase(): Promise<Database> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const owner = await createDatabase({ url: ownerUrl }, name, 'template')
  return openDatabase({ url: Object.assign(new URL(owner), { username: serviceRole }).toString(), dataKeys: testKeys })
}

function ownerUrl(database: string): string {
  const server = process.env.TEST_SERVER_URL
  if (!server) throw new Error('run tests by `npm run test:files -- <file>`, which starts their PostgreSQL server')
  return Object.assign(new URL(server), { pathname: `/${database}` }).toString()
}

/** A statement by the owner of a test's database, whom no policy binds: what happens behind the service's back. */
export async function asOwner<R extends pg.QueryResultRow>(
  db: Database,
  statement: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: ownerUrl(new URL(db.url).pathname.slice(1)) })
  await client.connect()
  try {
    return (await client.query<R>(statement, values)).rows
  } finally {
    await client.end()
  }
}

import { randomUUID } from 'node:crypto'
import { openDatabase, type Database } from '../../src/db/database.js'
import { createDatabase } from '../../src/db/embedded.js'
import { mintDataKey, readDataKeys } from '../../src/lib/data-keys.js'

export const testKeys = readDataKeys(mintDataKey('test'))

/** A fresh copy of the migrated template database. */
export async function testDatabase(): Promise<Database> {
  const server = process.env.TEST_SERVER_URL
  if (!server) throw new Error('run tests by `npm run test:files -- <file>`, which starts their PostgreSQL server')
  const url = (database: string) => Object.assign(new URL(server), { pathname: `/${database}` }).toString()
  const name = `test_${randomUUID().replaceAll('-', '')}`
  return openDatabase({ url: await createDatabase({ url }, name, 'template'), dataKeys: testKeys })
}

/**
 * Writes what is generated: openapi/openapi.json from the routes, the SDK's types from it, docs/permissions.md from the
 * permission table, and migrations/schema.sql from a migrated database. With --check it writes nothing and fails when a file on disk differs.
 */
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildApp } from '../src/app.js'
import { openDatabase } from '../src/db/database.js'
import { createDatabase, startEmbeddedServer } from '../src/db/embedded.js'
import { migrate } from '../src/db/migrate.js'
import { mintDataKey, readDataKeys } from '../src/lib/data-keys.js'
import { dumpSchema } from './dump-schema.js'
import { permissionsTable } from './generate-permissions.js'
import { generateSdk } from './generate-sdk.js'

const checking = process.argv.includes('--check')
const folder = await mkdtemp(join(tmpdir(), 'yanxiu-generate-'))
const server = await startEmbeddedServer(folder, { persistent: false })
let stale = 0
try {
  const url = await createDatabase(server, 'generate')
  await migrate(url, server.serviceUrl('generate'))
  await put('migrations/schema.sql', await dumpSchema(url))
  const db = openDatabase({ url: server.serviceUrl('generate'), dataKeys: readDataKeys(mintDataKey('generate')) })
  const app = await buildApp({ db })
  await app.ready()
  const document = app.swagger()
  await app.close()
  await db.close()
  await put('docs/permissions.md', permissionsTable())
  await put('openapi/openapi.json', `${JSON.stringify(document, null, 2)}\n`)
  for (const [name, text] of Object.entries(await generateSdk(JSON.parse(JSON.stringify(document)))))
    await put(`sdk/src/${name}`, text)
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
if (stale > 0) {
  console.error('Generated files are not what the code generates: run `npm run generate` and commit the result.')
  process.exit(1)
}

async function put(path: string, text: string): Promise<void> {
  if (checking) {
    const known = await readFile(path, 'utf8').catch(() => null)
    if (known === text) return
    console.error(`differs: ${path}`)
    stale += 1
    return
  }
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
}

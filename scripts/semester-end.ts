/** Runs the SDK's semester-end example against a service that it starts itself, on a database that is thrown away. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatSummary, runSemesterEnd } from '../sdk/examples/semester-end.js'
import { ensureOperatorKey } from '../src/access/ensure-operator-key.js'
import { buildApp } from '../src/app.js'
import { openDatabase } from '../src/db/database.js'
import { createDatabase, startEmbeddedServer } from '../src/db/embedded.js'
import { migrate } from '../src/db/migrate.js'
import { mintDataKey, readDataKeys } from '../src/lib/data-keys.js'
import { startWorker } from '../src/operations/tasks.js'
import { choresOf, tasks } from '../src/tasks.js'
import { writeSample } from './write-sample.js'

const started = Date.now()
const folder = await mkdtemp(join(tmpdir(), 'yanxiu-semester-end-'))
const data = await mkdtemp(join(tmpdir(), 'yanxiu-semester-end-data-'))
const server = await startEmbeddedServer(data, { persistent: false })
try {
  await writeSample(folder)
  const url = server.serviceUrl('semester_end')
  await migrate(await createDatabase(server, 'semester_end'), url)
  const db = openDatabase({ url, dataKeys: readDataKeys(mintDataKey('example')) })
  const clock = () => new Date()
  const app = await buildApp({ db, clock })
  const worker = await startWorker({
    db,
    tasks,
    chores: choresOf({ fileRetentionDays: 0, onNotice: console.log }),
    clock,
    onFailure: (error) => console.error(error),
  })
  try {
    const operatorKey = await ensureOperatorKey(db, undefined)
    const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
    const summary = await runSemesterEnd({ baseUrl, operatorKey: operatorKey!, folder }, console.log)
    console.log(`\n${formatSummary(summary)}\n\ndone in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  } finally {
    await app.close()
    await worker.stop()
    await db.close()
  }
} finally {
  await server.stop()
  await rm(data, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
}

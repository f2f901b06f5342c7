import { buildApp } from '../../src/app.js'
import { openDatabase } from '../../src/db/database.js'
import { mintDataKey, readDataKeys } from '../../src/lib/data-keys.js'
import { startWorker } from '../../src/operations/tasks.js'
import { choresOf, tasks } from '../../src/tasks.js'
import { answerAboutMemory } from './watch-memory.js'

/**
 * The service as it is deployed: its door, its worker, its pool. Only the log is off, as the reference has none, and
 * the limit of requests, counted as ever, is out of reach.
 */
const db = openDatabase({ url: process.env.DATABASE_URL!, dataKeys: readDataKeys(mintDataKey('bench')) })
const clock = () => new Date()
const app = await buildApp({ db, clock, limits: { requestsPerMinute: 1_000_000_000 } })
const worker = await startWorker({
  db,
  tasks,
  chores: choresOf({ fileRetentionDays: 0, onNotice: () => {} }),
  clock,
  onFailure: (error) => console.error(error),
})
process.once('disconnect', async () => {
  await app.close()
  await worker.stop()
  await db.close()
})
answerAboutMemory()
process.send!(await app.listen({ port: 0, host: '127.0.0.1' }))

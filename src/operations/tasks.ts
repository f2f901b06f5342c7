import { Logger, run, type Runner, type TaskList } from 'graphile-worker'
import { inEachDistrict } from '../access/in-each-district.js'
import { query, sqlState, type Database } from '../db/database.js'
import { holdConnection } from '../db/hold.js'
import { forgetOldKeys } from '../db/idempotency.js'
import { isTransient, transact } from '../db/transact.js'
import { Refusal } from '../errors.js'
import { idempotencyKeyDays } from '../lib/limits.js'
import { findOperationForJob } from './read.js'
import type { OperationKind } from './schema.js'
import { countFailure, markFinished, markProgress, markRunning, requeueAbandoned, takeOperation } from './write.js'
import type { Actor } from '../access/schema.js'

/** How often work may fail on itself, rather than on an outage of the database, before it is given up. */
const failuresAllowed = 3

/** The queue's own log repeats job payloads; failures are told through `onFailure` instead. */
const silent = new Logger(() => () => {})

/** What a task is given: its own operation, and how to tell of progress. Throws `OperationCancelled` once it is cancelled. */
export type Job = {
  db: Database
  districtId: string
  operationId: string
  /** On whose behalf the work runs. */
  actor: Actor
  input: Record<string, unknown>
  now: () => Date
  progress: (done: number, total: number) => Promise<void>
}

/** The work of one kind of operation; what it gives back is the operation's result. */
export type Task = (job: Job) => Promise<Record<string, unknown>>

export class OperationCancelled extends Error {}

/** What the service does for itself, at fixed times and once after each start; doing it twice changes nothing. */
export type Chore = {
  name: string
  /** As in a crontab, UTC. */
  schedule: string
  carryOut: (db: Database, now: Date) => Promise<void>
}

export type WorkerOptions = {
  db: Database
  tasks: Record<OperationKind, Task>
  chores?: readonly Chore[]
  clock: () => Date
  onFailure: (error: unknown, operationId: string) => void
}

/**
 * Runs queued operations in this process. The queue is in the database: what was running when a process died is taken
 * up again by the next, from its start, and every task is written so that doing it again changes nothing.
 */
export async function startWorker({ db, tasks, chores = [], clock, onFailure }: WorkerOptions): Promise<Runner> {
  const taskList: TaskList = {
    runOperation: async (payload) => {
      const { districtId, operationId } = payload as { districtId: string; operationId: string }
      await holdConnection(db, { districtId }, async (tx) => {
        if (await takeOperation(tx, operationId))
          await runOperation({ db, tasks, clock, onFailure }, districtId, operationId)
      }).catch(withholdValues)
    },
    resumeAbandoned: () => inEachDistrict(db, requeueAbandoned).catch(withholdValues),
    forgetIdempotencyKeys: async () => {
      const before = new Date(clock().getTime() - idempotencyKeyDays * 86_400_000)
      await inEachDistrict(db, (tx) => forgetOldKeys(tx, before), { timeout: 60_000 }).catch(withholdValues)
    },
    ...Object.fromEntries(
      chores.map(({ name, carryOut }) => [
        name,
        () =>
          carryOut(db, clock()).catch((error: unknown) => {
            onFailure(error, name)
            withholdValues(error)
          }),
      ]),
    ),
  }
  await inEachDistrict(db, requeueAbandoned)
  const runner = await run({
    connectionString: db.url,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 1000,
    taskList,
    crontab: [
      '* * * * * resumeAbandoned',
      '17 3 * * * forgetIdempotencyKeys',
      ...chores.map(({ name, schedule }) => `${schedule} ${name}`),
    ].join('\n'),
    logger: silent,
  })
  // One instance of a chore waits at a time, however many processes start.
  for (const { name } of chores) await runner.addJob(name, {}, { jobKey: name, maxAttempts: 3 })
  return runner
}

async function runOperation(
  { db, tasks, clock, onFailure }: WorkerOptions,
  districtId: string,
  operationId: string,
): Promise<void> {
  const found = await query(db, { districtId }, (tx) => findOperationForJob(tx, districtId, operationId))
  if (!found || found.status === 'succeeded' || found.status === 'failed' || found.status === 'cancelled') return
  const actor = { ...found.actor, origin: { operation: found.kind, requestId: operationId } }
  const finish = (outcome: Parameters<typeof markFinished>[2]) =>
    transact(db, actor, (tx) => markFinished(tx, { districtId, operationId, now: clock() }, outcome))
  try {
    const begun = await transact(db, actor, (tx) => markRunning(tx, { districtId, operationId }))
    if (begun.cancelRequested) throw new OperationCancelled()
    const result = await tasks[found.kind]({
      db,
      districtId,
      operationId,
      actor,
      input: found.input,
      now: clock,
      progress: async (done, total) => {
        const { cancelRequested } = await transact(db, actor, (tx) =>
          markProgress(tx, { districtId, operationId, done, total }),
        )
        if (cancelRequested) throw new OperationCancelled()
      },
    })
    await finish({ status: 'succeeded', result })
  } catch (error) {
    if (error instanceof OperationCancelled) return finish({ status: 'cancelled' })
    if (error instanceof Refusal) return finish({ status: 'failed', error: { code: error.code, params: error.params } })
    onFailure(error, operationId)
    if (!isOutage(error)) {
      const failures = await transact(db, actor, (tx) => countFailure(tx, { districtId, operationId }))
      if (failures >= failuresAllowed)
        return finish({ status: 'failed', error: { code: 'operationFailed', params: {} } })
    }
    // The queue tries again later; an outage of the database is not a failure of the work.
    throw error
  }
}

/** Whether the database was away or gave way to others. A statement that takes too long would do so again. */
function isOutage(error: unknown): boolean {
  return isTransient(error) && sqlState(error) !== '57014'
}

/** What the queue may keep of an error: messages of statements carry their values, which are personal data. */
function withholdValues(error: unknown): never {
  const kind = error instanceof Error ? error.name : 'Error'
  const told = new Error([kind, sqlState(error)].filter(Boolean).join(' '))
  told.stack = told.message
  throw told
}

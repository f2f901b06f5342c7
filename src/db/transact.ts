import type { Database, Tx } from './database.js'
import { brokenConnection, isDatabaseError, isReported, requestTimeout, sqlState, withDeadline } from './database.js'
import { beginIdempotent, finishIdempotent, type Principal } from './idempotency.js'
import { settingOfActor, settingOfDistrict } from './tenant.js'

/** Job transactions may take longer than a request's; milliseconds. */
export type TransactionOptions = { timeout?: number }

const retries = 3

/**
 * Runs `work` in one READ COMMITTED transaction, the only way that the service writes. BEGIN stands inside the try, a
 * connection that failed is destroyed rather than returned, deadlocks and serialisation failures are tried again, and
 * the answer of a request with an idempotency key is stored in the same transaction (a replay gives it back unchanged).
 */
export async function transact<T>(
  db: Database,
  principal: Principal,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const deadline = Date.now() + (options.timeout ?? requestTimeout)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(db, principal, work, options, deadline)
    } catch (error) {
      const state = sqlState(error)
      if ((state === '40001' || state === '40P01') && attempt < retries) continue
      throw error
    }
  }
}

async function attemptOnce<T>(
  db: Database,
  principal: Principal,
  work: (tx: Tx) => Promise<T>,
  { timeout }: TransactionOptions,
  deadline: number,
): Promise<T> {
  const client = await db.pool.connect()
  const tx = db.on(client)
  let failure: Error | undefined
  try {
    const carriedOut = (async () => {
      const begun = client.query(beginStatement(principal, timeout))
      const [, replayed] = await Promise.all([begun, beginIdempotent<T>(tx, principal)])
      const answer = replayed ? replayed.answer : await work(tx)
      // A COMMIT behind a statement that failed takes everything back.
      await Promise.all([replayed ? null : finishIdempotent(tx, principal, answer), client.query('commit')])
      return answer
    })()
    return await withDeadline(carriedOut, deadline - Date.now())
  } catch (error) {
    failure = brokenConnection(error)
    if (!failure) {
      await withDeadline(client.query('rollback'), Math.max(deadline - Date.now(), 100)).catch((problem: Error) => {
        failure = problem
      })
    }
    throw error
  } finally {
    client.release(failure)
  }
}

/**
 * One round trip: the transaction, its tenant, who acts and, for a job, its own limits. A transaction's own time-out
 * already runs, and starts anew only after it was taken off.
 */
function beginStatement(principal: Principal, timeout: number | undefined): string {
  const limits = timeout
    ? ['statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout']
        .map((name) => `; set local ${name} = 0; set local ${name} = ${Math.floor(timeout)}`)
        .join('')
    : ''
  return `begin; ${settingOfDistrict(principal.districtId, 'local')}; ${settingOfActor(principal)}${limits}`
}

/** Whether a request may simply be sent again, since the database was away, busy or gave way to another transaction. */
export function isTransient(error: unknown): boolean {
  const state = sqlState(error)
  if (state && /^(08...|57P0[123]|53300|57014|25P0[234]|40001|40P01|55P03)$/.test(state)) return true
  return isDatabaseError(error) && !isReported(state)
}

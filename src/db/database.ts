import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { enterDistrict } from './tenant.js'
import type { DataKeys } from '../lib/data-keys.js'
import { timeouts } from '../lib/limits.js'

/** One checked-out connection under drizzle: what every read and write takes. */
export type Tx = NodePgDatabase & { readonly client: pg.PoolClient; readonly dataKeys: DataKeys }

/** The service's connections. Only `transact` and `query` check one out. */
export type Database = {
  readonly pool: pg.Pool
  readonly url: string
  /** What it holds sealed is sealed under these; every connection has them at hand. */
  readonly dataKeys: DataKeys
  /** The drizzle face of a connection, made once and kept with it so that its prepared queries are too. */
  on: (client: pg.PoolClient) => Tx
  close: () => Promise<void>
}

export type DatabaseOptions = {
  url: string
  dataKeys: DataKeys
  connections?: number
  onIdleError?: (error: Error) => void
}

/** The role that the service's statements run as: it owns nothing, and row-level security binds it. */
export const serviceRole = 'yanxiu_service'

/** PostgreSQL's own limits on a request's statements; jobs set their own inside their transaction. */
const sessionSettings = [
  `-c role=${serviceRole}`,
  `-c statement_timeout=${timeouts.statement}`,
  `-c lock_timeout=${timeouts.lock}`,
  `-c idle_in_transaction_session_timeout=${timeouts.idleInTransaction}`,
  `-c transaction_timeout=${timeouts.transaction}`,
  '-c TimeZone=Asia/Shanghai',
  '-c DateStyle=ISO',
].join(' ')

export function openDatabase({ url, dataKeys, connections = 10, onIdleError }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: timeouts.connect,
    // Connections are kept, with the queries prepared on them.
    idleTimeoutMillis: 0,
    // Statements that do not wait for one another travel together.
    pipeline: true,
    options: sessionSettings,
    application_name: 'yanxiu',
  })
  // An idle connection that breaks raises here; without a listener it would end the process.
  pool.on('error', (error) => onIdleError?.(error))
  pool.on('connect', (client) => client.on('error', () => {}))
  const faces = new WeakMap<pg.PoolClient, Tx>()
  return {
    pool,
    url,
    dataKeys,
    on(client) {
      const known = faces.get(client)
      if (known) return known
      const face: Tx = Object.assign(drizzle(client), { client, dataKeys })
      faces.set(client, face)
      return face
    },
    close: () => pool.end(),
  }
}

/** A request is answered within 3.5 seconds whatever the database does; some of it is left for the answer itself. */
export const requestTimeout = timeouts.database

/** A read in a district outside any transaction: one connection, one or more single statements. */
export async function query<T>(
  db: Database,
  { districtId }: { districtId: string },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const began = Date.now()
  const client = await db.pool.connect()
  let failure: Error | undefined
  // Sent ahead of the read in one go; an answer counts only once the district was taken.
  const entered = enterDistrict(client, districtId).catch((error: Error) => {
    failure = error
    throw error
  })
  try {
    const read = Promise.all([work(db.on(client)), entered]).then(([answer]) => answer)
    return await withDeadline(read, requestTimeout - (Date.now() - began))
  } catch (error) {
    failure ??= brokenConnection(error)
    throw error
  } finally {
    client.release(failure)
  }
}

/** A connection is kept after an error that the server itself reported and destroyed after any other. */
export function brokenConnection(error: unknown): Error | undefined {
  const code = sqlState(error)
  if (isReported(code) && !/^(08|57P|53|25P0[34])/.test(code)) return undefined
  if (isDatabaseError(error)) return error instanceof Error ? error : new Error('database')
  return undefined
}

/** The SQLSTATE, or the driver's own code, of an error that may be wrapped by drizzle. */
export function sqlState(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown }
    if (typeof code === 'string') return code
  }
  return undefined
}

/** Whether a code is an SQLSTATE of the server's, which always has a digit, unlike EPIPE. */
export function isReported(code: string | undefined): code is string {
  return code !== undefined && /^(?=.*\d)[0-9A-Z]{5}$/.test(code)
}

/** The name of the constraint that an error reports, so that a race can be told as the refusal that it is. */
export function violatedConstraint(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { constraint } = at as { constraint?: unknown }
    if (typeof constraint === 'string') return constraint
  }
  return undefined
}

const connectionMessages =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|deadline exceeded/i

/** Whether an error came from the database or the way to it, rather than from our own code. */
export function isDatabaseError(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof pg.DatabaseError || connectionMessages.test(at.message)) return true
    const { code } = at as { code?: unknown }
    if (typeof code === 'string' && /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN)/.test(code)) return true
  }
  return false
}

/** Bounds a wait on the database: a black-holed connection neither answers nor fails by itself. */
export async function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('database deadline exceeded')), milliseconds)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}

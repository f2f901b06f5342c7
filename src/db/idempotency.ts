import { sql } from 'drizzle-orm'
import { Refusal } from '../errors.js'
import type { Tx } from './database.js'
import { sqlState } from './database.js'
import { preparedStatement } from './prepared.js'

/** The key that a client chose for one POST, the fingerprint of what it asked, and the status its success answers with. */
export type IdempotencyKey = {
  readonly key: string
  readonly fingerprint: string
  /** Properties of the answer that are shown once and so never stored: a replay has null in their place. */
  readonly withheld: readonly string[]
  /** Set when the answer was given before, so that the door can say so. */
  replayed: boolean
}

/** For whom a transaction runs: its tenant, its client, and the request that started it with its idempotency key. */
export type Principal = {
  districtId: string
  clientId: string
  role?: string
  /** The teacher for whom a school's app acts. */
  onBehalfOfTeacherId?: string | null
  /** The operationId, or the kind of long operation, and the id by which its answer or itself can be found. */
  origin?: { operation: string; requestId: string }
  idempotency?: IdempotencyKey | undefined
}

/** Sent right behind BEGIN: the setting tells that it stands inside this district's transaction. */
const insertKey = preparedStatement(
  'idempotency_insert',
  `insert into idempotency_keys (district_id, client_id, key, fingerprint)
   select $1::uuid, $2::uuid, $3, $4 where current_setting('app.district_id', true) = $1::text
   on conflict do nothing`,
)

const findAnswer = preparedStatement<{ fingerprint: string; answer: unknown }>(
  'idempotency_answer',
  `select fingerprint, answer from idempotency_keys where district_id = $1 and client_id = $2 and key = $3`,
)

const storeAnswer = preparedStatement(
  'idempotency_store',
  `update idempotency_keys set answer = $4 where district_id = $1 and client_id = $2 and key = $3`,
)

/**
 * Takes the key, or finds the answer that it already has. A concurrent duplicate waits here for the first to end; when
 * that takes longer than the lock time-out the client is told to come back.
 */
export async function beginIdempotent<T>(tx: Tx, principal: Principal): Promise<{ answer: T } | null> {
  const { districtId, clientId, idempotency } = principal
  if (!idempotency) return null
  const taken = await takeKey(tx, principal, idempotency)
  if (taken) return null
  const { rows } = await findAnswer(tx, [districtId, clientId, idempotency.key])
  const stored = rows[0]
  if (!stored) throw new Refusal('requestInFlight', {}, [], { 'retry-after': '1' })
  if (!tx.dataKeys.matches(idempotency.fingerprint, stored.fingerprint, contextOf(principal, idempotency)))
    throw new Refusal('idempotencyKeyReused')
  idempotency.replayed = true
  return { answer: stored.answer as T }
}

/** A body can be a secret of few characters, as a check-in code is: whoever has the table alone cannot try them out. */
function contextOf({ districtId, clientId }: Principal, { key }: IdempotencyKey): string {
  return `idempotency/${districtId}/${clientId}/${key}`
}

async function takeKey(tx: Tx, principal: Principal, idempotency: IdempotencyKey): Promise<boolean> {
  const { districtId, clientId } = principal
  const { key, fingerprint } = idempotency
  const digest = tx.dataKeys.digest(fingerprint, contextOf(principal, idempotency))
  try {
    const { rowCount } = await insertKey(tx, [districtId, clientId, key, digest])
    return rowCount === 1
  } catch (error) {
    if (sqlState(error) === '55P03') throw new Refusal('requestInFlight', {}, [], { 'retry-after': '1' })
    throw error
  }
}

/** Stores the answer beside the effect that it reports, in the same transaction. */
export async function finishIdempotent(tx: Tx, principal: Principal, answer: unknown): Promise<void> {
  const { districtId, clientId, idempotency } = principal
  if (!idempotency) return
  await storeAnswer(tx, [districtId, clientId, idempotency.key, withoutSecrets(answer, idempotency.withheld)])
}

function withoutSecrets(answer: unknown, withheld: readonly string[]): string {
  if (withheld.length === 0) return JSON.stringify(answer ?? null)
  return JSON.stringify(answer ?? null, (name, value: unknown) => (withheld.includes(name) ? null : value))
}

/**
 * Forgets the answers of a district that hold one of these texts. Whoever repeats such a request has it carried out once
 * more, and meets what it did the first time.
 */
export async function forgetAnswersWith(tx: Tx, districtId: string, texts: readonly string[]): Promise<number> {
  const asWritten = texts.map((text) => JSON.stringify(text).slice(1, -1))
  const { rowCount } = await tx.execute(sql`
    delete from idempotency_keys
    where district_id = ${districtId} and exists (
      select 1 from unnest(${sql.param(asWritten)}::text[]) as told where strpos(answer::text, told) > 0)`)
  return rowCount ?? 0
}

/** Keys are kept for seven days; a daily job forgets older ones. */
export async function forgetOldKeys(tx: Tx, before: Date): Promise<void> {
  await tx.execute(sql`delete from idempotency_keys where created_at < ${before.toISOString()}`)
}

import { sql } from 'drizzle-orm'
import { Refusal } from '../errors.js'
import type { Tx } from './database.js'
import { sqlState } from './database.js'

/** The key that a client chose for one POST, the fingerprint of what it asked, and the status its success answers with. */
export type IdempotencyKey = {
  readonly key: string
  readonly fingerprint: string
  /** Properties of the answer that are shown once and so never stored: a replay has null in their place. */
  readonly withheld: readonly string[]
  /** Set when the answer was given before, so that the door can say so. */
  replayed: boolean
}

/** For whom a transaction runs: its tenant, its client, and the idempotency key of the request that started it. */
export type Principal = { districtId: string; clientId: string; idempotency?: IdempotencyKey | undefined }

type StoredAnswer = { fingerprint: string; answer: unknown }

/**
 * Takes the key, or finds the answer that it already has. A concurrent duplicate waits here for the first to end; when
 * that takes longer than the lock time-out the client is told to come back.
 */
export async function beginIdempotent<T>(tx: Tx, principal: Principal): Promise<{ answer: T } | null> {
  const { idempotency } = principal
  if (!idempotency) return null
  const taken = await takeKey(tx, principal, idempotency)
  if (taken) return null
  const { rows } = await tx.execute<StoredAnswer>(sql`
    select fingerprint, answer from idempotency_keys
    where district_id = ${principal.districtId} and client_id = ${principal.clientId} and key = ${idempotency.key}`)
  const stored = rows[0]
  if (!stored) throw new Refusal('requestInFlight', {}, [], { 'retry-after': '1' })
  if (stored.fingerprint !== idempotency.fingerprint) throw new Refusal('idempotencyKeyReused')
  idempotency.replayed = true
  return { answer: stored.answer as T }
}

async function takeKey(tx: Tx, principal: Principal, { key, fingerprint }: IdempotencyKey): Promise<boolean> {
  try {
    const { rowCount } = await tx.execute(sql`
      insert into idempotency_keys (district_id, client_id, key, fingerprint)
      values (${principal.districtId}, ${principal.clientId}, ${key}, ${fingerprint})
      on conflict do nothing`)
    return rowCount === 1
  } catch (error) {
    if (sqlState(error) === '55P03') throw new Refusal('requestInFlight', {}, [], { 'retry-after': '1' })
    throw error
  }
}

/** Stores the answer beside the effect that it reports, in the same transaction. */
export async function finishIdempotent(tx: Tx, principal: Principal, answer: unknown): Promise<void> {
  const { idempotency } = principal
  if (!idempotency) return
  const stored = JSON.stringify(answer ?? null, (name, value: unknown) =>
    idempotency.withheld.includes(name) ? null : value,
  )
  await tx.execute(sql`
    update idempotency_keys set answer = ${stored}::json
    where district_id = ${principal.districtId} and client_id = ${principal.clientId} and key = ${idempotency.key}`)
}

/** Keys are kept for seven days; a daily job forgets older ones. */
export async function forgetOldKeys(tx: Tx, before: Date): Promise<void> {
  await tx.execute(sql`delete from idempotency_keys where created_at < ${before.toISOString()}`)
}

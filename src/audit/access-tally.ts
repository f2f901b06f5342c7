import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import { noDistrict } from '../db/tenant.js'
import { transact } from '../db/transact.js'
import { insertAccessEntries, type AccessEntry } from './write.js'

/** Counts what is read of persons and what is refused, and writes the sums into the change log every so often. */
export type AccessTally = {
  /** `persons`: how many records of persons the answer held. */
  noteRead: (actor: Actor, operation: string, persons: number) => void
  noteDenial: (actor: Actor, operation: string, code: string) => void
  flush: () => Promise<void>
  stop: () => Promise<void>
}

type Sum = {
  actor: Actor
  operation: string
  action: AccessEntry['action']
  kind: string
  requests: number
  persons: number
  from: Date
}

const flushMilliseconds = 10_000

export function tallyAccess(db: Database, clock: () => Date): AccessTally {
  let sums = new Map<string, Sum>()
  const add = (actor: Actor, operation: string, action: Sum['action'], kind: string, persons: number) => {
    if (actor.districtId === noDistrict) return
    const key = keyOf({ actor, operation, action, kind })
    const sum = sums.get(key)
    if (sum) {
      sum.requests += 1
      sum.persons += persons
    } else sums.set(key, { actor, operation, action, kind, requests: 1, persons, from: clock() })
  }
  const flush = async () => {
    const taken = sums
    sums = new Map()
    const to = clock()
    for (const [districtId, ofDistrict] of byDistrict(taken.values())) {
      const entries = ofDistrict.map((sum) => entryOf(sum, to))
      const { clientId } = ofDistrict[0]!.actor
      await transact(db, { districtId, clientId }, (tx) => insertAccessEntries(tx, entries)).catch(() => {
        // The database is away: the sums wait for the next time, beside what has come since.
        for (const sum of ofDistrict) putBack(sums, sum)
      })
    }
  }
  const timer = setInterval(() => void flush(), flushMilliseconds).unref()
  return {
    noteRead: (actor, operation, persons) => add(actor, operation, 'read', 'personalData', persons),
    noteDenial: (actor, operation, code) => add(actor, operation, 'denial', code, 0),
    flush,
    stop: () => {
      clearInterval(timer)
      return flush()
    },
  }
}

/** Sums of one client for different teachers are told apart: an entry names the teacher. */
const keyOf = ({ actor, operation, action, kind }: Pick<Sum, 'actor' | 'operation' | 'action' | 'kind'>) =>
  [actor.clientId, actor.role, actor.onBehalfOfTeacherId, operation, action, kind].join(' ')

function putBack(sums: Map<string, Sum>, sum: Sum): void {
  const key = keyOf(sum)
  const since = sums.get(key)
  if (!since) sums.set(key, sum)
  else
    Object.assign(since, {
      requests: since.requests + sum.requests,
      persons: since.persons + sum.persons,
      from: sum.from,
    })
}

function byDistrict(sums: Iterable<Sum>): Map<string, Sum[]> {
  const districts = new Map<string, Sum[]>()
  for (const sum of sums) districts.set(sum.actor.districtId, [...(districts.get(sum.actor.districtId) ?? []), sum])
  return districts
}

function entryOf({ actor, operation, action, kind, requests, persons, from }: Sum, to: Date): AccessEntry {
  const { districtId, clientId, role, onBehalfOfTeacherId } = actor
  const span = { from: from.toISOString(), to: to.toISOString() }
  const after = { requests, ...(action === 'read' ? { persons } : {}), ...span }
  return { districtId, action, kind, resourceId: operation, clientId, role, onBehalfOfTeacherId, operation, after }
}

import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Server } from './child.js'
import { throughput, warmUp, type Call } from './load.js'
import type { District } from './open-district.js'
import type { Comparison } from './print-table.js'
import type { Seeded } from './seed.js'

export type Bench = { client: pg.Client; service: Server; reference: Server; district: District; seeded: Seeded }

export const rounds = 5

type Requests = Pick<Comparison, 'work' | 'target'> & {
  /** Requests that warm a side up, where each is much work. */
  warmUpRequests?: number
  /** What has to be the same before each measurement. */
  prepare?: () => Promise<unknown>
  /** The requests of one measurement, each made when it is asked for. */
  reference: () => () => Call
  service: () => () => Call
}

/** Requests that clients wait for: throughput over 16 connections. */
export async function compareRequests(bench: Bench, isWanted: (work: string) => boolean): Promise<Comparison[]> {
  const comparisons: Comparison[] = []
  for (const requests of requestsOf(bench))
    if (isWanted(requests.work)) comparisons.push(await alternate(requests, bench))
  return comparisons
}

export function requestsOf({ client, district, seeded }: Bench): Requests[] {
  const { teacherIds, sessions } = seeded
  const authorization = { authorization: `Bearer ${district.integrationKey}` }
  const get = (path: string): Call => ({ method: 'GET', path, headers: authorization })
  const post = (path: string, body: object): Call => ({
    method: 'POST',
    path,
    headers: { ...authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  })
  // Each write is of a teacher and session that have no record yet, as on the day of the session.
  const forgetAttendance = () => client.query('truncate idempotency_keys, attendances')
  const pairs = sessions.flatMap(({ sessionId, teacherIds: attending }) =>
    attending.map((teacherId) => ({ sessionId, teacherId, status: 'present' })),
  )
  const batches = chunks(
    pairs.map((pair, at) => ({ ref: String(at), ...pair })),
    500,
  ).map((items) => ({ items }))

  return [
    {
      work: 'read one teacher',
      target: { atLeast: 0.8 },
      reference: () => around(teacherIds, (id) => get(`/teachers/${id}`)),
      service: () => around(teacherIds, (id) => get(`/v1/teachers/${id}`)),
    },
    {
      work: 'list 50 teachers',
      target: { atLeast: 0.8 },
      reference: () => () => get('/teachers?limit=50'),
      service: () => () => get('/v1/teachers?limit=50'),
    },
    {
      work: 'record one attendance',
      target: { atLeast: 0.6 },
      prepare: forgetAttendance,
      reference: () => once(pairs, ({ sessionId, ...body }) => post(`/sessions/${sessionId}/attendance`, body)),
      service: () => once(pairs, ({ sessionId, ...body }) => post(`/v1/sessions/${sessionId}/attendance`, body)),
    },
    {
      work: 'record 500 attendances in a batch',
      target: { atLeast: 0.5 },
      warmUpRequests: 20,
      prepare: forgetAttendance,
      reference: () => once(batches, (batch) => post('/batch', batch)),
      service: () => once(batches, (batch) => post('/v1/attendance/batch', batch)),
    },
  ]
}

async function alternate(requests: Requests, { service, reference }: Bench): Promise<Comparison> {
  const { work, target, warmUpRequests, prepare = async () => {} } = requests
  const comparison: Comparison = { work, unit: 'requests/s', target, reference: [], service: [] }
  for (const side of ['reference', 'service'] as const) {
    await prepare()
    await warmUp({ service, reference }[side].url, requests[side](), warmUpRequests)
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const side of ['reference', 'service'] as const) {
      await prepare()
      comparison[side].push(await throughput({ service, reference }[side].url, requests[side]()))
    }
  }
  return comparison
}

/** One call for each item, over and over. */
function around<T>(items: readonly T[], callOf: (item: T) => Call): () => Call {
  let at = 0
  return () => callOf(items[at++ % items.length]!)
}

/** One call for each item, none twice. */
function once<T>(items: readonly T[], callOf: (item: T) => Call): () => Call {
  let at = 0
  return () => {
    const item = items[at++]
    if (item === undefined) throw new Error('the benchmark has run out of things to write')
    return callOf(item)
  }
}

function chunks<T>(items: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.floor(items.length / length) }, (_, at) =>
    items.slice(at * length, (at + 1) * length),
  )
}

import { setTimeout } from 'node:timers/promises'
import { rounds, type Bench } from './compare-requests.js'
import { send } from './open-district.js'
import type { Comparison } from './print-table.js'
import { academicYear } from './seed.js'

const semester = 2

/** Work that an operation does while nobody waits. */
export async function compareLongWork(bench: Bench, isWanted: (work: string) => boolean): Promise<Comparison[]> {
  const comparisons: Comparison[] = []
  const drawn = isWanted(creditRun)
  if (drawn) comparisons.push(await compareCreditRun(bench))
  if (isWanted(csvExport)) {
    if (!drawn) await drawUp(bench)
    comparisons.push(await compareExport(bench))
  }
  return comparisons
}

const creditRun = 'credit run of the district'
const csvExport = 'CSV export of it'

const drawUp = ({ service, district }: Bench) =>
  finish(service.url, district.instituteKey, '/v1/credit-runs/district', { academicYear, semester })

/** The drafts of every school of the district, asked for over HTTP, against one statement that sums the same ledgers. */
async function compareCreditRun(bench: Bench): Promise<Comparison> {
  const { client, service, district } = bench
  const { districtId } = district
  await client.query(`
    create table bench_sums (teacher_id uuid, school_id uuid, lecture1 int, practice1 int, lecture2 int, practice2 int,
      primary key (teacher_id, school_id))`)
  const sum = () =>
    client.query(
      `insert into bench_sums
       select teacher_id, school_id,
         coalesce(sum(counted_hours) filter (where semester = 1 and category = 'lecture'), 0),
         coalesce(sum(counted_hours) filter (where semester = 1 and category = 'practice'), 0),
         coalesce(sum(counted_hours) filter (where semester = 2 and category = 'lecture'), 0),
         coalesce(sum(counted_hours) filter (where semester = 2 and category = 'practice'), 0)
       from hour_entries where district_id = $1 and academic_year = $2
       group by teacher_id, school_id`,
      [districtId, academicYear],
    )
  const comparison: Comparison = {
    work: creditRun,
    unit: 'ms',
    target: { atMost: 2 },
    reference: [],
    service: [],
  }
  const memoryOf = await service.watchMemory()
  for (let round = 0; round <= rounds; round += 1) {
    // What is sealed refuses to go; a bench that begins anew sets that guard aside for itself.
    await client.query('set session_replication_role = replica')
    await client.query('truncate bench_sums, credit_statements, credit_runs')
    await client.query('set session_replication_role = default')
    const reference = await milliseconds(sum)
    const drawn = await milliseconds(() => drawUp(bench))
    // The first round compiles the code and fills the caches of both sides.
    if (round === 0) continue
    comparison.reference.push(reference)
    comparison.service.push(drawn)
  }
  return { ...comparison, memory: await memoryOf() }
}

/** A CSV file of the district's sealed statements, asked for, written and downloaded, against COPY over HTTP. */
async function compareExport({ client, service, reference, district }: Bench): Promise<Comparison> {
  await client.query(`update credit_runs set status = 'sealed', sealed_at = now() where district_id = $1`, [
    district.districtId,
  ])
  const { rows } = await client.query<{ count: number }>('select count(*)::int as count from credit_statements')
  const statements = rows[0]!.count
  const exported = async () => {
    const { id } = await finish(service.url, district.instituteKey, '/v1/exports', {
      academicYear,
      semester,
      format: 'csv',
    })
    await download(`${service.url}/v1/exports/${id}/file`, district.instituteKey)
  }
  const copied = () => download(`${reference.url}/statements.csv`)
  const comparison: Comparison = {
    work: csvExport,
    unit: 'rows/s',
    target: { atLeast: 0.5 },
    reference: [],
    service: [],
  }
  const memoryOf = await service.watchMemory()
  for (let round = 0; round <= rounds; round += 1) {
    const copying = await milliseconds(copied)
    const exporting = await milliseconds(exported)
    if (round === 0) continue
    comparison.reference.push((statements / copying) * 1000)
    comparison.service.push((statements / exporting) * 1000)
  }
  return { ...comparison, memory: await memoryOf() }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Each question is a request that takes from the work that it asks about. */
const millisecondsBetweenQuestions = 20

/** Starts an operation and waits for its end, a minute at most. */
async function finish(url: string, key: string, path: string, body: object): Promise<{ id: string }> {
  type Operation = { id: string; status: string }
  const { id } = await send<Operation>(url, key, 'POST', path, body)
  const deadline = performance.now() + 60_000
  while (performance.now() < deadline) {
    const operation = await send<Operation>(url, key, 'GET', `/v1/operations/${id}`)
    if (operation.status === 'succeeded') return operation
    if (operation.status !== 'queued' && operation.status !== 'running') throw new Error(`${path}: ${operation.status}`)
    await setTimeout(millisecondsBetweenQuestions)
  }
  throw new Error(`${path} has not ended in a minute`)
}

async function download(url: string, key?: string): Promise<void> {
  const response = await fetch(url, { headers: key ? { authorization: `Bearer ${key}` } : {} })
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status}`)
  for await (const _ of response.body);
}

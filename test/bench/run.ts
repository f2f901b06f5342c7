/**
 * The service's speed as ratios to bare node:http with the driver and the same SQL, or to plain SQL, on a throwaway
 * PostgreSQL server: five alternating rounds, medians. What the figures mean and their targets: docs/operations.md.
 * `--without-row-level-security` and `--without-change-log` show what these cost, by a run with and one without;
 * `--only=teacher` leaves out all work without that word in its name, as it stands in the table.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createDatabase, startEmbeddedServer } from '../../src/db/embedded.js'
import { migrate } from '../../src/db/migrate.js'
import { startServer } from './child.js'
import { compareRequests } from './compare-requests.js'
import { leaveOut } from './leave-out.js'
import { compareLongWork } from './compare-long-work.js'
import { openDistrict } from './open-district.js'
import { printTable, type Comparison } from './print-table.js'
import { seedDistrict } from './seed.js'

const only = '--only='
const words = process.argv.slice(2).flatMap((flag) => (flag.startsWith(only) ? [flag.slice(only.length)] : []))
const isWanted = (work: string) => words.length === 0 || words.some((word) => work.includes(word))

const folder = await mkdtemp(join(tmpdir(), 'yanxiu-bench-'))
const started: { stop: () => Promise<unknown> }[] = [{ stop: () => rm(folder, { recursive: true, force: true }) }]
const stopLater = <T extends { stop: () => Promise<unknown> }>(server: T): T => {
  started.unshift(server)
  return server
}
const stopAll = async () => {
  for (const { stop } of started.splice(0)) await stop()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stopAll().finally(() => process.exit(1)))
try {
  const postgres = stopLater(
    await startEmbeddedServer(folder, { persistent: false, flags: ['-c', 'shared_buffers=256MB'] }),
  )
  const url = await createDatabase(postgres, 'bench')
  const serviceUrl = postgres.serviceUrl('bench')
  await migrate(url, serviceUrl)
  const client = new pg.Client({ connectionString: url, options: '-c TimeZone=Asia/Shanghai' })
  await client.connect()
  stopLater({ stop: () => client.end() })
  await leaveOut(
    client,
    process.argv.slice(2).filter((flag) => !flag.startsWith(only)),
  )
  const service = stopLater(await startServer('service', { DATABASE_URL: serviceUrl }))
  const district = await openDistrict(client, service.url)
  const seeded = await seedDistrict(client, district)
  const { districtId, clientId } = district
  const reference = stopLater(
    await startServer('reference', { DATABASE_URL: url, DISTRICT_ID: districtId, CLIENT_ID: clientId }),
  )

  const comparisons: Comparison[] = []
  for (const compare of [compareRequests, compareLongWork])
    comparisons.push(...(await compare({ client, service, reference, district, seeded }, isWanted)))
  printTable(comparisons)
} finally {
  await stopAll()
}

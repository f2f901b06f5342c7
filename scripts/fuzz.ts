/**
 * Fuzzes the contract by hand: `npm run test:fuzz -- --cases 5000 --seed 7 --only getSchool,listSchools`. The same seed
 * draws the same requests. Prints the figures, and each defect with its shrunk request; exits with 1 if there is any.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDatabase, startEmbeddedServer } from '../src/db/embedded.js'
import { migrate } from '../src/db/migrate.js'
import { describeFigures, fuzz } from '../test/fuzz/run.js'
import { openFuzzWorld } from '../test/fuzz/world.js'

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '2000' }, seed: { type: 'string' }, only: { type: 'string' } },
})
const cases = Number(values.cases)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  console.error('--cases and --seed are whole numbers')
  process.exit(2)
}

const folder = await mkdtemp(join(tmpdir(), 'yanxiu-fuzz-'))
const server = await startEmbeddedServer(folder, { persistent: false, flags: ['-c', 'max_connections=100'] })
try {
  await migrate(await createDatabase(server, 'template'), server.serviceUrl('template'))
  process.env.TEST_SERVER_URL = server.url('postgres')
  const world = await openFuzzWorld()
  try {
    const figures = await fuzz(world, { cases, seed, ...(values.only ? { only: values.only.split(',') } : {}) })
    console.log(describeFigures(figures, seed))
    console.log(`operations afterwards: ${JSON.stringify(await world.work())}`)
    if (figures.defects.length > 0) process.exitCode = 1
  } finally {
    await world.close()
  }
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import t from 'tap'
import { readSettings } from '../src/settings.js'

type Started = { child: ChildProcess; output: () => string; ended: Promise<number | null> }

/** The service as a process of its own, on a folder of its own. */
function start(folder: string, env: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, [process.env.TEST_SERVICE_FILE!], {
    env: {
      PATH: process.env.PATH,
      DATA_FOLDER: folder,
      PORT: '0',
      SAMPLE_DATA: 'never',
      LOG_LEVEL: 'error',
      ...env,
    },
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  return { child, output: () => said, ended: new Promise((resolve) => child.once('close', resolve)) }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function until<T>(what: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (const end = Date.now() + 60_000; Date.now() < end; await pause(50)) {
    const found = await what()
    if (found) return found
  }
  throw new Error(`never: ${String(what)}`)
}

const addressOf = ({ output }: Started) => until(() => /(http:\S+)\/docs/.exec(output())?.[1])
const readyAt = async (address: string) => (await fetch(`${address}/health/ready`)).status === 200
const lives = (pid: number) =>
  existsSync(`/proc/${pid}/stat`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))

function postmasterOf(folder: string): number {
  return Number(readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
}

t.test('one process at a time has a data folder, and its server outlives whoever comes second', async (t) => {
  const folder = join(t.testdir(), 'data')
  const first = start(folder)
  t.teardown(() => first.child.kill('SIGKILL'))
  const address = await addressOf(first)
  t.match(first.output(), /Operator key, shown only now .*: yx_\w+/)
  const second = start(folder)
  t.equal(await second.ended, 1)
  t.equal(
    second.output(),
    `yanxiu: DATA_FOLDER ${folder} is in use by process ${first.child.pid}: stop it, or name another folder\n`,
  )
  t.ok(await readyAt(address))

  const lost = postmasterOf(folder)
  process.kill(lost, 'SIGKILL')
  // The processes that answered for it may live on for a moment: what counts is the next one.
  await until(async () => {
    const isNext = existsSync(join(folder, 'postgres/data/postmaster.pid')) && postmasterOf(folder) !== lost
    return isNext && (await readyAt(address).catch(() => false))
  })
  t.not(postmasterOf(folder), lost, 'a server that ends unasked is started again')

  // What a killed process leaves behind is taken over by the next, which can also end it.
  const left = postmasterOf(folder)
  first.child.kill('SIGKILL')
  await first.ended
  t.ok(lives(left))
  const third = start(folder)
  t.teardown(() => third.child.kill('SIGKILL'))
  t.ok(await readyAt(await addressOf(third)))
  t.equal(postmasterOf(folder), left)
  t.notMatch(third.output(), 'yx_')
  const told = Date.now()
  third.child.kill('SIGTERM')
  t.equal(await third.ended, 0)
  t.ok(Date.now() - told < 10_000)
  t.notOk(lives(left))
  t.notOk(existsSync(join(folder, 'lock')))
})

t.test('a start that cannot listen says so in one line and makes nothing', async (t) => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  t.teardown(() => taken.close())
  const { port } = taken.address() as AddressInfo
  const folder = join(t.testdir(), 'data')
  const { ended, output } = start(folder, { PORT: String(port) })
  t.equal(await ended, 1)
  t.equal(output(), `yanxiu: PORT ${port} of 127.0.0.1 is in use by another process\n`)
  t.notOk(existsSync(folder))
})

t.test('a folder that cannot be made and a database that cannot be reached are told in one line', async (t) => {
  const unreachable = { DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' }
  const [folder, database] = [start('/proc/x'), start(t.testdir(), unreachable)]
  t.same(await Promise.all([folder.ended, database.ended]), [1, 1])
  t.match(folder.output(), /^yanxiu: the folder \/proc\/x cannot be made \(\w+\)\n$/)
  t.match(database.output(), /^yanxiu: DATABASE_URL: .*ECONNREFUSED.*\n$/)
})

t.test('a setting that is wrong is named, with the values that it may have', (t) => {
  t.throws(() => readSettings({ LOG_LEVEL: 'loud' }), {
    message: 'LOG_LEVEL is none of fatal, error, warn, info, debug, trace, silent',
  })
  t.throws(() => readSettings({ SAMPLE_DATA: 'yes' }), { message: 'SAMPLE_DATA is none of auto, never' })
  t.throws(() => readSettings({ DATABASE_URL: 'mysql://x' }), { message: /^DATABASE_URL must match/ })
  t.end()
})

t.test('root may keep the service where no other user can enter', { skip: process.getuid?.() !== 0 }, async (t) => {
  const closed = join(t.testdir(), 'closed')
  mkdirSync(closed)
  chmodSync(closed, 0o700)
  const folder = join(closed, 'data')
  const service = start(folder)
  t.teardown(() => service.child.kill('SIGKILL'))
  t.ok(await readyAt(await addressOf(service)))
  const data = realpathSync(join(folder, 'postgres/data'))
  t.teardown(() => rmSync(dirname(data), { recursive: true, force: true }))
  t.match(data, /^\/var\/lib\/yanxiu\/data-\w+\/data$/)
  t.same(readdirSync(dirname(data)), ['data'])
  service.child.kill('SIGTERM')
  t.equal(await service.ended, 0)
})

t.test('`npm start` hands its signals to the service itself', (t) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  t.equal(scripts.start, 'npm run build && exec node dist/server.js')
  t.end()
})

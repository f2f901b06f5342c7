import { createServer } from 'node:net'
import { join } from 'node:path'
import closeWithGrace from 'close-with-grace'
import type { Logger } from 'pino'
import { buildApp } from './app.js'
import { ensureOperatorKey } from './access/ensure-operator-key.js'
import { holdDataFolder } from './db/data-folder.js'
import { findDataKeys, settleDataKeys } from './db/data-keys.js'
import { isDatabaseError, openDatabase, sqlState } from './db/database.js'
import { createDatabase, startEmbeddedServer } from './db/embedded.js'
import { migrate } from './db/migrate.js'
import { createLogger } from './http/logger.js'
import { choresOf, tasks } from './tasks.js'
import { startWorker } from './operations/tasks.js'
import { loadSampleWhenEmpty } from './sample/load.js'
import { announce, announceOperatorKey } from './sample/announce.js'
import { readSettings, serviceLimitsOf, type Settings } from './settings.js'

const databaseName = 'yanxiu'

/** What has to be let go at the end, the last that was taken first. */
const closers: (() => Promise<unknown>)[] = []
let ending = false

async function letGo(): Promise<void> {
  ending = true
  for (let close = closers.pop(); close; close = closers.pop()) await close()
}

type Surroundings = { settings: Settings; logger: Logger }

async function serve({ settings, logger }: Surroundings): Promise<void> {
  // Whatever makes a start hopeless is found out before anything is made.
  const urls = settings.DATABASE_URL
    ? { owner: settings.MIGRATION_DATABASE_URL ?? settings.DATABASE_URL, service: settings.DATABASE_URL }
    : await startOwnServer({ settings, logger })
  if (settings.DATABASE_URL) await requireFreePort(settings)

  await migrate(urls.owner, urls.service).catch(
    nameSetting(settings.MIGRATION_DATABASE_URL ? 'MIGRATION_DATABASE_URL' : 'DATABASE_URL'),
  )
  const clock = () => new Date()
  const onIdleError = (error: Error) => logger.warn({ code: sqlState(error) }, 'an idle connection was lost')
  const { keys, ...kept } = await findDataKeys(settings.DATA_KEYS, { folder: settings.DATA_FOLDER, now: clock() })
  const connections = settings.DATABASE_CONNECTIONS
  const db = openDatabase({ url: urls.service, dataKeys: keys, connections, onIdleError })
  closers.push(() => db.close())
  const newDataKey = await settleDataKeys(db, { keys, ...kept })
  const operatorKey = await ensureOperatorKey(db, settings.OPERATOR_KEY).catch(nameSetting('DATABASE_URL'))
  // A key that is not shown now, whatever comes next, is lost.
  if (operatorKey) announceOperatorKey(operatorKey)

  const onFailure = (error: unknown, operationId: string) =>
    logger.error({ operationId, kind: (error as Error).name, code: sqlState(error) }, 'an operation failed')
  const onNotice = (text: string) => logger.info(text)
  const chores = choresOf({ fileRetentionDays: settings.FILE_RETENTION_DAYS, onNotice })
  const worker = await startWorker({ db, tasks, chores, clock, onFailure })
  closers.push(() => worker.stop())
  const app = await buildApp({
    db,
    issuer: settings.ISSUER,
    clock,
    logger,
    limits: serviceLimitsOf(settings),
    trustedProxies: settings.TRUSTED_PROXIES,
  })
  // The door closes first, so that nobody is answered from a database that is gone.
  closers.push(() => app.close())

  const folder = settings.DATA_FOLDER
  const wantsSample = settings.SAMPLE_DATA === 'auto'
  const sample = wantsSample
    ? await loadSampleWhenEmpty(db, { folder, clock, onProgress: (step) => logger.info(step) })
    : null
  const address = await app.listen({ port: settings.PORT, host: settings.HOST }).catch(explainListening)
  announce({ address, sample, folder, newDataKey })
}

/** The PostgreSQL of our own, which no other process may use or stop while we live. */
async function startOwnServer({ settings, logger }: Surroundings): Promise<{ owner: string; service: string }> {
  closers.push(await holdDataFolder(settings.DATA_FOLDER))
  await requireFreePort(settings)
  const starting = startEmbeddedServer(join(settings.DATA_FOLDER, 'postgres'), {
    persistent: true,
    onLost: () => logger.error('the embedded PostgreSQL ended, and is started again'),
    onGone: (error) => void letGo().then(() => giveUp(error)),
  })
  closers.push(() =>
    starting.then(
      (server) => server.stop(),
      () => {},
    ),
  )
  const server = await starting
  return { owner: await createDatabase(server, databaseName), service: server.serviceUrl(databaseName) }
}

async function requireFreePort({ PORT: port, HOST: host }: Settings): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ port, host }, () => probe.close(() => resolve()))
  }).catch(explainListening)
}

function explainListening(error: NodeJS.ErrnoException): never {
  const { PORT, HOST } = settings
  if (error.code === 'EADDRINUSE') throw new Error(`PORT ${PORT} of ${HOST} is in use by another process`)
  if (error.code === 'EACCES') throw new Error(`PORT ${PORT} may not be used by this user`)
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    throw new Error(`HOST ${HOST} is no address of this machine`)
  throw error
}

/** A database that cannot be reached or refuses us is told with the setting that named it. */
function nameSetting(name: string): (error: unknown) => never {
  return (error) => {
    const { code, message } = error as NodeJS.ErrnoException
    const isWrongAddress =
      code === 'ERR_INVALID_URL' || /^(28|3D)/.test(sqlState(error) ?? '') || isDatabaseError(error)
    if (!settings.DATABASE_URL || !isWrongAddress) throw error
    throw new Error(`${name}: ${message || code}`, { cause: error })
  }
}

/** A start that cannot succeed says why in one line. */
function giveUp(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`yanxiu: ${message.replace(/\s*\n\s*/g, ' ')}\n`)
  process.exit(1)
}

function readSettingsOrGiveUp(): Settings {
  try {
    return readSettings()
  } catch (error) {
    return giveUp(error)
  }
}

const settings = readSettingsOrGiveUp()
const logger = createLogger(settings.LOG_LEVEL)

closeWithGrace({ delay: 20_000, logger: false }, async ({ err }) => {
  if (err) logger.fatal({ kind: err.name, stack: err.stack }, 'ended by an error')
  await letGo()
})

await serve({ settings, logger }).catch(async (error: unknown) => {
  // A start that was told to end fails on what has been let go.
  if (ending) return
  await letGo()
  giveUp(error)
})

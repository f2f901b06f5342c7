import { join } from 'node:path'
import closeWithGrace from 'close-with-grace'
import type { Logger } from 'pino'
import { buildApp } from './app.js'
import { ensureOperatorKey } from './access/ensure-operator-key.js'
import { findDataKeys, settleDataKeys } from './db/data-keys.js'
import { openDatabase, sqlState } from './db/database.js'
import { createDatabase, startEmbeddedServer, type EmbeddedServer } from './db/embedded.js'
import { migrate } from './db/migrate.js'
import { createLogger } from './http/logger.js'
import { choresOf, tasks } from './tasks.js'
import { startWorker } from './operations/tasks.js'
import { loadSampleWhenEmpty } from './sample/load.js'
import { announce } from './sample/announce.js'
import { readSettings, serviceLimitsOf, type Settings } from './settings.js'

const databaseName = 'yanxiu'

async function serve(settings: Settings): Promise<void> {
  const logger = createLogger(settings.LOG_LEVEL)
  const embedded = settings.DATABASE_URL
    ? null
    : await startEmbeddedServer(join(settings.DATA_FOLDER, 'postgres'), { persistent: true })
  try {
    const urls = embedded
      ? { owner: await createDatabase(embedded, databaseName), service: embedded.serviceUrl(databaseName) }
      : { owner: settings.MIGRATION_DATABASE_URL ?? settings.DATABASE_URL!, service: settings.DATABASE_URL! }
    await serveOn(urls, { settings, logger, embedded })
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

type Surroundings = { settings: Settings; logger: Logger; embedded: EmbeddedServer | null }

async function serveOn(
  urls: { owner: string; service: string },
  { settings, logger, embedded }: Surroundings,
): Promise<void> {
  await migrate(urls.owner, urls.service)
  const clock = () => new Date()
  const onIdleError = (error: Error) => logger.warn({ code: sqlState(error) }, 'an idle connection was lost')
  const found = await findDataKeys(settings.DATA_KEYS, { folder: settings.DATA_FOLDER, now: clock() })
  const connections = settings.DATABASE_CONNECTIONS
  const db = openDatabase({ url: urls.service, dataKeys: found.keys, connections, onIdleError })
  const newDataKey = await settleDataKeys(db, found).catch(async (error: unknown) => {
    await db.close()
    throw error
  })
  const app = await buildApp({
    db,
    issuer: settings.ISSUER,
    clock,
    logger,
    limits: serviceLimitsOf(settings),
    trustedProxies: settings.TRUSTED_PROXIES,
  })
  const onFailure = (error: unknown, operationId: string) =>
    logger.error(
      { operationId, kind: (error as Error).name, code: sqlState(error) },
      'an operation failed, and is tried again',
    )
  const onNotice = (text: string) => logger.info(text)
  const chores = choresOf({ fileRetentionDays: settings.FILE_RETENTION_DAYS, onNotice })
  const worker = await startWorker({ db, tasks, chores, clock, onFailure })

  closeWithGrace({ delay: 20_000, logger: false }, async ({ err }) => {
    if (err) logger.fatal({ kind: err.name, stack: err.stack }, 'ended by an error')
    // The door closes first, so that nobody is answered from a database that is gone.
    await app.close()
    await worker.stop()
    await db.close()
    await embedded?.stop()
  })

  const operatorKey = await ensureOperatorKey(db, settings.OPERATOR_KEY)
  const folder = settings.DATA_FOLDER
  const wantsSample = settings.SAMPLE_DATA === 'auto'
  const sample = wantsSample
    ? await loadSampleWhenEmpty(db, { folder, clock, onProgress: (step) => logger.info(step) })
    : null
  const address = await app.listen({ port: settings.PORT, host: settings.HOST })
  announce({ address, operatorKey, sample, folder, newDataKey })
}

/** A start that cannot succeed says why in one line. */
function giveUp(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`yanxiu: ${message.replace(/\s*\n\s*/g, ' ')}\n`)
  process.exit(1)
}

await serve(readSettingsOrGiveUp()).catch(giveUp)

function readSettingsOrGiveUp(): Settings {
  try {
    return readSettings()
  } catch (error) {
    return giveUp(error)
  }
}

import { join } from 'node:path'
import closeWithGrace from 'close-with-grace'
import type { Logger } from 'pino'
import { buildApp } from './app.js'
import { ensureOperatorKey } from './access/ensure-operator-key.js'
import { openDatabase, sqlState } from './db/database.js'
import { createDatabase, startEmbeddedServer, type EmbeddedServer } from './db/embedded.js'
import { migrate } from './db/migrate.js'
import { createLogger } from './http/logger.js'
import { tasks } from './tasks.js'
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
    await serveOn(settings.DATABASE_URL ?? (await createDatabase(embedded!, databaseName)), {
      settings,
      logger,
      embedded,
    })
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

type Surroundings = { settings: Settings; logger: Logger; embedded: EmbeddedServer | null }

async function serveOn(url: string, { settings, logger, embedded }: Surroundings): Promise<void> {
  await migrate(url)
  const clock = () => new Date()
  const onIdleError = (error: Error) => logger.warn({ code: sqlState(error) }, 'an idle connection was lost')
  const db = openDatabase({ url, connections: settings.DATABASE_CONNECTIONS, onIdleError })
  const app = await buildApp({
    db,
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
  const worker = await startWorker({ db, tasks, clock, onFailure })

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
  announce({ address, operatorKey, sample, folder })
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

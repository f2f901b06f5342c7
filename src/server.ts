import { join } from 'node:path'
import closeWithGrace from 'close-with-grace'
import { pino } from 'pino'
import { buildApp } from './app.js'
import { ensureOperatorKey } from './access/ensure-operator-key.js'
import { openDatabase } from './db/database.js'
import { createDatabase, startEmbeddedServer } from './db/embedded.js'
import { migrate } from './db/migrate.js'
import { tasks } from './tasks.js'
import { startWorker } from './operations/tasks.js'
import { loadSampleWhenEmpty } from './sample/load.js'
import { announce } from './sample/announce.js'
import { readSettings, type Settings } from './settings.js'

const databaseName = 'yanxiu'

async function serve(settings: Settings): Promise<void> {
  const logger = pino({
    level: settings.LOG_LEVEL,
    redact: { paths: ['req.headers.authorization', '*.key', '*.name'], censor: '[redacted]' },
  })
  const embedded = settings.DATABASE_URL
    ? null
    : await startEmbeddedServer(join(settings.DATA_FOLDER, 'postgres'), { persistent: true })
  const url = settings.DATABASE_URL ?? (await createDatabase(embedded!, databaseName))
  await migrate(url)
  const db = openDatabase({
    url,
    connections: settings.DATABASE_CONNECTIONS,
    onIdleError: (error) => logger.warn({ code: (error as { code?: string }).code }, 'idle connection lost'),
  })
  const clock = () => new Date()
  const app = await buildApp({ db, clock, logger })
  const worker = await startWorker({
    db,
    tasks,
    clock,
    onFailure: (error, operationId) =>
      logger.error({ operationId, name: (error as Error).name }, 'operation failed, to be tried again'),
  })

  closeWithGrace({ delay: 20_000, logger }, async ({ err }) => {
    if (err) logger.fatal({ name: err.name, stack: err.stack }, 'ended by an error')
    // The door closes first, so that nobody is answered from a database that is gone.
    await app.close()
    await worker.stop()
    await db.close()
    await embedded?.stop()
  })

  const operatorKey = await ensureOperatorKey(db, settings.OPERATOR_KEY)
  const sample =
    settings.SAMPLE_DATA === 'auto'
      ? await loadSampleWhenEmpty(db, { folder: settings.DATA_FOLDER, clock, onProgress: (step) => logger.info(step) })
      : null
  const address = await app.listen({ port: settings.PORT, host: settings.HOST })
  announce({ address, operatorKey, sample, folder: settings.DATA_FOLDER })
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

import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { serviceRole } from './database.js'
import { openCluster, type Cluster } from './embedded/cluster.js'
import { isAlive, pause, runningPostmaster, stopPostmaster } from './embedded/processes.js'

/** A PostgreSQL server of our own: the addresses of a database for its owner and for the service, and how to stop it. */
export type EmbeddedServer = {
  url: (database: string) => string
  serviceUrl: (database: string) => string
  stop: () => Promise<void>
}

export type EmbeddedOptions = {
  /** Whether its data outlive it, and it the terminal's signals. */
  persistent: boolean
  flags?: string[]
  onLog?: (line: string) => void
  /** Told when the server ended unasked, before it is started again. */
  onLost?: () => void
  /** Told when it cannot be started again. */
  onGone?: (error: Error) => void
}

/**
 * Starts a real PostgreSQL server from the packaged binaries, with its data under `folder`. A server that still runs on
 * that folder, left by a process that was killed, is taken over rather than refused: only one process may do this on a
 * folder, which is what `holdDataFolder` is for. A server that ends unasked is started again on the same port.
 */
export async function startEmbeddedServer(folder: string, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const cluster = await openCluster(folder)
  const left = await leftBehind(cluster.databaseDir)
  const port = left?.port ?? (await freePort())
  let pid = left?.pid ?? (await launch(cluster, port, options))

  let stopping = false
  const watching = (async () => {
    for (;;) {
      while (!stopping && (await isAlive(pid))) await pause(250)
      if (stopping) return
      options.onLost?.()
      pid = await relaunch(cluster, port, options, () => stopping)
    }
  })().catch((error: Error) => options.onGone?.(error))

  const urlOf = (user: string) => (database: string) =>
    `postgres://${user}:${cluster.password}@127.0.0.1:${port}/${database}`
  return {
    url: urlOf('yanxiu'),
    serviceUrl: urlOf(serviceRole),
    async stop() {
      stopping = true
      await watching
      await stopPostmaster(pid)
      if (options.persistent) return
      await rm(cluster.databaseDir, { recursive: true, force: true })
      await rm(join(folder, 'data'), { recursive: true, force: true })
    },
  }
}

/** The server that a killed process left on a data directory; one that is about to end is waited for. */
async function leftBehind(databaseDir: string): Promise<{ pid: number; port: number } | null> {
  for (let left = await runningPostmaster(databaseDir); ; left = await runningPostmaster(databaseDir)) {
    if (!left || left.status === 'ready') return left
    await pause(50)
  }
}

/** Starts the server and waits until it takes connections; what it last said explains why it does not. */
async function launch(
  { databaseDir, binaries, account }: Cluster,
  port: number,
  { persistent, flags = [], onLog }: EmbeddedOptions,
): Promise<number> {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=']
  const server = spawn(
    binaries.postgres,
    ['-D', databaseDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting]), ...flags],
    {
      ...account,
      cwd: dirname(databaseDir),
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
      // A Ctrl-C reaches the whole group of a terminal: ours must outlive the requests that are still being answered.
      detached: persistent,
    },
  )
  let said = ''
  let ended: string | null = null
  server.once('error', (error) => (ended = error.message))
  server.once('exit', () => (ended ??= said.trim() || 'it ended'))
  server.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${String(chunk)}`.slice(-1000)
    onLog?.(String(chunk))
  })
  const until = Date.now() + 60_000
  while (ended === null && Date.now() < until) {
    const running = await runningPostmaster(databaseDir)
    if (running?.pid === server.pid && running?.status === 'ready') return server.pid!
    await pause(25)
  }
  if (ended === null) server.kill('SIGQUIT')
  throw new Error(`PostgreSQL did not start: ${ended ?? said}`)
}

/** The sessions of a server that was killed may keep its memory for a moment: a start that they prevent is repeated. */
async function relaunch(
  cluster: Cluster,
  port: number,
  options: EmbeddedOptions,
  isStopping: () => boolean,
): Promise<number> {
  const until = Date.now() + 30_000
  for (;;) {
    try {
      return await launch(cluster, port, options)
    } catch (error) {
      if (isStopping() || Date.now() > until) throw error
      await pause(500)
    }
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** Makes a database unless it is there, optionally as a copy of another, and gives its address. */
export async function createDatabase(
  server: Pick<EmbeddedServer, 'url'>,
  name: string,
  template?: string,
): Promise<string> {
  const client = new pg.Client({ connectionString: server.url('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    const copy = template ? ` template ${client.escapeIdentifier(template)}` : ''
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}${copy}`)
  } finally {
    await client.end()
  }
  return server.url(name)
}

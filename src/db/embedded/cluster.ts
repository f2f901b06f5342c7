import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { mayPass, serverAccount, type Account } from './account.js'
import { makeFolder } from '../data-folder.js'
import { findBinaries, sharedFolder, type Binaries } from './binaries.js'

const run = promisify(execFile)

/** A data directory and what a server on it needs. */
export type Cluster = { databaseDir: string; password: string; account: Account; binaries: Binaries }

/** The cluster under a folder, made at the first start. What a first start that fails has made is taken away again. */
export async function openCluster(folder: string): Promise<Cluster> {
  await makeFolder(folder)
  const account = await serverAccount()
  // Whoever runs the server must be able to pass through to its data.
  if (account) await chmod(folder, 0o711)
  const binaries = await findBinaries(account)
  const known = await realpath(join(folder, 'data', 'PG_VERSION')).then(dirname, () => null)
  const password = await rememberedPassword(join(folder, 'password'))
  if (!known) return makeCluster(folder, { password, account, binaries })
  if (!(await mayPass(account, dirname(known))))
    throw new Error(`the user postgres cannot enter ${dirname(known)}: let it pass, or move DATA_FOLDER`)
  return { databaseDir: known, password, account, binaries }
}

async function makeCluster(folder: string, parts: Omit<Cluster, 'databaseDir'>): Promise<Cluster> {
  const { account, password, binaries } = parts
  const home = (await mayPass(account, folder)) ? folder : await homeElsewhere()
  const half = join(home, 'data.new')
  const databaseDir = join(home, 'data')
  const passwordFile = join(home, 'initial-password')
  try {
    await rm(half, { recursive: true, force: true })
    await mkdir(half, { mode: 0o700 })
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
    if (account) for (const path of [half, passwordFile]) await chown(path, account.uid, account.gid)
    await initialise(binaries, { databaseDir: half, passwordFile, account })
    // Only a whole cluster has the name that the next start looks for.
    await rename(half, databaseDir)
    const link = join(folder, 'data')
    if (home !== folder) {
      if (await lstat(link).catch(() => null)) await rm(link)
      await symlink(databaseDir, link)
    }
    return { ...parts, databaseDir: await realpath(databaseDir) }
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    if (home !== folder) await rm(home, { recursive: true, force: true })
    throw error
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** Where root's plain user keeps its data when it cannot enter the folder meant for it, which then has a link to it. */
async function homeElsewhere(): Promise<string> {
  await mkdir(sharedFolder, { recursive: true })
  await chmod(sharedFolder, 0o755)
  const home = await mkdtemp(join(sharedFolder, 'data-'))
  await chmod(home, 0o711)
  return home
}

async function initialise(
  { initdb }: Binaries,
  { databaseDir, passwordFile, account }: { databaseDir: string; passwordFile: string; account: Account },
): Promise<void> {
  const options = [
    `--pgdata=${databaseDir}`,
    `--pwfile=${passwordFile}`,
    '--username=yanxiu',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ]
  try {
    await run(initdb, options, { ...account, cwd: dirname(databaseDir), env: { ...process.env, LC_ALL: 'C' } })
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string }
    throw new Error(`PostgreSQL could not be set up: ${(stderr || message).trim()}`)
  }
}

async function rememberedPassword(path: string): Promise<string> {
  const known = await readFile(path, 'utf8').catch(() => '')
  if (known.trim()) return known.trim()
  const password = randomBytes(24).toString('base64url')
  await writeFile(path, password, { mode: 0o600 })
  return password
}

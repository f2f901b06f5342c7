import { link, mkdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beginningOf, isAlive } from './embedded/processes.js'

/**
 * Holds a folder for this process: whoever comes second is told who has it and touches nothing. The lock names its
 * process and when that began, so that one left by a process that was killed counts for nothing. Gives back how to let
 * the folder go.
 */
export async function holdDataFolder(folder: string): Promise<() => Promise<void>> {
  const made = await makeFolder(folder)
  const lock = join(folder, 'lock')
  const mine = join(folder, `lock.${process.pid}`)
  const content = `${process.pid}\n${await beginningOf(process.pid)}\n`
  try {
    await writeFile(mine, content, { mode: 0o644 }).catch((error: NodeJS.ErrnoException) => {
      throw new Error(`DATA_FOLDER ${folder} cannot be written to (${error.code})`)
    })
    while (!(await linked(mine, lock))) {
      const found = await readFile(lock, 'utf8').catch(() => null)
      if (found !== null) await takeOver(folder, { lock, found })
    }
  } finally {
    await rm(mine, { force: true })
  }
  return async () => {
    if ((await readFile(lock, 'utf8').catch(() => '')) === content) await rm(lock, { force: true })
    // A start that came to nothing leaves nothing.
    for (const path of made.reverse()) await rmdir(path).catch(() => {})
  }
}

/** The name appears with its content or not at all; false when it is there already. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function takeOver(folder: string, { lock, found }: { lock: string; found: string }): Promise<void> {
  const [pid, beginning] = found.split('\n')
  const owner = Number(pid)
  const lives = owner > 0 && (await isAlive(owner)) && (await beginningOf(owner)) === beginning
  if (lives) throw new Error(`DATA_FOLDER ${folder} is in use by process ${owner}: stop it, or name another folder`)
  // Two may find the same lock stale: one that has meanwhile been renewed is put back.
  const stale = `${lock}.${process.pid}.stale`
  const moved = await rename(lock, stale).then(
    () => true,
    () => false,
  )
  if (moved && (await readFile(stale, 'utf8')) !== found) await linked(stale, lock)
  await rm(stale, { force: true })
}

/** Makes a folder with those above it, and tells which. Where none can be made, such as in /proc, it says so. */
export async function makeFolder(folder: string): Promise<string[]> {
  const missing: string[] = []
  for (let at = folder; !(await exists(at)); at = dirname(at)) missing.push(at)
  const made: string[] = []
  for (const path of missing.reverse()) {
    try {
      await mkdir(path)
      made.push(path)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EEXIST') throw new Error(`the folder ${path} cannot be made (${code})`)
    }
  }
  return made
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

import { execFile } from 'node:child_process'
import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Whom the server runs as: ourselves, or a plain user when we are root, since PostgreSQL refuses to run as root. */
export type Account = { uid: number; gid: number } | null

const name = 'postgres'

export async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return null
  const known = await find()
  if (known) return known
  try {
    await run('groupadd', ['--force', name])
    await run('useradd', ['-g', name, name])
  } catch {
    throw new Error(
      `PostgreSQL does not run as root, and the user ${name} could not be made: make it, or set DATABASE_URL`,
    )
  }
  const made = await find()
  if (!made) throw new Error(`PostgreSQL does not run as root, and there is no user ${name}`)
  return made
}

async function find(): Promise<Account> {
  const numberOf = async (option: string) => Number((await run('id', [option, name])).stdout.trim())
  try {
    return { uid: await numberOf('-u'), gid: await numberOf('-g') }
  } catch {
    return null
  }
}

/** Whether the account may pass through every folder down to this one, itself included. */
export async function mayPass(account: Account, folder: string): Promise<boolean> {
  if (!account) return true
  for (let at = await realpath(folder); ; at = dirname(at)) {
    const { uid, gid, mode } = await stat(at)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (at === dirname(at)) return true
  }
}

import { readFile, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'

export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

/** Whether a process lives: one that has ended and that nobody has waited for yet does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return (await statOf(pid))?.state !== 'Z'
}

/** What tells a process from a later one that was given the same number: when it began, where the system tells. */
export async function beginningOf(pid: number): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  return `${boot.trim()}/${(await statOf(pid))?.beganAt ?? ''}`
}

/** The name in the second field may hold blanks and brackets: what follows its last bracket is plain. */
async function statOf(pid: number): Promise<{ state: string; beganAt: string } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text === null) return null
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0]!, beganAt: fields[19]! }
}

export type Postmaster = { pid: number; port: number; status: string }

/** The server that runs on a data directory: postmaster.pid has the process, the port and the status in lines 1, 4 and 8. */
export async function runningPostmaster(databaseDir: string): Promise<Postmaster | null> {
  const text = await readFile(join(databaseDir, 'postmaster.pid'), 'utf8').catch(() => null)
  if (text === null) return null
  const lines = text.split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!Number.isInteger(pid) || pid < 1 || !(await isAlive(pid))) return null
  // Its number may have gone to another process since, even to another server.
  const home = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  if (home !== null && home !== (await realpath(databaseDir))) return null
  return { pid, port, status: (lines[7] ?? '').trim() }
}

/** Stops a server: its sessions are broken off, what is committed is written; the impatient ways come after ten seconds. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 10],
    ['SIGQUIT', 5],
    ['SIGKILL', 2],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    const until = Date.now() + seconds * 1000
    while (Date.now() < until) {
      if (!(await isAlive(pid))) return
      await pause(25)
    }
  }
}

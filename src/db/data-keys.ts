import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eq, notInArray } from 'drizzle-orm'
import { DATA_KEYS_PATTERN, mintDataKey, readDataKeys, type DataKeys } from '../lib/data-keys.js'
import { query, type Database, type Tx } from './database.js'
import { nobody } from './tenant.js'
import { transact } from './transact.js'
import { dataKeyChecks } from './tables.js'

const DATA_KEYS_FILE = 'data-keys'
const knownText = 'yanxiu'
const contextOf = (id: string) => `data-key-checks/${id}`

/** The keys that a start goes by, and where they stand: `unkept` is a new one that is in no file yet. */
export type FoundDataKeys = { keys: DataKeys; path: string; unkept: string | null }

/** The keys of the settings, else those that an earlier start kept in the data folder, else a new one. */
export async function findDataKeys(
  setting: string | undefined,
  { folder, now }: { folder: string; now: Date },
): Promise<FoundDataKeys> {
  const path = join(folder, DATA_KEYS_FILE)
  if (setting) return { keys: readDataKeys(setting), path, unkept: null }
  const kept = await readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  )
  if (kept !== null && !new RegExp(DATA_KEYS_PATTERN).test(kept))
    throw new Error(`${path} holds no data keys: put back its backup, or set DATA_KEYS`)
  if (kept !== null) return { keys: readDataKeys(kept), path, unkept: null }
  const minted = mintDataKey(now.toISOString().slice(0, 10))
  return { keys: readDataKeys(minted), path, unkept: minted }
}

/**
 * Refuses keys that do not read what the database holds, keeps a new one in its file, and notes the one that encrypts
 * from now on. Gives back where a new key was put, so that somebody can be told to back it up.
 */
export async function settleDataKeys(db: Database, { path, unkept }: FoundDataKeys): Promise<string | null> {
  const { dataKeys } = db
  for (const { id, sealed } of await query(db, nobody, (tx) => tx.select().from(dataKeyChecks))) {
    if (unkept || !dataKeys.ids.includes(id))
      throw new Error(
        `the database holds data under the data key ${id}, which is not given: set it in DATA_KEYS, or put back ${path}`,
      )
    if (!opens(dataKeys, id, sealed))
      throw new Error(`the data key ${id} is not the one of that id that the database holds data under`)
  }
  if (unkept) {
    await mkdir(join(path, '..'), { recursive: true })
    // Two first starts at once: one of them keeps its key, the other ends here and finds it at its next start.
    await writeFile(path, `${unkept}\n`, { mode: 0o600, flag: 'wx' })
  }
  const [id] = dataKeys.ids
  await transact(db, nobody, (tx) =>
    tx
      .insert(dataKeyChecks)
      .values({ id: id!, sealed: dataKeys.encrypt(knownText, contextOf(id!)) })
      .onConflictDoNothing(),
  )
  return unkept ? path : null
}

function opens(dataKeys: DataKeys, id: string, sealed: string): boolean {
  try {
    return dataKeys.decrypt(sealed, contextOf(id)) === knownText
  } catch {
    return false
  }
}

/** The keys that the database may hold something under, besides the one that encrypts now. */
export async function findOldKeyIds(tx: Tx): Promise<string[]> {
  const [current] = tx.dataKeys.ids
  const rows = await tx
    .select({ id: dataKeyChecks.id })
    .from(dataKeyChecks)
    .where(notInArray(dataKeyChecks.id, [current!]))
    .orderBy(dataKeyChecks.id)
  return rows.map(({ id }) => id)
}

/** Nothing stands under this key any more: a start without it is no mistake. */
export async function forgetKey(db: Database, id: string): Promise<void> {
  await transact(db, nobody, (tx) => tx.delete(dataKeyChecks).where(eq(dataKeyChecks.id, id)))
}

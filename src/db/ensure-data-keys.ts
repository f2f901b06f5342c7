import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mintDataKey, readDataKeys, type DataKeys } from '../lib/data-keys.js'

/** The data keys from the settings; without them those of the data folder, made at the first start for its owner's eyes only. */
export async function ensureDataKeys(folder: string, configured: string | undefined): Promise<DataKeys> {
  if (configured) return readDataKeys(configured)
  const path = join(folder, 'data-keys')
  await makeDataKeys(folder, path)
  return readDataKeys((await readFile(path, 'utf8')).trim())
}

/** The file appears whole or not at all; of several processes that start at once, one makes it and the others read it. */
async function makeDataKeys(folder: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const draft = `${path}.${process.pid}`
  try {
    await writeFile(draft, `${mintDataKey('first')}\n`, { flag: 'wx', mode: 0o600 })
    await link(draft, path)
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
}

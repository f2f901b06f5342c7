import type { Readable } from 'node:stream'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { FileFault, fileFault } from './file-fault.js'

/** `entries`: files in the archive; `totalBytes`: their size unpacked; `ratio`: unpacked to packed size of one file. */
export type ZipLimits = { entries: number; totalBytes: number; ratio: number }

/** Small files may compress better than any honest large one. */
const RATIO_FREE_BYTES = 1024 * 1024

export type ZipArchive = {
  entries: ReadonlyMap<string, Entry>
  open: (entry: Entry) => Promise<Readable>
}

/**
 * A zip held in memory, its directory checked against the limits before anything is unpacked. An entry that turns out
 * larger than the directory says fails while it is read, so the limits hold for lying archives too.
 * Throws a FileFault: `brokenZip` or `zipTooLarge` with the limit's name and value.
 */
export async function openZip(bytes: Uint8Array, limits: ZipLimits): Promise<ZipArchive> {
  const zip = await unlessBroken(() =>
    fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true }),
  )
  if (zip.entryCount > limits.entries) throw fileFault('zipTooLarge', { limit: 'entries', maximum: limits.entries })
  const entries = await unlessBroken(() => listEntries(zip))
  let totalBytes = 0
  for (const entry of entries.values()) {
    totalBytes += entry.uncompressedSize
    if (totalBytes > limits.totalBytes) {
      throw fileFault('zipTooLarge', { limit: 'totalBytes', maximum: limits.totalBytes })
    }
    if (entry.uncompressedSize > RATIO_FREE_BYTES && entry.uncompressedSize > entry.compressedSize * limits.ratio) {
      throw fileFault('zipTooLarge', { limit: 'ratio', maximum: limits.ratio })
    }
  }
  return { entries, open: (entry) => unlessBroken(() => zip.openReadStreamPromise(entry)) }
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw fileFault('brokenZip', { reason: 'encrypted' })
    if (entries.has(entry.fileName)) throw fileFault('brokenZip', { reason: 'duplicateName' })
    // Readers take a declared size of 0 for "unknown", which would lift every limit.
    if (entry.uncompressedSize === 0 && entry.compressedSize > 2) throw fileFault('brokenZip', { reason: 'sizes' })
    if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry)
  }
  return entries
}

async function unlessBroken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof FileFault) throw error
    throw fileFault('brokenZip', { reason: 'unreadable' }, error)
  }
}

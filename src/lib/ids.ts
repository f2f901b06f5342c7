import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

// Random bytes are fetched for many ids at once: asking the system for each takes longer than all the rest.
const randomBytes = Buffer.alloc(16 * 256)
let used = randomBytes.length
let last = { msecs: 0, seq: 0 }

/** A new id: UUIDv7, so that ids sort by the time they were made, and those of one process in the order they were made. */
export function newId(): string {
  if (used === randomBytes.length) {
    randomFillSync(randomBytes)
    used = 0
  }
  const random = randomBytes.subarray(used, (used += 16))
  const msecs = Date.now()
  last = msecs > last.msecs ? { msecs, seq: random.readUInt32BE(6) >>> 1 } : { msecs: last.msecs, seq: last.seq + 1 }
  return v7({ random, ...last })
}

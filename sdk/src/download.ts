import type { Deadline } from './deadline.js'
import { ChecksumError, ConnectionError } from './errors.js'
import { sha256 } from './sha256.js'
import type { Download } from './types.js'

/** A file from its answer. Throws ChecksumError when a promised checksum is missing. */
export function downloadOf(response: Response, digestPromised: boolean, deadline: Deadline): Download {
  const expected = digestIn(response.headers.get('repr-digest'))
  if (digestPromised && expected === null) throw new ChecksumError('the service gave no SHA-256 for this file')
  const length = response.headers.get('content-length')
  return {
    stream: verified(response.body ?? new Blob([]).stream(), expected, deadline),
    contentType: response.headers.get('content-type'),
    size: length === null ? null : Number(length),
    sha256: expected,
  }
}

/** The SHA-256 of a Repr-Digest field (RFC 9530, section 3) in hexadecimal. */
function digestIn(header: string | null): string | null {
  const base64 = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(header ?? '')?.[1]
  return base64 ? Array.from(atob(base64), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('') : null
}

/** Hands the bytes on as they come and closes only when they are those expected. Time runs only while one waits for bytes. */
function verified(
  body: ReadableStream<Uint8Array>,
  expected: string | null,
  deadline: Deadline,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const hash = sha256()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          deadline.start()
          const { done, value } = await reader.read()
          deadline.pause()
          if (!done) {
            if (expected !== null) hash.update(value)
            return controller.enqueue(value)
          }
        } catch (cause) {
          deadline.release()
          const { aborted, reason } = deadline.signal
          throw aborted ? reason : new ConnectionError('the download broke off', { cause })
        }
        deadline.release()
        const found = hash.hex()
        if (expected !== null && found !== expected)
          throw new ChecksumError(`the file's SHA-256 is ${found}, not ${expected}`)
        controller.close()
      },
      cancel(reason) {
        deadline.release()
        return reader.cancel(reason)
      },
    },
    // Nothing is read ahead of the one who reads.
    { highWaterMark: 0 },
  )
}

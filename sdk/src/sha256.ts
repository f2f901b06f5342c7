/**
 * SHA-256 (FIPS 180-4) over bytes that come in pieces. The platform's own digest wants the whole file in memory at once.
 */
export function sha256(): { update(bytes: Uint8Array): void; hex(): string } {
  const { state, rounds } = constants()
  const words = new Int32Array(64)
  const block = new Uint8Array(64)
  const view = new DataView(block.buffer)
  let filled = 0
  let length = 0

  const update = (bytes: Uint8Array) => {
    length += bytes.length
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + 64 - filled)
      block.set(piece, filled)
      filled += piece.length
      at += piece.length
      if (filled === 64) {
        compress(state, rounds, words, view)
        filled = 0
      }
    }
  }

  return {
    update,
    hex() {
      const bits = length * 8
      const padding = new Uint8Array(((119 - (length % 64)) % 64) + 9)
      padding[0] = 0x80
      const end = new DataView(padding.buffer)
      end.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32))
      end.setUint32(padding.length - 4, bits >>> 0)
      update(padding)
      return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
    },
  }
}

/** The first 32 bits of the fractions of the square and cube roots of the first primes. */
function constants(): { state: Int32Array; rounds: Int32Array } {
  const primes: number[] = []
  for (let candidate = 2; primes.length < 64; candidate++)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  const fraction = (root: number) => (root - Math.floor(root)) * 2 ** 32
  return {
    state: Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)) | 0),
    rounds: Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)) | 0),
  }
}

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by))

function compress(state: Int32Array, rounds: Int32Array, words: Int32Array, block: DataView): void {
  for (let i = 0; i < 16; i++) words[i] = block.getInt32(i * 4)
  for (let i = 16; i < 64; i++) {
    const [early, late] = [words[i - 15]!, words[i - 2]!]
    const sigma0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const sigma1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    words[i] = words[i - 16]! + sigma0 + words[i - 7]! + sigma1
  }
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  let f = state[5]!
  let g = state[6]!
  let h = state[7]!
  for (let i = 0; i < 64; i++) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + rounds[i]! + words[i]!) | 0
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  const worked = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) state[i] = state[i]! + worked[i]!
}

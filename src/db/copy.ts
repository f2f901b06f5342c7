import type { Duplex } from 'node:stream'
import pg from 'pg'
import { serviceRole } from './database.js'
import { settingOfDistrict } from './tenant.js'

const connectTimeout = 5000
/** From so many rows on, the server waits until they are taken. */
const rowsHeld = 2000

/** What node-postgres calls on a query of our own making. */
type CopyOut = pg.Submittable & {
  handleCopyData: (message: { chunk: Buffer }) => void
  handleCommandComplete: () => void
  handleReadyForQuery: () => void
  handleError: (error: Error) => void
}

/**
 * The rows of `copy (…) to stdout` in one district, in batches of as many as have arrived; each row is its fields as
 * text, null as ''. It runs on a connection of its own that nobody shares, closed at the end however that comes; a slow
 * reader slows the server down, so memory does not grow. `timeout` in milliseconds bounds the statement.
 */
export async function* copyRows(
  url: string,
  { districtId, statement, timeout }: { districtId: string; statement: string; timeout: number },
): AsyncGenerator<string[][]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeout,
    statement_timeout: timeout,
    options: `-c role=${serviceRole} -c TimeZone=Asia/Shanghai -c DateStyle=ISO`,
    application_name: 'yanxiu copy',
  })
  // A connection that breaks also fails the query that is under way; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(settingOfDistrict(districtId, 'session'))
    yield* copiedBy(client, statement)
  } finally {
    // With a copy under way this closes the socket, by which the server knows that nobody reads on.
    await client.end()
  }
}

async function* copiedBy(client: pg.Client, statement: string): AsyncGenerator<string[][]> {
  let rows: string[][] = []
  let outcome: 'ended' | Error | undefined
  let socket: Duplex | undefined
  let wake = () => {}
  const query: CopyOut = {
    submit: (connection) => {
      socket = connection.stream
      connection.query(statement)
    },
    handleCopyData: ({ chunk }) => {
      // The driver uses the chunk's memory again: it is read here and now.
      rows.push(parseLine(chunk.toString('utf8', 0, chunk.length - 1)))
      if (rows.length === rowsHeld) socket?.pause()
      wake()
    },
    handleCommandComplete: () => {},
    handleReadyForQuery: () => {
      outcome ??= 'ended'
      wake()
    },
    handleError: (error) => {
      outcome = error
      wake()
    },
  }
  client.query(query)
  for (;;) {
    if (rows.length === 0 && outcome === undefined) await new Promise<void>((resolve) => (wake = resolve))
    if (outcome instanceof Error) throw outcome
    if (rows.length === 0 && outcome === 'ended') return
    const batch = rows
    rows = []
    if (batch.length > 0) yield batch
    socket?.resume()
  }
}

/** Ids as an SQL array: COPY takes no parameters, so whatever is not a UUID is refused here. */
export function uuidArray(ids: readonly string[]): string {
  if (!ids.every((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))) throw new Error('an id is a UUID')
  return `'{${ids.join(',')}}'::uuid[]`
}

function parseLine(line: string): string[] {
  const fields = line.split('\t')
  return line.includes('\\') ? fields.map(unescapeField) : fields
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** A field of COPY's text format as it was before escaping. */
function unescapeField(field: string): string {
  if (field === '\\N') return ''
  return field.replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character)
}

import postgres from 'postgres'

/**
 * The rows of `copy (…) to stdout` in one district, in batches of as many as have arrived; each row is its fields as
 * text, null as ''. It runs on a connection of its own that nobody shares, closed at the end however that comes; a slow
 * reader slows the server down, so memory does not grow. `timeout` in milliseconds bounds the statement.
 */
export async function* copyRows(
  url: string,
  { districtId, statement, timeout }: { districtId: string; statement: string; timeout: number },
): AsyncGenerator<string[][]> {
  const client = postgres(url, {
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
    connection: {
      application_name: 'yanxiu copy',
      statement_timeout: timeout,
      DateStyle: 'ISO',
      TimeZone: 'Asia/Shanghai',
    },
  })
  try {
    await client`select set_config('app.district_id', ${districtId}, false)`
    const lines = (await client.unsafe(statement).readable()) as AsyncIterable<Buffer>
    let rest: Buffer = Buffer.alloc(0)
    for await (const piece of lines) {
      const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      const end = bytes.lastIndexOf(0x0a) + 1
      if (end > 0) yield parseLines(bytes.subarray(0, end))
      rest = bytes.subarray(end)
    }
  } finally {
    await client.end({ timeout: 0 })
  }
}

/** Ids as an SQL array: COPY takes no parameters, so whatever is not a UUID is refused here. */
export function uuidArray(ids: readonly string[]): string {
  if (!ids.every((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))) throw new Error('an id is a UUID')
  return `'{${ids.join(',')}}'::uuid[]`
}

function parseLines(bytes: Buffer): string[][] {
  const lines = bytes.toString('utf8', 0, bytes.length - 1).split('\n')
  return lines.map((line) => {
    const fields = line.split('\t')
    return line.includes('\\') ? fields.map(unescapeField) : fields
  })
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/** A field of COPY's text format as it was before escaping. */
function unescapeField(field: string): string {
  if (field === '\\N') return ''
  return field.replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character)
}

type Value = string | number | boolean

const BATCH_CHARACTERS = 64 * 1024

/**
 * Rows as newline-delimited JSON in UTF-8: one object a line, its properties named by `keys` in that order, every value as it
 * is given. The same rows give the same bytes; memory does not grow with their number.
 */
export async function* encodeNdjson(
  keys: readonly string[],
  rows: AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>,
): AsyncGenerator<Buffer> {
  let text = ''
  for await (const row of rows) {
    text += JSON.stringify(Object.fromEntries(keys.map((key, index) => [key, row[index] ?? '']))) + '\n'
    if (text.length >= BATCH_CHARACTERS) {
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text !== '') yield Buffer.from(text)
}

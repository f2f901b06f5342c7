/**
 * Text as it is searched: letters of one size, full-width and half-width forms as one (NFKC). What is stored and what is
 * looked for pass through here alike, so that a part of the one is found in the other, in Chinese too.
 */
export function searchText(...parts: readonly string[]): string {
  return parts.join('\n').normalize('NFKC').toLowerCase()
}

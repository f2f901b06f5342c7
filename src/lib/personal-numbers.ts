/** An identity number or a mobile that stands by itself: not within a word, a longer number or an id. */
const personalNumber = /(?<![\w.])(?:[1-9]\d{16}[\dXx]|1[3-9]\d{9})(?![\w.])/g

/**
 * The same text without numbers of people, for places where nobody means to write them and somebody's mistake can: a
 * column too far left, an address typed by hand. A staff number that looks like one goes too.
 */
export function withoutPersonalNumbers(text: string): string {
  return text.replace(personalNumber, '[redacted]')
}

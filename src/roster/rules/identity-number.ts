import { isIsoDate } from '../../lib/calendar.js'

/**
 * The district's ground: an identity number (身份证号, GB 11643) tells one person, so a mistyped one is refused.
 * 1. Full-width characters, spaces and a lower-case x are taken as they are meant.
 * 2. It has 17 digits and a check character, a digit or X.
 * 3. Digits 7 to 14 are a date of birth.
 * 4. The check character agrees with the sum of the digits, weighted by powers of two, modulo 11 (ISO 7064).
 */
export function readIdentityNumber(text: string): string | null {
  const number = text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return null
  if (!isIsoDate(`${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`)) return null
  return checkCharacter(number) === number[17] ? number : null
}

function checkCharacter(number: string): string {
  const sum = [...number.slice(0, 17)].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0)
  return '10X98765432'[sum % 11]!
}

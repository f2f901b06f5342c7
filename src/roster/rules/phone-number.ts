/**
 * The district's ground: a phone (手机号, or a school's landline) that can be called from anywhere in the mainland.
 * 1. Full-width characters, spaces and the country's code 86 are taken as they are meant.
 * 2. A mobile has 11 digits: 1, then 3 to 9.
 * 3. A landline has its area code (010, 02x, 0xxx), 7 or 8 digits, and an extension if need be: `021-12345678-801`.
 */
export function readPhone(text: string): string | null {
  const number = text
    .normalize('NFKC')
    .replace(/[\s()]/g, '')
    .replace(/[–—－]/g, '-')
    .replace(/^(\+|00)86-?|^86-?(?=1\d{10}$)/, '')
  const mobile = /^(1[3-9]\d)-?(\d{4})-?(\d{4})$/.exec(number)
  if (mobile) return mobile.slice(1).join('')
  const landline = /^(010|02\d|0[3-9]\d\d)-?([2-9]\d{6,7})(?:-(\d{1,6}))?$/.exec(number)
  return landline ? landline.slice(1).filter(Boolean).join('-') : null
}

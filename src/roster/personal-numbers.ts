import type { Tx } from '../db/database.js'
import type { Reason } from '../errors.js'
import type { Sealed } from '../lib/data-keys.js'
import { readIdentityNumber } from './rules/identity-number.js'
import { readPhone } from './rules/phone-number.js'

/** In clear; null where there is none. */
export type Numbers = { identityNumber: string | null; phone: string | null }
export type SealedNumbers = { identityNumber: Sealed | null; phone: Sealed | null }

/** What is to become of them: undefined leaves what is known as it is, null takes it away. */
export type GivenNumbers = { identityNumber?: string | null | undefined; phone?: string | null | undefined }

const fields = ['identityNumber', 'phone'] as const

/** Bound to the teacher's external id, which never changes: a row that two writers make at once has one, but two ids. */
const contextOf = (districtId: string, sourcedId: string, field: keyof Numbers) =>
  `${districtId}/teachers/${sourcedId}/${field}`

/** The numbers of a stored teacher in clear. */
export function openNumbers(
  { dataKeys }: Tx,
  districtId: string,
  { sourcedId, identityNumber, phone }: SealedNumbers & { sourcedId: string },
): Numbers {
  const open = (sealed: Sealed | null, field: keyof Numbers) =>
    sealed && dataKeys.decrypt(sealed as unknown as string, contextOf(districtId, sourcedId, field))
  return { identityNumber: open(identityNumber, 'identityNumber'), phone: open(phone, 'phone') }
}

/**
 * The numbers to be stored of a teacher. One that stays the same keeps its sealed text, so that the row is seen to be
 * unchanged: sealing it anew would give other bytes.
 */
export function sealNumbers(
  tx: Tx,
  districtId: string,
  sourcedId: string,
  { known, given }: { known: SealedNumbers | null | undefined; given: GivenNumbers },
): SealedNumbers {
  // Only these two of a row that may have more.
  const before = { identityNumber: known?.identityNumber ?? null, phone: known?.phone ?? null }
  if (given.identityNumber === undefined && given.phone === undefined) return before
  const opened = openNumbers(tx, districtId, { ...before, sourcedId })
  const seal = (field: keyof Numbers) => {
    const number = given[field]
    if (number === undefined || number === opened[field]) return before[field]
    return number === null ? null : sealNumber(tx, districtId, sourcedId, field, number)
  }
  return { identityNumber: seal('identityNumber'), phone: seal('phone') }
}

function sealNumber(
  { dataKeys }: Tx,
  districtId: string,
  sourcedId: string,
  field: keyof Numbers,
  number: string,
): Sealed {
  return dataKeys.encrypt(number, contextOf(districtId, sourcedId, field)) as unknown as Sealed
}

/** The same numbers, sealed under the key that encrypts now. */
export function resealNumbers(
  tx: Tx,
  districtId: string,
  teacher: SealedNumbers & { sourcedId: string },
): SealedNumbers {
  const opened = openNumbers(tx, districtId, teacher)
  const [identityNumber, phone] = fields.map((field) => {
    const number = opened[field]
    return number === null ? null : sealNumber(tx, districtId, teacher.sourcedId, field, number)
  })
  return { identityNumber: identityNumber!, phone: phone! }
}

/** Numbers from outside as they are stored, or why they cannot be: reasons never repeat what was given. */
export function readNumbers(content: GivenNumbers): { given: GivenNumbers; reasons: Reason[] } {
  const reasons: Reason[] = []
  const read = (text: string | null | undefined, parse: (text: string) => string | null, reason: Reason) => {
    if (text === undefined) return undefined
    if (text === null || text.trim() === '') return null
    const number = parse(text)
    if (number === null) reasons.push(reason)
    return number
  }
  const identityNumber = read(content.identityNumber, readIdentityNumber, {
    code: 'invalidIdentityNumber',
    pointer: '/identityNumber',
  })
  const phone = read(content.phone, readPhone, { code: 'invalidPhone', pointer: '/phone' })
  return { given: { identityNumber, phone }, reasons }
}

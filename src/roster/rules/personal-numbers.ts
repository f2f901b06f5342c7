import type { Role } from '../../access/schema.js'

/**
 * Who reads identity numbers and phones in clear (个人信息保护法 第六条: no more than the purpose needs): whoever keeps the
 * roster, of those teachers whom the client may change; the teacher, of herself. Everybody else reads them masked.
 */
const inClear: Readonly<Record<Role, 'maintained' | 'oneself' | 'none'>> = {
  operator: 'none',
  bureau: 'none',
  institute: 'maintained',
  principal: 'none',
  trainingAdministrator: 'maintained',
  teamLeader: 'oneself',
  teacher: 'oneself',
  auditor: 'none',
  integration: 'maintained',
}

/** Whether the role reads them of those whom the client may change: only then it has to be asked who those are. */
export const readsOfMaintained = (role: Role) => inClear[role] === 'maintained'

export function numbersAreClear(
  { role, teacherId }: { role: Role; teacherId: string | null },
  teacher: { id: string; isMaintained: boolean },
): boolean {
  if (inClear[role] === 'maintained') return teacher.isMaintained
  return inClear[role] === 'oneself' && teacherId === teacher.id
}

/** `310***********1234`: the province and part of the city, and the last four characters. */
export function maskedIdentityNumber(number: string): string {
  return `${number.slice(0, 3)}${'*'.repeat(11)}${number.slice(-4)}`
}

/** `138****5678`; of a landline the area code and the last four digits, without the extension. */
export function maskedPhone(phone: string): string {
  const [area, number] = phone.split('-')
  return number ? `${area}-****${number.slice(-4)}` : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

import type { Reason } from '../../errors.js'
import type { DistrictRole, NewClient, Role } from '../schema.js'

/** What a role is bound to: a client without its bound would see more than its role may. */
const boundOf: Record<DistrictRole, 'school' | 'teacher' | 'either' | 'district'> = {
  bureau: 'district',
  institute: 'district',
  auditor: 'district',
  integration: 'either',
  principal: 'school',
  trainingAdministrator: 'school',
  teamLeader: 'teacher',
  teacher: 'teacher',
}

/** Checks that a new client has exactly the bound that its role needs, and a district where the maker has none. */
export function checkBinding(maker: Role, client: NewClient): Reason[] {
  const reasons: Reason[] = []
  const bound = boundOf[client.role]
  if (maker === 'operator' && !client.districtId)
    reasons.push({ code: 'missingProperty', pointer: '/districtId', params: { property: 'districtId' } })
  if (maker !== 'operator' && client.districtId)
    reasons.push({ code: 'unknownProperty', pointer: '/districtId', params: { property: 'districtId' } })
  if (bound === 'school' && !client.schoolId)
    reasons.push({ code: 'boundRequired', pointer: '/schoolId', params: { role: client.role, bound: 'schoolId' } })
  if (bound === 'teacher' && !client.teacherId)
    reasons.push({ code: 'boundRequired', pointer: '/teacherId', params: { role: client.role, bound: 'teacherId' } })
  if ((bound === 'district' || bound === 'teacher') && client.schoolId)
    reasons.push({ code: 'boundNotAllowed', pointer: '/schoolId', params: { role: client.role, bound: 'schoolId' } })
  if (bound !== 'teacher' && client.teacherId)
    reasons.push({ code: 'boundNotAllowed', pointer: '/teacherId', params: { role: client.role, bound: 'teacherId' } })
  return reasons
}

/** A key that has already expired when it is made would never work, and nobody would be told. */
export function checkExpiry({ expiresAt }: Pick<NewClient, 'expiresAt'>, now: Date): Reason[] {
  if (!expiresAt || Date.parse(expiresAt) > now.getTime()) return []
  return [{ code: 'alreadyExpired', pointer: '/expiresAt', params: { expiresAt } }]
}

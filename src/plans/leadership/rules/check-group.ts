import type { Reason } from '../../../errors.js'
import type { LeadershipPart } from '../schema.js'

/**
 * §6.1: the school's principal leads the group, those in charge second.
 * 1. It has exactly one leader.
 * 2. It has at least one deputy.
 */
export function checkGroup(members: readonly { part: LeadershipPart }[]): Reason[] {
  const count = (part: LeadershipPart) => members.filter((member) => member.part === part).length
  const leaders = count('leader')
  return [
    ...(leaders === 1 ? [] : [{ code: 'oneLeaderNeeded' as const, pointer: '/members', params: { leaders } }]),
    ...(count('deputy') > 0 ? [] : [{ code: 'deputyNeeded' as const, pointer: '/members', params: {} }]),
  ]
}

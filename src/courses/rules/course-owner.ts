import type { Role } from '../../access/schema.js'
import type { Reason } from '../../errors.js'

type Maker = { role: Role; schoolId: string | null; teacherId: string | null }
type Owner = { schoolId: string | null; leaderTeacherId: string | null }

type Decision = { ok: true; owner: Owner } | { ok: false; reasons: Reason[] }

/**
 * §3.2, §6.4, §6.5: whose a new course is.
 * 1. The institute's is the district's, and an expert team leader's is the leader's: neither names a school.
 * 2. Everybody else's is a school's: that of the client, or the one named by a client that has none of its own.
 *
 * Whether the school named exists within the client's bound is seen to by whoever asks.
 */
export function courseOwner({ role, schoolId, teacherId }: Maker, named: string | undefined): Decision {
  if (role === 'institute' || role === 'teamLeader') {
    if (named !== undefined)
      return { ok: false, reasons: [{ code: 'courseOfNoSchool', pointer: '/schoolId', params: { role } }] }
    return { ok: true, owner: { schoolId: null, leaderTeacherId: role === 'teamLeader' ? teacherId : null } }
  }
  const school = named ?? schoolId
  if (school === null)
    return { ok: false, reasons: [{ code: 'missingProperty', pointer: '/schoolId', params: { property: 'schoolId' } }] }
  return { ok: true, owner: { schoolId: school, leaderTeacherId: null } }
}

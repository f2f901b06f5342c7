import type { Actor } from '../../access/schema.js'
import { findClientOfToken } from '../../access/read.js'
import type { Signing } from '../../access/tokens/key-ring.js'
import { TOKEN_SECONDS } from '../../access/tokens/schema.js'
import { signingKey, signTeacherToken } from '../../access/tokens/sign-token.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { notFound, Refusal } from '../../errors.js'
import { shanghaiDate } from '../../lib/calendar.js'
import { findSchoolsOnDates } from '../duties/read.js'
import { findExistingTeachers } from '../read.js'
import type { NewTeacherToken, TeacherToken } from './schema.js'

/**
 * A token with which a school's application acts for one of its teachers, so that it never ships the school's key. The
 * teacher is one whom the client sees and who holds a homeroom duty in its scope today; the token shows that teacher's own
 * and nothing else, cannot mint another, and ends with the client that minted it.
 */
export async function mintTeacherToken(
  signing: Signing,
  {
    actor,
    now,
    request: { teacherId, expiresIn = TOKEN_SECONDS },
  }: { actor: Actor & Principal; now: Date; request: NewTeacherToken },
): Promise<TeacherToken> {
  const key = await signingKey(signing, now)
  const today = shanghaiDate(now)
  return transact(signing.db, actor, async (tx) => {
    const { districtId, clientId } = actor
    const seen = await findExistingTeachers(tx, actor, [teacherId])
    if (!seen.has(teacherId)) throw notFound('teacher')
    const [schoolId] = await findSchoolsOnDates(tx, actor, [{ teacherId, date: today }])
    if (!schoolId) throw new Refusal('teacherNotOnDuty', { date: today })
    const client = await findClientOfToken(tx, districtId, clientId)
    // A key that was replaced while this process still knew it mints nothing under the new one.
    if (!client || client.keyVersion !== actor.keyVersion) throw new Refusal('unauthenticated')
    const grant = { client: actor, keyVersion: client.keyVersion, scope: 'yanxiu', seconds: expiresIn }
    const accessToken = await signTeacherToken(key, grant, teacherId, now)
    return { teacherId, accessToken, tokenType: 'Bearer', expiresIn, scope: grant.scope }
  })
}

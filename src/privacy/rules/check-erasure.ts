import type { Reason } from '../../errors.js'
import type { IsoDate } from '../../lib/calendar.js'

type Duty = { schoolSourcedId: string; from: IsoDate; to: IsoDate | null }

/**
 * The district's ground: a person can be erased once nobody needs the name.
 * 1. No homeroom duty goes on today or begins later: a class must know its teacher, and a roster would bring the name back.
 * 2. No statement stands in a run that is not sealed: principals sign what they can read.
 * Hours that no run has stated yet are no reason: a later run states them under the pseudonym.
 */
export function reasonsAgainstErasure(
  { duties, draftStatements }: { duties: readonly Duty[]; draftStatements: number },
  today: IsoDate,
): Reason[] {
  const reasons: Reason[] = duties
    .filter(({ to }) => to === null || to >= today)
    .map(({ schoolSourcedId, from }) => ({ code: 'teacherOnDuty', params: { schoolSourcedId, from } }))
  if (draftStatements > 0) reasons.push({ code: 'teacherInDraft', params: { count: draftStatements } })
  return reasons
}

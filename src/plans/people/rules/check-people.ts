import type { Reason } from '../../../errors.js'
import type { PersonReference } from '../schema.js'

/**
 * §6.1, §6.2: who is named in a plan, a leadership group or a review.
 * 1. Each is a teacher by id or somebody else by name, not both.
 * 2. A teacher is one that the caller may know of (`known`), and stands once.
 *
 * `at` is the JSON pointer of the list.
 */
export function checkPeople(people: readonly PersonReference[], known: ReadonlySet<string>, at: string): Reason[] {
  const seen = new Set<string>()
  return people.flatMap(({ teacherId, name }, index): Reason[] => {
    const pointer = `${at}/${index}`
    if ((teacherId === undefined) === (name === undefined)) return [{ code: 'nameOrTeacher', pointer, params: {} }]
    if (teacherId === undefined) return []
    const isAgain = seen.has(teacherId)
    seen.add(teacherId)
    if (!known.has(teacherId))
      return [{ code: 'unknownTeacher', pointer: `${pointer}/teacherId`, params: { sourcedId: teacherId } }]
    return isAgain ? [{ code: 'duplicateItem', pointer, params: {} }] : []
  })
}

import type { Actor } from '../access/schema.js'
import { Refusal } from '../errors.js'

/** A joint activity has one host: the schools that take part see it but do not change it. */
export function requireHost(actor: Actor, { hostSchoolId }: { hostSchoolId: string }): void {
  if (actor.schoolId && actor.schoolId !== hostSchoolId) throw new Refusal('notTheHost')
}

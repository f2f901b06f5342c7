import type { Actor } from '../../access/schema.js'
import { Refusal } from '../../errors.js'

/** A school changes its own surveys; the institute also those of its schools. */
export function requireSurveyor(actor: Actor, { schoolId }: { schoolId: string | null }): void {
  if (actor.schoolId && actor.schoolId !== schoolId) throw new Refusal('notTheSurveyor')
}

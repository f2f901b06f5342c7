import { proportionOf, type Hours } from '../../lib/quantity.js'
import type { EditionParameters } from '../../policy/rules/edition-parameters.js'

/**
 * §5.1: at least 40 class hours in an academic year (`annualHours.minimum`), for each homeroom teacher.
 * 1. An adjustment that the institute approved stands before everything else.
 * 2. With `full` the minimum is required whatever the days of duty.
 * 3. With `prorated` it is the share of the year's days with a homeroom duty and no leave, rounded up to the step.
 */

export type AnnualObligation = {
  required: Hours
  /** What decided it, and the clause that it rests on. */
  ground: 'adjustment' | 'full' | 'prorated'
  clause: string
}

/** `dutyDays`: days of homeroom duty without leave, 0 to `yearDays`; `yearDays`: days of the academic year, above 0. */
export function annualObligation(
  { annualHours, hours, clauses }: Pick<EditionParameters, 'annualHours' | 'hours' | 'clauses'>,
  teacher: { dutyDays: number; yearDays: number; adjustment: Hours | null },
): AnnualObligation {
  const { dutyDays, yearDays, adjustment } = teacher
  if (adjustment !== null) return { required: adjustment, ground: 'adjustment', clause: 'district' }
  switch (annualHours.obligation) {
    case 'full':
      return { required: annualHours.minimum, ground: 'full', clause: clauses['annualHours.minimum'] }
    case 'prorated': {
      const required = proportionOf(annualHours.minimum, dutyDays, yearDays, hours.step, 'up')
      return { required, ground: 'prorated', clause: clauses['annualHours.obligation'] }
    }
  }
}

/** Whether the counted hours reach the required ones, and how many are missing: 39.5 of 40 miss 0.5. */
export function annualMinimum(counted: Hours, required: Hours): { met: boolean; missing: Hours } {
  return { met: counted >= required, missing: Math.max(0, required - counted) as Hours }
}

import type { Category } from '../../policy/schema.js'
import { hoursToCredits, remainderHours, type Credits, type Hours } from '../../lib/quantity.js'
import type { EditionParameters } from '../../policy/rules/edition-parameters.js'

/**
 * §5.3: 10 lecture hours or 20 practice hours are one credit. For one teacher, academic year and category, `counted` is
 * the sum since the start of the year, so that a remainder is carried on and never lost inside it.
 */
export function entitlement(
  counted: Hours,
  category: Category,
  { credit }: Pick<EditionParameters, 'credit'>,
): { credits: Credits; remainder: Hours } {
  const rate = credit.hoursPerCredit[category]
  const credits = hoursToCredits(counted, rate, credit.increment, credit.rounding)
  return { credits, remainder: remainderHours(counted, credits, rate) }
}

import type { Reason } from '../../errors.js'
import { formatHours, type Hours } from '../../lib/quantity.js'

/** Not the district's choice: beyond it, hours of one training are a slip of the pen. */
const OUTSIDE_HOURS_MAXIMUM = 100_000 as Hours

/** Recognised training elsewhere carries a positive number of whole steps (`hours.step`) and a known module or none (§3.2). */
export function checkOutsideHours(
  { hours, module }: { hours: Hours; module: string | null },
  { step, modules }: { step: Hours; modules: readonly { code: string }[] },
): Reason[] {
  const reasons: Reason[] = []
  if (hours <= 0) reasons.push({ code: 'hoursNotPositive', pointer: '/hours', params: { hours: formatHours(hours) } })
  else if (hours % step !== 0)
    reasons.push({
      code: 'hoursOffStep',
      pointer: '/hours',
      params: { hours: formatHours(hours), step: formatHours(step) },
    })
  if (hours > OUTSIDE_HOURS_MAXIMUM)
    reasons.push({
      code: 'hoursAboveMaximum',
      pointer: '/hours',
      params: { hours: formatHours(hours), maximum: formatHours(OUTSIDE_HOURS_MAXIMUM) },
    })
  if (module !== null && !modules.some(({ code }) => code === module))
    reasons.push({ code: 'unknownModule', pointer: '/module', params: { module } })
  return reasons
}

import type { Reason } from '../../errors.js'
import { formatHours, type Hours } from '../../lib/quantity.js'

/** What a course claims to be, as far as a policy edition has a say in it. */
type CourseClaim = {
  modules: readonly string[]
  tiers: readonly number[]
  forms: readonly string[]
  hours: Hours
}

/** The parameters of the policy edition that the rule reads. */
type CoursePolicy = {
  modules: readonly { code: string }[]
  tiers: readonly { tier: number }[]
  forms: readonly { code: string }[]
  step: Hours
}

/**
 * §3.2, §3.3, §4.1: what forbids a course, every reason at once. Its modules, tiers and forms are of the edition, and its
 * class hours are above zero in whole steps.
 */
export function checkCourse({ modules, tiers, forms, hours }: CourseClaim, policy: CoursePolicy): Reason[] {
  const reasons: Reason[] = []
  for (const [at, module] of modules.entries())
    if (!policy.modules.some(({ code }) => code === module))
      reasons.push({ code: 'unknownModule', pointer: `/modules/${at}`, params: { module } })
  for (const [at, tier] of tiers.entries())
    if (!policy.tiers.some((known) => known.tier === tier))
      reasons.push({ code: 'unknownTier', pointer: `/tiers/${at}`, params: { tier } })
  for (const [at, form] of forms.entries())
    if (!policy.forms.some(({ code }) => code === form))
      reasons.push({ code: 'unknownForm', pointer: `/forms/${at}`, params: { form } })
  if (hours <= 0) reasons.push({ code: 'hoursNotPositive', pointer: '/hours', params: { hours: formatHours(hours) } })
  else if (hours % policy.step !== 0)
    reasons.push({
      code: 'hoursOffStep',
      pointer: '/hours',
      params: { hours: formatHours(hours), step: formatHours(policy.step) },
    })
  return reasons
}

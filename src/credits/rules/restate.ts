import { NO_HOURS, type Credits, type Hours } from '../../lib/quantity.js'
import type { EditionParameters } from '../../policy/rules/edition-parameters.js'
import type { Category } from '../../policy/schema.js'
import { annualMinimum } from '../../progress/rules/annual-minimum.js'
import { entitlement } from './entitlement.js'
import type { CategoryStatement, SchoolHours, StatementContent } from './statement.js'

/**
 * §5.3: a statement computed again, years later, from the ledger up to its position. What was known from outside the
 * ledger is taken as the statement holds it: the required hours, the credit awarded before, and what it corrects.
 */
export function restate(
  stored: StatementContent,
  { hoursBySchool, uncounted }: { hoursBySchool: readonly SchoolHours[]; uncounted: Hours },
  parameters: Pick<EditionParameters, 'code' | 'credit'>,
): StatementContent {
  const category = (name: Category): CategoryStatement => {
    const hours = hoursBySchool.reduce((sum, school) => sum + school[name], NO_HOURS as number) as Hours
    const { credits, remainder } = entitlement(hours, name, parameters)
    const { awardedBefore } = stored[name]
    return {
      hours,
      entitlement: credits,
      awardedBefore,
      award: (credits - awardedBefore) as Credits,
      awardedInTotal: credits,
      remainder,
    }
  }
  const lecture = category('lecture')
  const practice = category('practice')
  const hoursCounted = (lecture.hours + practice.hours) as Hours
  const { met, missing } = annualMinimum(hoursCounted, stored.hoursRequired)
  return {
    ...stored,
    editionCode: parameters.code,
    lecture,
    practice,
    award: (lecture.award + practice.award) as Credits,
    awardedInTotal: (lecture.awardedInTotal + practice.awardedInTotal) as Credits,
    hoursCounted,
    hoursUncounted: uncounted,
    hoursMissing: missing,
    annualMinimumMet: met,
    hoursBySchool: [...hoursBySchool]
      .filter((school) => school.lecture !== 0 || school.practice !== 0)
      .sort((a, b) => (a.schoolSourcedId < b.schoolSourcedId ? -1 : 1)),
  }
}

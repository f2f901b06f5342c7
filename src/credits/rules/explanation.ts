import type { CountedEntry } from '../../hours/rules/count-hours.js'
import type { LedgerEntry } from '../../hours/rules/ledger-entry.js'
import type { Category } from '../../policy/schema.js'
import { formatCredits, formatHours, type Hours } from '../../lib/quantity.js'
import type { EditionParameters } from '../../policy/rules/edition-parameters.js'
import {
  entryText,
  stepText,
  type Bilingual,
  type EntryReasonCode,
  type StepCode,
  type TextParams,
} from './explanation-texts.js'
import type { StatementContent } from './statement.js'

/** One statement of why, with its ground. Quantities in `params` are decimal text. */
export type Explained<Code> = { code: Code; clause: string; edition: string; params: TextParams; text: Bilingual }

export type ExplainedEntry = {
  entry: LedgerEntry
  counted: Hours
  uncounted: Hours
  reasons: Explained<EntryReasonCode>[]
}

export type Explanation = { entries: ExplainedEntry[]; steps: Explained<StepCode>[] }

type ExplanationParameters = Pick<EditionParameters, 'code' | 'annualHours' | 'credit' | 'clauses'>

/**
 * A statement explains itself (§5.1, §5.3): each entry with why it counts or not, then for each category
 * 1. the hours counted, 2. the rate, 3. the rounding, 4. what remains, 5. the award as a difference,
 * then what it corrects, and the annual minimum met or what is missing.
 *
 * `entries` are those counted up to the end of the statement's semester at its ledger position.
 */
export function explainStatement(
  statement: StatementContent,
  entries: readonly CountedEntry[],
  parameters: ExplanationParameters,
): Explanation {
  return {
    entries: entries.map((counted) => explainEntry(counted, parameters)),
    steps: [
      ...explainCategory('lecture', statement, parameters),
      ...explainCategory('practice', statement, parameters),
      ...statement.corrects.map(({ schoolSourcedId, semester, sequence }) =>
        step(parameters, 'corrects', 'district', { school: schoolSourcedId, semester, sequence }),
      ),
      ...explainMinimum(statement, parameters),
    ],
  }
}

function explainEntry(
  { entry, counted, uncounted, reasons }: CountedEntry,
  parameters: ExplanationParameters,
): ExplainedEntry {
  const explained = reasons.map(({ code, clause, params }) => reason(parameters, code, clause, params))
  if (entry.source === 'outside' && counted > 0) explained.unshift(reason(parameters, 'recognized', 'district', {}))
  if (counted > 0) {
    const params = { hours: formatHours(counted), category: entry.category }
    explained.unshift(reason(parameters, 'counted', parameters.clauses.forms, params))
  }
  return { entry, counted, uncounted, reasons: explained }
}

function explainCategory(
  category: Category,
  statement: StatementContent,
  parameters: ExplanationParameters,
): Explained<StepCode>[] {
  const { clauses, credit } = parameters
  const { hours, entitlement, awardedBefore, award, awardedInTotal, remainder } = statement[category]
  const rate = clauses[`credit.${category}.hoursPerCredit`]
  const figures = {
    category,
    semester: statement.semester,
    hours: formatHours(hours),
    hoursPerCredit: formatHours(credit.hoursPerCredit[category]),
    increment: formatCredits(credit.increment),
    rounding: credit.rounding,
    entitlement: formatCredits(entitlement),
    awardedBefore: formatCredits(awardedBefore),
    award: formatCredits(award),
    awardedInTotal: formatCredits(awardedInTotal),
    remainder: formatHours(remainder),
  }
  return [
    step(parameters, 'hoursCounted', clauses.forms, figures),
    step(parameters, 'creditRate', rate, figures),
    step(parameters, 'creditRounding', clauses['credit.rounding'], figures),
    step(parameters, 'remainder', clauses['credit.rounding'], figures),
    step(parameters, 'award', rate, figures),
  ]
}

function explainMinimum(statement: StatementContent, parameters: ExplanationParameters): Explained<StepCode>[] {
  const { annualHours, clauses } = parameters
  const figures = {
    hours: formatHours(statement.hoursCounted),
    required: formatHours(statement.hoursRequired),
    missing: formatHours(statement.hoursMissing),
    minimum: formatHours(annualHours.minimum),
  }
  const outcome = statement.annualMinimumMet ? 'annualMinimumMet' : 'annualMinimumMissing'
  const steps = [step(parameters, outcome, clauses['annualHours.minimum'], figures)]
  if (statement.hoursRequired !== annualHours.minimum) {
    steps.unshift(step(parameters, 'annualMinimumChanged', clauses['annualHours.obligation'], figures))
  }
  return steps
}

function step(
  { code: edition }: ExplanationParameters,
  code: StepCode,
  clause: string,
  params: TextParams,
): Explained<StepCode> {
  return { code, clause, edition, params, text: stepText(code, params) }
}

function reason(
  { code: edition }: ExplanationParameters,
  code: EntryReasonCode,
  clause: string,
  params: TextParams,
): Explained<EntryReasonCode> {
  return { code, clause, edition, params, text: entryText(code, params) }
}

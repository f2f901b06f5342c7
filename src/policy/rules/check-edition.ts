import { addDays, isAcademicYearCode, isIsoDate, type IsoDate } from '../../lib/calendar.js'
import { RATIO_ONE } from '../../lib/quantity.js'
import { editionParameters, type EditionParameters } from './edition-parameters.js'
import type { PolicyEditionDocument } from '../schema.js'

type EditionReasonCode =
  | 'editionYearUnknown'
  | 'editionDuplicate'
  | 'editionDefaultNotAllowed'
  | 'editionTierUnknown'
  | 'editionNotPositive'
  | 'editionOutOfBounds'
  | 'editionAboveOne'
  | 'editionMinimumOffStep'
  | 'editionRemainderNotExact'
  | 'editionNotFromZero'
  | 'editionNotAscending'
  | 'editionNotDescending'
  | 'editionWeightsNotHundred'
  | 'editionGateUnsupported'
  | 'editionDayUnknown'
  | 'editionSemesterOrder'
  | 'editionSemesterGap'

export type EditionReason = { code: EditionReasonCode; pointer: string; params: Record<string, string | number> }

/**
 * What forbids a policy edition that fits its schema, every reason at once (§2.2, §3.2, §3.3, §4.1, §5.1–5.3).
 * 1. Codes, modules, tiers and titles stand once; what is referred to exists.
 * 2. Steps, rates and maxima are above zero, and credits leave whole hundredths of a class hour over.
 * 3. Years of service begin at zero and rise, and so do their tiers; grades fall; weights make a hundred.
 * 4. The semesters follow one another over the whole year, in ordinary and leap years.
 */
export function checkEdition(document: PolicyEditionDocument): EditionReason[] {
  const parameters = editionParameters(document)
  return [
    ...checkFirstYear(document),
    ...checkNames(document),
    ...checkAmounts(document, parameters),
    ...checkLadders(document),
    ...checkEvaluation(document),
    ...checkSemesters(document),
  ]
}

function checkFirstYear({ firstAcademicYear }: PolicyEditionDocument): EditionReason[] {
  if (isAcademicYearCode(firstAcademicYear)) return []
  return [reason('editionYearUnknown', '/firstAcademicYear', { academicYear: firstAcademicYear })]
}

function checkNames({ forms, modules, tiers, stages, tierRule, evaluation }: PolicyEditionDocument): EditionReason[] {
  const known = new Set(tiers.value.map(({ tier }) => tier))
  const tiersNamed = [
    ...tierRule.value.byServiceYears.map(({ tier }, at) => ({ tier, pointer: `byServiceYears/${at}/tier` })),
    ...tierRule.value.byTitle.map(({ tierAtLeast }, at) => ({
      tier: tierAtLeast,
      pointer: `byTitle/${at}/tierAtLeast`,
    })),
  ]
  return [
    ...checkOnce(forms.value, ({ code }) => code, '/forms/value', 'code'),
    ...checkOnce(modules.value, ({ code }) => code, '/modules/value', 'code'),
    ...checkOnce(tiers.value, ({ tier }) => tier, '/tiers/value', 'tier'),
    ...checkOnce(stages.value, ({ code }) => code, '/stages/value', 'code'),
    ...checkOnce(evaluation.grades.value, ({ code }) => code, '/evaluation/grades/value', 'code'),
    ...checkOnce(tierRule.value.byTitle, ({ title }) => title, '/tierRule/value/byTitle', 'title'),
    ...forms.value.flatMap((form, at) => [
      ...checkOnce(form.categories, (category) => category, `/forms/value/${at}/categories`),
      ...(form.categories.includes(form.defaultCategory)
        ? []
        : [
            reason('editionDefaultNotAllowed', `/forms/value/${at}/defaultCategory`, {
              form: form.code,
              category: form.defaultCategory,
            }),
          ]),
    ]),
    ...tiersNamed
      .filter(({ tier }) => !known.has(tier))
      .map(({ tier, pointer }) => reason('editionTierUnknown', `/tierRule/value/${pointer}`, { tier })),
  ]
}

/** Each further item with the key of an earlier one. */
function checkOnce<T>(
  items: readonly T[],
  keyOf: (item: T) => string | number,
  at: string,
  property?: string,
): EditionReason[] {
  const seen = new Set<string | number>()
  return items.flatMap((item, index) => {
    const key = keyOf(item)
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    return [reason('editionDuplicate', property ? `${at}/${index}/${property}` : `${at}/${index}`, { value: key })]
  })
}

function checkAmounts(document: PolicyEditionDocument, parameters: EditionParameters): EditionReason[] {
  const { annualHours, credit, hours, attendance } = parameters
  const positive: [pointer: string, amount: number | null][] = [
    ['/annualHours/minimum/value', annualHours.minimum],
    ['/credit/lecture/hoursPerCredit/value', credit.hoursPerCredit.lecture],
    ['/credit/practice/hoursPerCredit/value', credit.hoursPerCredit.practice],
    ['/credit/increment/value', credit.increment],
    ['/hours/step/value', hours.step],
    ['/hours/dailyMaximum/value', hours.dailyMaximum],
    ['/hours/onlineMaximum/value', hours.onlineMaximum],
    ['/hours/presenterMaximum/value', hours.presenterMaximum],
    ['/attendance/fullFrom/value', attendance.fullFrom],
  ]
  const reasons = positive
    .filter(([, amount]) => amount === 0)
    .map(([pointer]) => reason('editionNotPositive', pointer))
  const bounded: [pointer: string, amount: number, least: number, most: number, text: string][] = [
    ['/credit/lecture/hoursPerCredit/value', credit.hoursPerCredit.lecture, 50, 100_000, '0.5–1000'],
    ['/credit/practice/hoursPerCredit/value', credit.hoursPerCredit.practice, 50, 100_000, '0.5–1000'],
    ['/credit/increment/value', credit.increment, 1, 10_000, '0.001–10'],
  ]
  // Within these bounds every product of hours and credits stays an exact whole number.
  for (const [pointer, amount, least, most, bounds] of bounded)
    if (amount > 0 && (amount < least || amount > most)) reasons.push(reason('editionOutOfBounds', pointer, { bounds }))
  const fullFrom = document.attendance.fullFrom.value
  if (attendance.fullFrom > RATIO_ONE)
    reasons.push(reason('editionAboveOne', '/attendance/fullFrom/value', { share: fullFrom }))
  if (hours.step > 0 && annualHours.minimum % hours.step !== 0) {
    const params = { minimum: document.annualHours.minimum.value, step: document.hours.step.value }
    reasons.push(reason('editionMinimumOffStep', '/annualHours/minimum/value', params))
  }
  for (const category of ['lecture', 'practice'] as const) {
    if ((credit.increment * credit.hoursPerCredit[category]) % 1000 === 0) continue
    const params = {
      hoursPerCredit: document.credit[category].hoursPerCredit.value,
      increment: document.credit.increment.value,
    }
    reasons.push(reason('editionRemainderNotExact', `/credit/${category}/hoursPerCredit/value`, params))
  }
  return reasons
}

function checkLadders({ tierRule, stages, evaluation }: PolicyEditionDocument): EditionReason[] {
  const { byServiceYears } = tierRule.value
  return [
    ...checkYears(byServiceYears, '/tierRule/value/byServiceYears'),
    ...checkYears(stages.value, '/stages/value'),
    ...pairs(byServiceYears)
      .filter(([before, after]) => after.tier <= before.tier)
      .map(([, , at]) => reason('editionNotAscending', `/tierRule/value/byServiceYears/${at}/tier`)),
    ...pairs(evaluation.grades.value)
      .filter(([before, after]) => after.from >= before.from)
      .map(([, , at]) => reason('editionNotDescending', `/evaluation/grades/value/${at}/from`)),
  ]
}

function checkYears(steps: readonly { fromYears: number }[], at: string): EditionReason[] {
  const first = steps[0]
  return [
    ...(first && first.fromYears !== 0 ? [reason('editionNotFromZero', `${at}/0/fromYears`)] : []),
    ...pairs(steps)
      .filter(([before, after]) => after.fromYears <= before.fromYears)
      .map(([, , index]) => reason('editionNotAscending', `${at}/${index}/fromYears`)),
  ]
}

/** Each item with the one before it, and its own place. */
function pairs<T>(items: readonly T[]): [before: T, after: T, at: number][] {
  return items.slice(1).map((after, index) => [items[index] as T, after, index + 1])
}

function checkEvaluation({ evaluation }: PolicyEditionDocument): EditionReason[] {
  const { process, outcome } = evaluation.weights.value
  const { participation, assignments, discussion } = evaluation.processWeights.value
  const reasons: EditionReason[] = []
  const whole = process + outcome
  const ofProcess = participation + assignments + discussion
  if (whole !== 100) reasons.push(reason('editionWeightsNotHundred', '/evaluation/weights/value', { sum: whole }))
  if (ofProcess !== 100)
    reasons.push(reason('editionWeightsNotHundred', '/evaluation/processWeights/value', { sum: ofProcess }))
  // Credit does not look at grades: an edition that asks for it would promise what is not kept.
  if (evaluation.gatesCredit.value) reasons.push(reason('editionGateUnsupported', '/evaluation/gatesCredit/value'))
  return reasons
}

function checkSemesters({ semesters }: PolicyEditionDocument): EditionReason[] {
  const { first, second } = semesters.value
  const at = '/semesters/value'
  const days: [pointer: string, day: string][] = [
    [`${at}/first/startsOn`, first.startsOn],
    [`${at}/first/endsOn`, first.endsOn],
    [`${at}/second/startsOn`, second.startsOn],
    [`${at}/second/endsOn`, second.endsOn],
  ]
  const unknown = days
    .filter(([, day]) => !isIsoDate(`2025-${day}`))
    .map(([pointer, day]) => reason('editionDayUnknown', pointer, { day }))
  if (unknown.length > 0) return unknown
  // One year with 29 February inside and one without: a gap on that day is a gap.
  const gaps = [2023, 2024].flatMap((year) => checkSequence(semesters.value, year, at))
  return gaps.filter((gap, index) => gaps.findIndex((other) => other.pointer === gap.pointer) === index)
}

type SemesterDays = PolicyEditionDocument['semesters']['value']

function checkSequence({ first, second }: SemesterDays, year: number, at: string): EditionReason[] {
  const dateOf = (day: string): IsoDate => `${day < first.startsOn ? year + 1 : year}-${day}`
  const firstEnd = dateOf(first.endsOn)
  const secondStart = dateOf(second.startsOn)
  const secondEnd = dateOf(second.endsOn)
  if (secondStart <= firstEnd)
    return [reason('editionSemesterOrder', `${at}/second/startsOn`, { day: second.startsOn })]
  if (secondEnd < secondStart) return [reason('editionSemesterOrder', `${at}/second/endsOn`, { day: second.endsOn })]
  const reasons: EditionReason[] = []
  if (addDays(firstEnd, 1) !== secondStart) {
    reasons.push(reason('editionSemesterGap', `${at}/second/startsOn`, { from: first.endsOn, to: second.startsOn }))
  }
  if (addDays(secondEnd, 1) !== `${year + 1}-${first.startsOn}`) {
    reasons.push(reason('editionSemesterGap', `${at}/second/endsOn`, { from: second.endsOn, to: first.startsOn }))
  }
  return reasons
}

function reason(code: EditionReasonCode, pointer: string, params: EditionReason['params'] = {}): EditionReason {
  return { code, pointer, params }
}

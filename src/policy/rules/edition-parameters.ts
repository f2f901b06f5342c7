import { parseCredits, parseHours, parseRatio, type Credits, type Hours, type Ratio } from '../../lib/quantity.js'
import type { Category, PolicyEditionDocument } from '../schema.js'

/**
 * A policy edition as the rules read it: exact numbers instead of decimal text, parsed once. `clauses` holds the ground
 * of each parameter for citation.
 */
export type EditionParameters = {
  code: string
  annualHours: { minimum: Hours; obligation: PolicyEditionDocument['annualHours']['obligation']['value'] }
  credit: {
    hoursPerCredit: Readonly<Record<Category, Hours>>
    increment: Credits
    rounding: PolicyEditionDocument['credit']['rounding']['value']
  }
  hours: {
    step: Hours
    minutesPerClassHour: number
    dailyMaximum: Hours | null
    onlineMaximum: Hours | null
    presenterFactor: Ratio
    presenterMaximum: Hours | null
  }
  attendance: { fullFrom: Ratio }
  forms: PolicyEditionDocument['forms']['value']
  modules: PolicyEditionDocument['modules']['value']
  tiers: PolicyEditionDocument['tiers']['value']
  tierRule: PolicyEditionDocument['tierRule']['value']
  stages: PolicyEditionDocument['stages']['value']
  evaluation: {
    weights: PolicyEditionDocument['evaluation']['weights']['value']
    processWeights: PolicyEditionDocument['evaluation']['processWeights']['value']
    grades: PolicyEditionDocument['evaluation']['grades']['value']
    gatesCredit: boolean
  }
  needs: {
    smallestGroup: number
    sourceWeights: NonNullable<PolicyEditionDocument['needs']>['sourceWeights']['value']
  }
  semesters: PolicyEditionDocument['semesters']['value']
  clauses: ReturnType<typeof clausesOf>
}

/**
 * What holds in an edition without the section `needs`: those that were frozen before it was known stay as they are, and
 * their districts have what they had.
 */
const needsUnsaid: EditionParameters['needs'] = {
  smallestGroup: 5,
  sourceWeights: {
    survey: 1,
    anonymousSurvey: 1,
    interview: 1,
    selfAssessment: 1,
    peerAssessment: 1,
    leaderAssessment: 1,
  },
}

/** The parameters of a document that fits its schema. Throws RangeError on decimal text that does not. */
export function editionParameters(document: PolicyEditionDocument): EditionParameters {
  const { annualHours, credit, hours, attendance, evaluation, needs } = document
  return {
    code: document.code,
    annualHours: { minimum: parseHours(annualHours.minimum.value), obligation: annualHours.obligation.value },
    credit: {
      hoursPerCredit: {
        lecture: parseHours(credit.lecture.hoursPerCredit.value),
        practice: parseHours(credit.practice.hoursPerCredit.value),
      },
      increment: parseCredits(credit.increment.value),
      rounding: credit.rounding.value,
    },
    hours: {
      step: parseHours(hours.step.value),
      minutesPerClassHour: hours.minutesPerClassHour.value,
      dailyMaximum: maximumOf(hours.dailyMaximum.value),
      onlineMaximum: maximumOf(hours.onlineMaximum.value),
      presenterFactor: parseRatio(hours.presenterFactor.value),
      presenterMaximum: maximumOf(hours.presenterMaximum.value),
    },
    attendance: { fullFrom: parseRatio(attendance.fullFrom.value) },
    forms: document.forms.value,
    modules: document.modules.value,
    tiers: document.tiers.value,
    tierRule: document.tierRule.value,
    stages: document.stages.value,
    evaluation: {
      weights: evaluation.weights.value,
      processWeights: evaluation.processWeights.value,
      grades: evaluation.grades.value,
      gatesCredit: evaluation.gatesCredit.value,
    },
    needs: needs ? { smallestGroup: needs.smallestGroup.value, sourceWeights: needs.sourceWeights.value } : needsUnsaid,
    semesters: document.semesters.value,
    clauses: clausesOf(document),
  }
}

function maximumOf(text: string | null): Hours | null {
  return text === null ? null : parseHours(text)
}

function clausesOf(document: PolicyEditionDocument) {
  const { annualHours, credit, hours, attendance, forms, modules, tiers, tierRule, stages } = document
  return {
    'annualHours.minimum': annualHours.minimum.clause,
    'annualHours.obligation': annualHours.obligation.clause,
    'credit.lecture.hoursPerCredit': credit.lecture.hoursPerCredit.clause,
    'credit.practice.hoursPerCredit': credit.practice.hoursPerCredit.clause,
    'credit.increment': credit.increment.clause,
    'credit.rounding': credit.rounding.clause,
    'hours.minutesPerClassHour': hours.minutesPerClassHour.clause,
    'hours.dailyMaximum': hours.dailyMaximum.clause,
    'hours.onlineMaximum': hours.onlineMaximum.clause,
    'hours.presenterFactor': hours.presenterFactor.clause,
    'hours.presenterMaximum': hours.presenterMaximum.clause,
    'attendance.fullFrom': attendance.fullFrom.clause,
    forms: forms.clause,
    modules: modules.clause,
    tiers: tiers.clause,
    tierRule: tierRule.clause,
    stages: stages.clause,
  }
}

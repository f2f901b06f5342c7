import { formatHours } from '../../lib/quantity.js'
import type { ForecastDecision } from './forecast.js'

/** §5.1: what a forecast means, in both languages. */
export function forecastText(decision: ForecastDecision): { en: string; zh: string } {
  const missing = formatHours(decision.missing)
  switch (decision.state) {
    case 'met':
      return { en: 'The annual minimum is met.', zh: '已达到学年课时要求。' }
    case 'onTrack':
      return {
        en: `${missing} class hours are missing; the sessions registered for suffice.`,
        zh: `尚缺 ${missing} 课时，已报名的场次足够。`,
      }
    case 'atRisk':
      return {
        en: `${missing} class hours are missing, ${formatHours(decision.expected)} are expected: more sessions have to be registered for, by ${decision.lastDateToRecover} at the latest.`,
        zh: `尚缺 ${missing} 课时，已报名的场次可得 ${formatHours(decision.expected)} 课时，最迟须于 ${decision.lastDateToRecover} 起参加更多可报名的场次。`,
      }
    case 'impossible': {
      const rest = restText(decision)
      return {
        en: `${missing} class hours are missing and ${formatHours(decision.reachable)} can still be had: ${rest.en}.`,
        zh: `尚缺 ${missing} 课时，最多还可得 ${formatHours(decision.reachable)} 课时，${rest.zh}。`,
      }
    }
  }
}

function restText({ over, toSchedule }: ForecastDecision): { en: string; zh: string } {
  switch (over) {
    case 'year':
      return { en: 'the academic year is over', zh: '学年已结束' }
    case 'duty':
      return { en: 'no homeroom duty is left in the year', zh: '本学年已不再担任班主任' }
    case null:
      return {
        en: `the school must schedule ${formatHours(toSchedule)} more`,
        zh: `学校须再安排 ${formatHours(toSchedule)} 课时`,
      }
  }
}

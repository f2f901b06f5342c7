import type { Reason } from '../errors.js'
import { shanghaiDate } from '../lib/calendar.js'
import { parseHours } from '../lib/quantity.js'
import type { Basis } from '../roster/load-basis.js'
import { checkSession } from './rules/check-session.js'
import { segmentCategory } from './rules/segment-category.js'
import type { NewSession } from './schema.js'
import type { NewSessionRow } from './write.js'

type Plan =
  { ok: true; session: Omit<NewSessionRow, 'districtId' | 'id' | 'activityId'> } | { ok: false; reasons: Reason[] }

/** A session as it will stand, its date and semester worked out and each segment's category settled; or every reason against it. */
export function planSession(session: NewSession, { year, parameters }: Basis, at: string): Plan {
  const segments = session.segments.map((segment) => ({ ...segment, hours: parseHours(segment.hours) }))
  const reasons = checkSession(
    { ...session, segments },
    { ...parameters.hours, forms: parameters.forms, modules: parameters.modules },
    year,
    at,
  )
  if (reasons.length > 0) return { ok: false, reasons }
  const date = shanghaiDate(session.startsAt)
  const semester = year.semesters.find(({ startsOn, endsOn }) => startsOn <= date && date <= endsOn)!
  return {
    ok: true,
    session: {
      startsAt: session.startsAt,
      endsAt: session.endsAt,
      date,
      semester: semester.number,
      delivery: session.delivery ?? 'onSite',
      location: session.location ?? null,
      segments: session.segments.map((segment, index) => ({
        number: index + 1,
        form: segment.form,
        category: segmentCategory(segment, parameters.forms)!,
        module: segment.module ?? null,
        hours: segment.hours,
      })),
    },
  }
}

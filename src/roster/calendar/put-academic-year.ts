import type { Actor } from '../../access/schema.js'
import type { Database } from '../../db/database.js'
import type { Principal } from '../../db/idempotency.js'
import { transact } from '../../db/transact.js'
import { Refusal, refused } from '../../errors.js'
import { requireVersionOfPut, type Condition } from '../../lib/versions.js'
import { findEditionInForce } from '../../policy/read.js'
import { holdCalendar, findOverlappingYears, lockAcademicYear, yearHasHours } from './read.js'
import { checkAcademicYear, checkHolidays, datesOfAcademicYear } from '../rules/academic-year-dates.js'
import type { AcademicYear, AcademicYearContent, Holiday, PutOutcome } from '../schema.js'
import { upsertAcademicYear } from '../write.js'

/** Creates or changes an academic year. Semester dates left out come from the edition in force; once hours are entered they stand. */
export async function putAcademicYear(
  db: Database,
  {
    actor,
    condition,
    code,
    content,
  }: { actor: Actor & Principal; condition: Condition; code: string; content: AcademicYearContent },
): Promise<{ outcome: PutOutcome; data: AcademicYear }> {
  const { districtId } = actor
  return transact(db, actor, async (tx) => {
    const edition = await findEditionInForce(tx, districtId, code)
    if (!edition) throw new Refusal('noPolicyEdition', { academicYear: code })
    const dates = datesOfAcademicYear(code, content, edition.document)
    if (!dates) throw refused([{ code: 'academicYearDates', pointer: '', params: { academicYear: code } }])
    const refusals = [...checkAcademicYear(code, dates), ...checkHolidays(content.holidays ?? [], dates)]
    if (refusals.length > 0) throw refused(refusals)
    await holdCalendar(tx, districtId)
    const others = await findOverlappingYears(tx, districtId, {
      code,
      startsOn: dates.first.startsOn,
      endsOn: dates.second.endsOn,
    })
    if (others.length > 0) throw new Refusal('academicYearOverlaps', { academicYear: code, others: others.join(', ') })
    const known = await lockAcademicYear(tx, districtId, code)
    const holidays = content.holidays?.toSorted((a, b) => (a.from < b.from ? -1 : 1)) ?? known?.holidays ?? []
    const sameDates = known !== null && isSame(known.semesters.map(datesOf), [dates.first, dates.second].map(datesOf))
    const same = sameDates && isSame(known.holidays.map(daysOf), holidays.map(daysOf))
    const outcome = !known ? 'created' : same ? 'unchanged' : 'updated'
    requireVersionOfPut(outcome, condition, known)
    if (known && !sameDates && (await yearHasHours(tx, districtId, code)))
      throw new Refusal('academicYearHasHours', { academicYear: code })
    const outside = sameDates || content.holidays ? [] : checkHolidays(holidays, dates)
    if (outside.length > 0) throw refused(outside)
    if (outcome !== 'unchanged') await upsertAcademicYear(tx, { districtId, code, ...dates, holidays })
    return { outcome, data: (await lockAcademicYear(tx, districtId, code))! }
  })
}

const datesOf = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }) => [startsOn, endsOn]
const daysOf = ({ name, from, to }: Holiday) => [name, from, to]

function isSame(a: readonly string[][], b: readonly string[][]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

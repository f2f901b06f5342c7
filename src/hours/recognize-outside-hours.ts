import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { Refusal, refused, type Reason } from '../errors.js'
import { shanghaiDate, shanghaiInstant } from '../lib/calendar.js'
import { newId } from '../lib/ids.js'
import { parseHours } from '../lib/quantity.js'
import { findEditionInForce } from '../policy/read.js'
import { editionParameters } from '../policy/rules/edition-parameters.js'
import { findExistingTeachers } from '../roster/read.js'
import { findSemesterOf, holdAcademicYear } from '../roster/calendar/read.js'
import { findSchoolOnDate } from '../roster/duties/read.js'
import { findPriorOutside, toHourEntry } from './read.js'
import { checkOutsideHours } from './rules/check-outside-hours.js'
import { signedHours } from './rules/ledger-entry.js'
import type { HourEntry, OutsideHours } from './schema.js'
import { insertEntries, lockLedgers } from './write.js'

/** Recognises training held elsewhere, with its evidence, as an entry of its own source. */
export async function recognizeOutsideHours(
  db: Database,
  { actor, now, outside }: { actor: Actor & Principal; now: Date; outside: OutsideHours },
): Promise<HourEntry> {
  return transact(db, actor, (tx) => enterOutsideHours(tx, { actor, now, outside }))
}

/** The same within a transaction that is already open, as imports need it. */
export async function enterOutsideHours(
  tx: Tx,
  { actor, now, outside }: { actor: Actor; now: Date; outside: OutsideHours },
): Promise<HourEntry> {
  const { districtId } = actor
  const { teacherId, title, date, category, issuer, evidence, module = null } = outside
  const seen = await findExistingTeachers(tx, actor, [teacherId])
  if (!seen.has(teacherId))
    throw refused([{ code: 'unknownTeacher', pointer: '/teacherId', params: { sourcedId: teacherId } }])
  const planned = await findSemesterOf(tx, districtId, date)
  if (planned) await holdAcademicYear(tx, districtId, planned.academicYear)
  const semester = planned && (await findSemesterOf(tx, districtId, date))
  if (!semester) throw refused([{ code: 'dateOutsideCalendar', pointer: '/date', params: { date } }])
  const edition = await findEditionInForce(tx, districtId, semester.academicYear)
  if (!edition) throw new Refusal('noPolicyEdition', { academicYear: semester.academicYear })
  const hours = parseHours(outside.hours)
  const parameters = editionParameters(edition.document)
  const policy = { step: parameters.hours.step, modules: parameters.modules }
  const reasons: Reason[] = checkOutsideHours({ hours, module }, policy)
  const schoolId = await findSchoolOnDate(tx, districtId, teacherId, date, actor.schoolId)
  if (!schoolId) reasons.push({ code: 'noDutyOnDate', pointer: '/date', params: { date } })
  if (date > shanghaiDate(now)) reasons.push({ code: 'dateInFuture', pointer: '/date', params: { date } })
  if (!schoolId || reasons.length > 0) throw refused(reasons)

  const positions = await lockLedgers(tx, districtId, [teacherId])
  const prior = await findPriorOutside(tx, districtId, { teacherId, date, title, category })
  if (prior.open) throw new Refusal('outsideHoursExist', { title, date })
  const entry = {
    teacherId,
    number: positions.get(teacherId)! + 1,
    id: newId(),
    kind: 'earned' as const,
    target: null,
    category,
    form: null,
    module,
    role: 'participant' as const,
    delivery: 'onSite' as const,
    hours,
    countedHours: signedHours({ kind: 'earned', hours }),
    date,
    academicYear: semester.academicYear,
    semester: semester.number,
    schoolId,
    source: 'outside' as const,
    title,
    sessionId: null,
    segment: null,
    revision: prior.times,
    startsAt: null,
    endsAt: null,
    recordedAt: shanghaiInstant(now),
    knownAt: shanghaiInstant(now),
    policyEditionId: edition.id,
    enteredBy: actor.clientId,
    reason: null,
    issuer,
    evidence,
  }
  await insertEntries(tx, districtId, [entry])
  return toHourEntry({ districtId, ...entry })
}

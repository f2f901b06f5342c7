import type { Actor } from '../access/schema.js'
import type { Database, Tx } from '../db/database.js'
import type { Principal } from '../db/idempotency.js'
import { transact } from '../db/transact.js'
import { refused, type Reason } from '../errors.js'
import { shanghaiDate, shanghaiInstant } from '../lib/calendar.js'
import { newId } from '../lib/ids.js'
import { parseHours } from '../lib/quantity.js'
import { findEditionInForce } from '../policy/read.js'
import { editionParameters, type EditionParameters } from '../policy/rules/edition-parameters.js'
import { findExistingTeachers } from '../roster/read.js'
import { findSemestersOf, holdAcademicYear } from '../roster/calendar/read.js'
import { findSchoolsOnDates } from '../roster/duties/read.js'
import type { Semester } from '../roster/schema.js'
import { findPriorOutside, toHourEntry, type PriorOutside } from './read.js'
import { checkOutsideHours } from './rules/check-outside-hours.js'
import { signedHours } from './rules/ledger-entry.js'
import type { HourEntry, OutsideHours } from './schema.js'
import { insertEntries, lockLedgers, type NumberedEntry } from './write.js'

/** Recognises training held elsewhere, with its evidence, as an entry of its own source. */
export async function recognizeOutsideHours(
  db: Database,
  { actor, now, outside }: { actor: Actor & Principal; now: Date; outside: OutsideHours },
): Promise<HourEntry> {
  return transact(db, actor, async (tx) => {
    const [outcome] = await enterOutsideHours(tx, { actor, now, items: [outside] })
    if (!outcome!.ok) throw refused(outcome!.reasons)
    return outcome!.entry
  })
}

/** `known` is what stands, or stood, under the same teacher, date, title and category, as far as the client may see it. */
export type OutsideOutcome =
  { ok: true; entry: HourEntry } | { ok: false; reasons: Reason[]; known: PriorOutside | null }

/**
 * Recognises many at once, in a handful of statements: each item is entered, or answered with every reason against it.
 * The items differ in teacher, date, title or category. What was reversed may be entered again, unless `once` says that
 * its reversal stands (`outsideHoursReversed`).
 */
export async function enterOutsideHours(
  tx: Tx,
  { actor, now, items, once = false }: { actor: Actor; now: Date; items: readonly OutsideHours[]; once?: boolean },
): Promise<OutsideOutcome[]> {
  const { districtId } = actor
  const facts = await loadFacts(tx, actor, items)
  const planned = items.map((item, at) => planEntry(item, facts.schoolIds[at] ?? null, facts, { actor, now }))
  const positions = await lockLedgers(
    tx,
    districtId,
    planned.flatMap((plan) => (plan.ok ? [plan.entry.teacherId] : [])),
  )
  const priors = await findPriorOutside(tx, actor, items)
  const outcomes = planned.map((plan, at): { ok: true; entry: NumberedEntry } | (OutsideOutcome & { ok: false }) => {
    const { teacherId, title, date } = items[at]!
    if (!facts.seen.has(teacherId)) return { ok: false, reasons: plan.ok ? [] : plan.reasons, known: null }
    const known = priors[at] ?? null
    if (known?.open) return { ok: false, reasons: [{ code: 'outsideHoursExist', params: { title, date } }], known }
    if (known && once) return { ok: false, reasons: [{ code: 'outsideHoursReversed' }], known }
    if (!plan.ok) return { ok: false, reasons: plan.reasons, known }
    const number = positions.get(teacherId)! + 1
    positions.set(teacherId, number)
    return { ok: true, entry: { ...plan.entry, number, revision: known?.times ?? 0 } }
  })
  await insertEntries(
    tx,
    districtId,
    outcomes.flatMap((outcome) => (outcome.ok ? [outcome.entry] : [])),
  )
  return outcomes.map((outcome) =>
    outcome.ok ? { ok: true, entry: toHourEntry({ districtId, ...outcome.entry }) } : outcome,
  )
}

type Edition = { id: string; parameters: EditionParameters }
type Facts = {
  seen: ReadonlySet<string>
  semesters: ReadonlyMap<string, Semester>
  editions: ReadonlyMap<string, Edition>
  /** At which school each item's teacher is on duty on its date. */
  schoolIds: readonly (string | null)[]
}

/** What the items rest on. Their academic years are held, so that the calendar stays as it is until they are entered. */
async function loadFacts(tx: Tx, actor: Actor, items: readonly OutsideHours[]): Promise<Facts> {
  const { districtId } = actor
  const seen = await findExistingTeachers(
    tx,
    actor,
    items.map(({ teacherId }) => teacherId),
  )
  const dates = [...new Set(items.map(({ date }) => date))]
  for (const year of yearsOf(await findSemestersOf(tx, districtId, dates))) await holdAcademicYear(tx, districtId, year)
  const semesters = await findSemestersOf(tx, districtId, dates)
  const editions = new Map<string, Edition>()
  for (const year of yearsOf(semesters)) {
    const edition = await findEditionInForce(tx, districtId, year)
    if (edition) editions.set(year, { id: edition.id, parameters: editionParameters(edition.document) })
  }
  return { seen, semesters, editions, schoolIds: await findSchoolsOnDates(tx, actor, items) }
}

function yearsOf(semesters: ReadonlyMap<string, Semester>): string[] {
  return [...new Set([...semesters.values()].map(({ academicYear }) => academicYear))].sort()
}

type Plan = { ok: true; entry: NumberedEntry } | { ok: false; reasons: Reason[] }

/** The entry that an item makes, its number left open, or every reason against it. */
function planEntry(
  outside: OutsideHours,
  schoolId: string | null,
  { seen, semesters, editions }: Facts,
  { actor, now }: { actor: Actor; now: Date },
): Plan {
  const { teacherId, title, date, category, issuer, evidence, module = null } = outside
  const no = (...reasons: Reason[]): Plan => ({ ok: false, reasons })
  if (!seen.has(teacherId))
    return no({ code: 'unknownTeacher', pointer: '/teacherId', params: { sourcedId: teacherId } })
  const semester = semesters.get(date)
  if (!semester) return no({ code: 'dateOutsideCalendar', pointer: '/date', params: { date } })
  const { academicYear } = semester
  const edition = editions.get(academicYear)
  if (!edition) return no({ code: 'noPolicyEdition', params: { academicYear } })
  const hours = parseHours(outside.hours)
  const policy = { step: edition.parameters.hours.step, modules: edition.parameters.modules }
  const reasons: Reason[] = checkOutsideHours({ hours, module }, policy)
  if (!schoolId) reasons.push({ code: 'noDutyOnDate', pointer: '/date', params: { date } })
  if (date > shanghaiDate(now)) reasons.push({ code: 'dateInFuture', pointer: '/date', params: { date } })
  if (!schoolId || reasons.length > 0) return no(...reasons)
  return {
    ok: true,
    entry: {
      teacherId,
      number: 0,
      id: newId(),
      kind: 'earned',
      target: null,
      category,
      form: null,
      module,
      role: 'participant',
      delivery: 'onSite',
      hours,
      countedHours: signedHours({ kind: 'earned', hours }),
      date,
      academicYear,
      semester: semester.number,
      schoolId,
      source: 'outside',
      title,
      sessionId: null,
      segment: null,
      revision: 0,
      startsAt: null,
      endsAt: null,
      recordedAt: shanghaiInstant(now),
      knownAt: shanghaiInstant(now),
      policyEditionId: edition.id,
      enteredBy: actor.clientId,
      reason: null,
      issuer,
      evidence,
    },
  }
}

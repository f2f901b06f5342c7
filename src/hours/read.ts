import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Scope } from '../access/schema.js'
import { instantFromDriver } from '../db/columns.js'
import type { Tx } from '../db/database.js'
import { decodeCursor, pageFrom } from '../lib/cursor.js'
import { formatHours, type Hours } from '../lib/quantity.js'
import { homeroomDuties } from '../roster/tables.js'
import type { HourEntry, HourEntryKind, ParticipationRole } from './schema.js'
import { hourEntries } from './tables.js'

export type HourEntryRow = typeof hourEntries.$inferSelect

export function toHourEntry({
  districtId: _,
  hours,
  countedHours: __,
  revision: ___,
  ...row
}: HourEntryRow): HourEntry {
  return { ...row, hours: formatHours(hours) }
}

/** A school sees what was earned there, and its teachers' hours up to the day on which they leave it. */
const isSeen = (scope: Scope) =>
  and(
    eq(hourEntries.districtId, scope.districtId),
    scope.teacherId ? eq(hourEntries.teacherId, scope.teacherId) : undefined,
    scope.schoolId
      ? sql`(${hourEntries.schoolId} = ${scope.schoolId} or exists (
          select 1 from ${homeroomDuties} where ${homeroomDuties.districtId} = ${hourEntries.districtId}
            and ${homeroomDuties.teacherId} = ${hourEntries.teacherId} and ${homeroomDuties.schoolId} = ${scope.schoolId}
            and (${homeroomDuties.endsOn} is null or ${homeroomDuties.endsOn} >= ${hourEntries.date})))`
      : undefined,
  )

export async function findHourEntry(tx: Tx, scope: Scope, id: string): Promise<HourEntryRow | null> {
  const rows = await tx
    .select()
    .from(hourEntries)
    .where(and(isSeen(scope), eq(hourEntries.id, id)))
  return rows[0] ?? null
}

export async function listHourEntries(
  tx: Tx,
  scope: Scope,
  filters: {
    teacherId?: string | undefined
    academicYear?: string | undefined
    semester?: 1 | 2 | undefined
    sessionId?: string | undefined
    kind?: HourEntryKind | undefined
    unresolved?: boolean | undefined
    limit: number
    cursor?: string | undefined
  },
): Promise<{ data: HourEntry[]; nextCursor: string | null }> {
  const after = decodeCursor('listHourEntries', filters.cursor, ['uuid', 'number'])
  const rows = await tx
    .select()
    .from(hourEntries)
    .where(
      and(
        isSeen(scope),
        filters.teacherId ? eq(hourEntries.teacherId, filters.teacherId) : undefined,
        filters.academicYear ? eq(hourEntries.academicYear, filters.academicYear) : undefined,
        filters.semester ? eq(hourEntries.semester, filters.semester) : undefined,
        filters.sessionId ? eq(hourEntries.sessionId, filters.sessionId) : undefined,
        filters.kind ? eq(hourEntries.kind, filters.kind) : undefined,
        filters.unresolved
          ? sql`${hourEntries.kind} = 'held' and not exists (
          select 1 from hour_entries as closing where closing.district_id = ${hourEntries.districtId}
            and closing.teacher_id = ${hourEntries.teacherId} and closing.target = ${hourEntries.number}
            and closing.kind in ('release', 'dismissal'))`
          : undefined,
        after
          ? sql`(${hourEntries.teacherId}, ${hourEntries.number}) > (${after[0]}::uuid, ${after[1]}::int)`
          : undefined,
      ),
    )
    .orderBy(asc(hourEntries.teacherId), asc(hourEntries.number))
    .limit(filters.limit + 1)
  return pageFrom('listHourEntries', rows, filters.limit, (row) => [row.teacherId, row.number], toHourEntry)
}

/** One teacher's ledger of an academic year, in its order, up to a position (all of it when none is given). */
export async function findLedger(
  tx: Tx,
  districtId: string,
  teacherId: string,
  academicYear: string,
  throughPosition: number | null,
): Promise<HourEntryRow[]> {
  return tx
    .select()
    .from(hourEntries)
    .where(
      and(
        eq(hourEntries.districtId, districtId),
        eq(hourEntries.teacherId, teacherId),
        eq(hourEntries.academicYear, academicYear),
        throughPosition === null ? undefined : sql`${hourEntries.number} <= ${throughPosition}`,
      ),
    )
    .orderBy(hourEntries.number)
}

export type CountingInterval = {
  teacherId: string
  number: number
  sessionId: string
  startsAt: string
  endsAt: string
}

/** What counts now of these teachers' sessions between two instants: earned or released, and not reversed. */
export async function findCountingIntervals(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
  from: string,
  to: string,
): Promise<CountingInterval[]> {
  const { rows } = await tx.execute<CountingInterval>(sql`
    select teacher_id as "teacherId", number, session_id as "sessionId", starts_at as "startsAt", ends_at as "endsAt"
    from hour_entries as entry
    where district_id = ${districtId} and teacher_id = any(${sql.param([...teacherIds])}::uuid[])
      and session_id is not null and kind in ('earned', 'release')
      and starts_at < ${to}::timestamptz and ends_at > ${from}::timestamptz
      and not exists (
        select 1 from hour_entries as reversal
        where reversal.district_id = entry.district_id and reversal.teacher_id = entry.teacher_id
          and reversal.target = entry.number and reversal.kind = 'reversal')`)
  return rows.map((row) => ({
    ...row,
    startsAt: instantFromDriver(row.startsAt),
    endsAt: instantFromDriver(row.endsAt),
  }))
}

export type PriorEntry = {
  teacherId: string
  sessionId: string
  segment: number
  role: ParticipationRole
  times: number
  open: boolean
}

/** How often hours were entered before for these teachers' segments, and whether one of them still stands. */
export async function findPriorEntries(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
  sessionIds: readonly string[],
): Promise<PriorEntry[]> {
  if (sessionIds.length === 0) return []
  const { rows } = await tx.execute<PriorEntry>(sql`
    select entry.teacher_id as "teacherId", entry.session_id as "sessionId", entry.segment, entry.role,
      count(*)::int as times,
      bool_or(case entry.kind
        when 'earned' then reversal.number is null
        else closing.number is null or (closing.kind = 'release' and reversal_of_release.number is null)
      end) as open
    from hour_entries as entry
    left join hour_entries as reversal on reversal.district_id = entry.district_id and reversal.teacher_id = entry.teacher_id
      and reversal.target = entry.number and reversal.kind = 'reversal'
    left join hour_entries as closing on closing.district_id = entry.district_id and closing.teacher_id = entry.teacher_id
      and closing.target = entry.number and closing.kind in ('release', 'dismissal')
    left join hour_entries as reversal_of_release on reversal_of_release.district_id = entry.district_id
      and reversal_of_release.teacher_id = entry.teacher_id
      and reversal_of_release.target = closing.number and reversal_of_release.kind = 'reversal'
    where entry.district_id = ${districtId} and entry.teacher_id = any(${sql.param([...teacherIds])}::uuid[])
      and entry.session_id = any(${sql.param([...sessionIds])}::uuid[]) and entry.kind in ('earned', 'held')
    group by entry.teacher_id, entry.session_id, entry.segment, entry.role`)
  return rows
}

export type OutsideKey = { teacherId: string; date: string; title: string; category: string }

/** What was last recognised under a key, how often it was, and whether it still stands. */
export type PriorOutside = {
  times: number
  open: boolean
  hours: Hours
  issuer: string | null
  evidence: string | null
}

/** For each key the outside hours recognised under it before, as far as the client sees them; null where there are none. */
export async function findPriorOutside(
  tx: Tx,
  scope: Scope,
  keys: readonly OutsideKey[],
): Promise<(PriorOutside | null)[]> {
  if (keys.length === 0) return []
  const column = (name: keyof OutsideKey) => sql.param(keys.map((key) => key[name]))
  const { rows } = await tx.execute<PriorOutside & { at: number }>(sql`
    select distinct on (given.at) given.at::int, ${hourEntries.hours}, ${hourEntries.issuer}, ${hourEntries.evidence},
      (count(*) over of_key)::int as times, bool_or(reversal.number is null) over of_key as open
    from unnest(
      ${column('teacherId')}::uuid[], ${column('date')}::date[], ${column('title')}::text[], ${column('category')}::text[]
    ) with ordinality as given (teacher_id, date, title, category, at)
    join hour_entries on ${isSeen(scope)} and ${hourEntries.teacherId} = given.teacher_id
      and ${hourEntries.date} = given.date and ${hourEntries.title} = given.title and ${hourEntries.category} = given.category
      and ${hourEntries.kind} = 'earned' and ${hourEntries.source} = 'outside'
    left join hour_entries as reversal on reversal.district_id = ${hourEntries.districtId}
      and reversal.teacher_id = ${hourEntries.teacherId}
      and reversal.target = ${hourEntries.number} and reversal.kind = 'reversal'
    window of_key as (partition by given.at)
    order by given.at, ${hourEntries.revision} desc`)
  const found = new Map(rows.map(({ at, ...row }) => [at, row]))
  return keys.map((_, at) => found.get(at + 1) ?? null)
}

/** The entry that closes another: its reversal, release or dismissal. */
export async function findClosing(
  tx: Tx,
  districtId: string,
  teacherId: string,
  target: number,
  kinds: readonly HourEntryKind[],
): Promise<number | null> {
  const rows = await tx
    .select({ number: hourEntries.number })
    .from(hourEntries)
    .where(
      and(
        eq(hourEntries.districtId, districtId),
        eq(hourEntries.teacherId, teacherId),
        eq(hourEntries.target, target),
        inArray(hourEntries.kind, [...kinds]),
      ),
    )
  return rows[0]?.number ?? null
}

export async function findEntriesByNumber(
  tx: Tx,
  districtId: string,
  teacherId: string,
  numbers: readonly number[],
): Promise<HourEntryRow[]> {
  if (numbers.length === 0) return []
  return tx
    .select()
    .from(hourEntries)
    .where(
      and(
        eq(hourEntries.districtId, districtId),
        eq(hourEntries.teacherId, teacherId),
        inArray(hourEntries.number, [...numbers]),
      ),
    )
    .orderBy(hourEntries.number)
}

/** What was entered after a position: the answer to a write. */
export async function findEntriesAfter(
  tx: Tx,
  districtId: string,
  teacherId: string,
  position: number,
): Promise<HourEntryRow[]> {
  return tx
    .select()
    .from(hourEntries)
    .where(
      and(
        eq(hourEntries.districtId, districtId),
        eq(hourEntries.teacherId, teacherId),
        gt(hourEntries.number, position),
      ),
    )
    .orderBy(hourEntries.number)
}

/** The ledgers of many teachers in an academic year, each in its own order. */
export async function findLedgers(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
  academicYear: string,
): Promise<Map<string, HourEntryRow[]>> {
  const rows = await tx
    .select()
    .from(hourEntries)
    .where(
      and(
        eq(hourEntries.districtId, districtId),
        eq(hourEntries.academicYear, academicYear),
        sql`${hourEntries.teacherId} = any(${sql.param([...teacherIds])}::uuid[])`,
      ),
    )
    .orderBy(hourEntries.teacherId, hourEntries.number)
  const ledgers = new Map<string, HourEntryRow[]>()
  for (const row of rows) {
    const ledger = ledgers.get(row.teacherId)
    if (ledger) ledger.push(row)
    else ledgers.set(row.teacherId, [row])
  }
  return ledgers
}

export type LedgerSums = {
  teacherId: string
  sourcedId: string
  name: string
  position: number
  schoolId: string | null
  schoolSourcedId: string | null
  lecture1: Hours
  practice1: Hours
  lecture2: Hours
  practice2: Hours
}

/**
 * The signed hours of an academic year by teacher and earning school, with how far each ledger reaches: one statement,
 * so that the sums and the positions are of one moment. A teacher without entries has one row without a school.
 */
export async function sumLedgers(
  tx: Tx,
  districtId: string,
  teacherIds: readonly string[],
  academicYear: string,
): Promise<LedgerSums[]> {
  const { rows } = await tx.execute<LedgerSums>(sql`
    with sums as (
      select teacher_id, school_id,
        coalesce(sum(counted_hours) filter (where semester = 1 and category = 'lecture'), 0)::int as lecture1,
        coalesce(sum(counted_hours) filter (where semester = 1 and category = 'practice'), 0)::int as practice1,
        coalesce(sum(counted_hours) filter (where semester = 2 and category = 'lecture'), 0)::int as lecture2,
        coalesce(sum(counted_hours) filter (where semester = 2 and category = 'practice'), 0)::int as practice2
      from hour_entries
      where district_id = ${districtId} and academic_year = ${academicYear}
        and teacher_id = any(${sql.param([...teacherIds])}::uuid[])
      group by teacher_id, school_id
    )
    select teacher.id as "teacherId", teacher.sourced_id as "sourcedId", teacher.name, coalesce(ledger.position, 0) as position,
      sums.school_id as "schoolId", school.sourced_id as "schoolSourcedId",
      coalesce(lecture1, 0) as lecture1, coalesce(practice1, 0) as practice1,
      coalesce(lecture2, 0) as lecture2, coalesce(practice2, 0) as practice2
    from teachers as teacher
    left join ledger_positions as ledger on ledger.district_id = teacher.district_id and ledger.teacher_id = teacher.id
    left join sums on sums.teacher_id = teacher.id
    left join schools as school on school.district_id = teacher.district_id and school.id = sums.school_id
    where teacher.district_id = ${districtId} and teacher.id = any(${sql.param([...teacherIds])}::uuid[])`)
  return rows
}

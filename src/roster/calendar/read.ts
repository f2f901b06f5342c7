import { and, asc, desc, eq, gte, inArray, lt, lte, ne, sql } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { maxDate, minDate } from '../../lib/calendar.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import type { AcademicYear, Holiday, Semester } from '../schema.js'
import { academicYears, holidays, semesters } from '../tables.js'

type Page<T> = { data: T[]; nextCursor: string | null }
type PageRequest = { limit: number; cursor?: string | undefined }

const toSemester = ({ academicYear, number, startsOn, endsOn }: typeof semesters.$inferSelect): Semester => ({
  code: `${academicYear}-${number}`,
  academicYear,
  number,
  startsOn,
  endsOn,
})

export async function listSemesters(
  tx: Tx,
  districtId: string,
  { academicYear, limit, cursor }: PageRequest & { academicYear?: string | undefined },
): Promise<Page<Semester>> {
  const after = decodeCursor('listSemesters', cursor, ['string', 'smallNumber'])
  const rows = await tx
    .select()
    .from(semesters)
    .where(
      and(
        eq(semesters.districtId, districtId),
        academicYear ? eq(semesters.academicYear, academicYear) : undefined,
        after ? sql`(${semesters.academicYear}, ${semesters.number}) > (${after[0]}, ${after[1]})` : undefined,
      ),
    )
    .orderBy(asc(semesters.academicYear), asc(semesters.number))
    .limit(limit + 1)
  return pageFrom('listSemesters', rows, limit, (row) => [row.academicYear, row.number], toSemester)
}

export async function listAcademicYears(
  tx: Tx,
  districtId: string,
  { limit, cursor }: PageRequest,
): Promise<Page<AcademicYear>> {
  const after = decodeCursor('listAcademicYears', cursor, ['string'])
  const years = await tx
    .select()
    .from(academicYears)
    .where(and(eq(academicYears.districtId, districtId), after ? lt(academicYears.code, String(after[0])) : undefined))
    .orderBy(desc(academicYears.code))
    .limit(limit + 1)
  const parts = await partsOf(
    tx,
    districtId,
    years.map(({ code }) => code),
  )
  return pageFrom(
    'listAcademicYears',
    years,
    limit,
    (row) => [row.code],
    (row) => withParts(row, parts),
  )
}

export async function findAcademicYear(tx: Tx, districtId: string, code: string): Promise<AcademicYear | null> {
  const years = await tx
    .select()
    .from(academicYears)
    .where(and(eq(academicYears.districtId, districtId), eq(academicYears.code, code)))
  return years[0] ? withParts(years[0], await partsOf(tx, districtId, [code])) : null
}

/** The academic year as a put meets it, locked so that its version cannot change meanwhile. */
export async function lockAcademicYear(tx: Tx, districtId: string, code: string): Promise<AcademicYear | null> {
  await tx
    .select({ code: academicYears.code })
    .from(academicYears)
    .where(and(eq(academicYears.districtId, districtId), eq(academicYears.code, code)))
    .for('update')
  return findAcademicYear(tx, districtId, code)
}

/** Holds an academic year's dates while hours are entered in it: a change of them waits, and then meets the hours. */
export async function holdAcademicYear(tx: Tx, districtId: string, code: string): Promise<void> {
  await tx
    .select({ code: academicYears.code })
    .from(academicYears)
    .where(and(eq(academicYears.districtId, districtId), eq(academicYears.code, code)))
    .for('share')
}

/** The other academic years that share days with these dates. */
export async function findOverlappingYears(
  tx: Tx,
  districtId: string,
  { code, startsOn, endsOn }: { code: string; startsOn: string; endsOn: string },
): Promise<string[]> {
  const rows = await tx
    .select({ code: academicYears.code })
    .from(academicYears)
    .where(
      and(
        eq(academicYears.districtId, districtId),
        ne(academicYears.code, code),
        lte(academicYears.startsOn, endsOn),
        gte(academicYears.endsOn, startsOn),
      ),
    )
    .orderBy(academicYears.code)
  return rows.map((year) => year.code)
}

/** What an academic year consists of besides its own dates. */
type Parts = { semesters: Semester[]; holidays: (Holiday & { academicYear: string })[] }

async function partsOf(tx: Tx, districtId: string, codes: readonly string[]): Promise<Parts> {
  if (codes.length === 0) return { semesters: [], holidays: [] }
  const rows = await tx
    .select()
    .from(semesters)
    .where(and(eq(semesters.districtId, districtId), inArray(semesters.academicYear, [...codes])))
    .orderBy(semesters.number)
  return { semesters: rows.map(toSemester), holidays: await selectHolidays(tx, districtId, codes) }
}

function selectHolidays(tx: Tx, districtId: string, codes: readonly string[]): Promise<Parts['holidays']> {
  return tx
    .select({
      academicYear: holidays.academicYear,
      name: holidays.name,
      from: holidays.startsOn,
      to: holidays.endsOn,
    })
    .from(holidays)
    .where(and(eq(holidays.districtId, districtId), inArray(holidays.academicYear, [...codes])))
    .orderBy(holidays.startsOn)
}

/** The days without school of an academic year, in order of time. */
export async function findHolidays(tx: Tx, districtId: string, academicYear: string): Promise<Holiday[]> {
  return (await selectHolidays(tx, districtId, [academicYear])).map(toHoliday)
}

const toHoliday = ({ name, from, to }: Holiday): Holiday => ({ name, from, to })

function withParts({ districtId: _, ...year }: typeof academicYears.$inferSelect, parts: Parts): AcademicYear {
  const isOfYear = ({ academicYear }: { academicYear: string }) => academicYear === year.code
  return {
    ...year,
    semesters: parts.semesters.filter(isOfYear),
    holidays: parts.holidays.filter(isOfYear).map(toHoliday),
  }
}

/** Whether hours are already entered in an academic year: its dates then stand. */
export async function yearHasHours(tx: Tx, districtId: string, academicYear: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from hour_entries where district_id = ${districtId} and academic_year = ${academicYear} limit 1`,
  )
  return rows.length > 0
}

/** The semester that each of these dates falls in; a date that is not in the map lies in none. */
export async function findSemestersOf(
  tx: Tx,
  districtId: string,
  dates: readonly string[],
): Promise<Map<string, Semester>> {
  if (dates.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(semesters)
    .where(
      and(
        eq(semesters.districtId, districtId),
        lte(semesters.startsOn, dates.reduce(maxDate)),
        gte(semesters.endsOn, dates.reduce(minDate)),
      ),
    )
  const found = dates.flatMap((date): [string, Semester][] => {
    const row = rows.find(({ startsOn, endsOn }) => startsOn <= date && date <= endsOn)
    return row ? [[date, toSemester(row)]] : []
  })
  return new Map(found)
}

/** The academic year that a date falls in. */
export async function findAcademicYearOn(tx: Tx, districtId: string, date: string): Promise<string | null> {
  const rows = await tx
    .select({ code: academicYears.code })
    .from(academicYears)
    .where(
      and(eq(academicYears.districtId, districtId), lte(academicYears.startsOn, date), gte(academicYears.endsOn, date)),
    )
    .limit(1)
  return rows[0]?.code ?? null
}

/** Changes of a district's calendar come one after another: years that are made at the same moment must not overlap. */
export async function holdCalendar(tx: Tx, districtId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`calendar ${districtId}`}, 0))`)
}

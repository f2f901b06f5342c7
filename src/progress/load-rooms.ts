import type { ExpectedSession } from '../activities/upcoming/read.js'
import type { Tx } from '../db/database.js'
import { findCountingIntervals, findLedgers, type CountingInterval } from '../hours/read.js'
import { countHours, countsEveryHour, type CountedEntry } from '../hours/rules/count-hours.js'
import { maxDate, minDate, type IsoDate } from '../lib/calendar.js'
import { byTeacher } from '../lib/group-by.js'
import { NO_HOURS, type Hours } from '../lib/quantity.js'
import type { Basis } from '../roster/load-basis.js'
import type { Room } from './rules/reachable-hours.js'

/** Room under the edition's maxima, that for presented hours too; null where there is no maximum. */
export type TeacherRoom = Room & { presenter: Hours | null }

/** What each teacher's counted hours leave room for, in hours and in time. Ledgers are read only where an edition has maxima. */
export async function loadRooms(
  tx: Tx,
  { districtId, year, parameters }: Basis,
  teacherIds: readonly string[],
  expectedOf: ReadonlyMap<string, readonly ExpectedSession[]>,
): Promise<{ roomOf: (teacherId: string) => TeacherRoom; takenBy: (teacherId: string) => CountingInterval[] }> {
  const { dailyMaximum, onlineMaximum, presenterMaximum } = parameters.hours
  const ledgers = countsEveryHour(parameters)
    ? new Map<string, never[]>()
    : await findLedgers(tx, districtId, teacherIds, year.code)
  const taken = await loadTakenTime(tx, districtId, expectedOf)
  return {
    roomOf: (teacherId) => {
      const { entries } = countHours(ledgers.get(teacherId) ?? [], parameters, { throughSemester: 2 })
      const presented = sumOf(entries, ({ role }) => role === 'presenter')
      return {
        dailyMaximum,
        onlineMaximum,
        usedOn: sumByDate(entries),
        usedOnline: sumOf(entries, ({ delivery }) => delivery === 'online'),
        presenter: presenterMaximum === null ? null : (Math.max(0, presenterMaximum - presented) as Hours),
      }
    },
    takenBy: (teacherId) => taken.get(teacherId) ?? [],
  }
}

/** What already counts at the time of sessions that are not confirmed yet: nobody was in two places at once. */
async function loadTakenTime(
  tx: Tx,
  districtId: string,
  expectedOf: ReadonlyMap<string, readonly ExpectedSession[]>,
): Promise<Map<string, CountingInterval[]>> {
  const sessions = [...expectedOf.values()].flat()
  if (sessions.length === 0) return new Map()
  const from = sessions.map(({ startsAt }) => startsAt).reduce(minDate)
  const to = sessions.map(({ endsAt }) => endsAt).reduce(maxDate)
  return byTeacher(await findCountingIntervals(tx, districtId, [...expectedOf.keys()], from, to))
}

function sumOf(entries: readonly CountedEntry[], counts: (entry: CountedEntry['entry']) => boolean): Hours {
  return entries.reduce((sum, { entry, counted }) => (counts(entry) ? sum + counted : sum), 0) as Hours
}

function sumByDate(entries: readonly CountedEntry[]): Map<IsoDate, Hours> {
  const sums = new Map<IsoDate, Hours>()
  for (const { entry, counted } of entries)
    sums.set(entry.date, ((sums.get(entry.date) ?? NO_HOURS) + counted) as Hours)
  return sums
}

import {
  findDeclinedSessions,
  findExpectedSessions,
  findOpenSessions,
  type OpenSession,
} from '../activities/upcoming/read.js'
import { loadTierFacts } from '../courses/tiers/load-tiers.js'
import { tierDuring } from '../courses/tiers/rules/tier-on.js'
import type { Tx } from '../db/database.js'
import { countLedgers, type LedgerCount } from '../hours/count-ledgers.js'
import { maxDate, minDate, shanghaiDate } from '../lib/calendar.js'
import { byTeacher, groupBy } from '../lib/group-by.js'
import type { Hours } from '../lib/quantity.js'
import { findDuties } from '../roster/duties/read.js'
import type { Basis } from '../roster/load-basis.js'
import { loadObligations } from './load-obligations.js'
import { loadRooms } from './load-rooms.js'
import { offerExpected, offerOpen, type OfferedSession } from './offer-sessions.js'
import { decideForecast, overOn, type ForecastDecision } from './rules/forecast.js'
import { sessionsOpenTo } from './rules/open-to-teacher.js'

export type LoadedForecast = {
  teacherId: string
  teacherSourcedId: string
  teacherName: string
  tier: number
  required: Hours
  counted: Hours
  clause: string
  decision: ForecastDecision
  expected: OfferedSession[]
  open: OfferedSession[]
}

/** The forecasts of teachers as of now (§5.1), in a handful of reads however many they are. */
export async function loadForecasts(
  tx: Tx,
  basis: Basis,
  now: Date,
  teacherIds: readonly string[],
): Promise<LoadedForecast[]> {
  if (teacherIds.length === 0) return []
  const { districtId, year, parameters } = basis
  const of = { districtId, teacherIds, academicYear: year.code }
  const from = now.toISOString()
  const today = shanghaiDate(now)
  const date = maxDate(year.startsOn, minDate(year.endsOn, today))
  const facts = await loadTierFacts(tx, districtId, teacherIds)
  const counts = await countLedgers(tx, { ...of, parameters }, teacherIds)
  const obligationOf = await loadObligations(tx, basis, teacherIds)
  const duties = byTeacher(await findDuties(tx, districtId, teacherIds, year.startsOn, year.endsOn))
  const schoolIds = [...new Set([...duties.values()].flat().map(({ schoolId }) => schoolId))]
  const offeredTo = bySchool((await findOpenSessions(tx, { ...of, schoolIds, from })).map(offerOpen))
  const declined = await findDeclinedSessions(tx, { ...of, from })
  const expectedOf = await findExpectedSessions(tx, of)
  const { roomOf, takenBy } = await loadRooms(tx, basis, teacherIds, expectedOf)

  return counts.map((count) => {
    const { teacherId, teacherSourcedId, teacherName } = count
    const tierOf = tierDuring(facts.get(teacherId)!, { from: date, to: year.endsOn }, parameters)
    const tier = tierOf(date)
    const room = roomOf(teacherId)
    const recorded = expectedOf.get(teacherId) ?? []
    const expected = offerExpected(recorded, parameters, { presenterRoom: room.presenter, taken: takenBy(teacherId) })
    const settled = new Set([...recorded.map(({ sessionId }) => sessionId), ...(declined.get(teacherId) ?? [])])
    const held = duties.get(teacherId) ?? []
    const over = overOn(today, year, held)
    const offered = offeredTo(held)
    const openTo = new Set(
      sessionsOpenTo(
        offered.map(({ session }) => session),
        { duties: held, tierOn: tierOf },
      ),
    )
    const open = offered.filter(({ session }) => openTo.has(session) && !settled.has(session.sessionId))
    const { required, clause } = obligationOf(teacherId)
    const counted = countedIn(count)
    const offers = { expected: expected.map(({ offer }) => offer), open: open.map(({ offer }) => offer) }
    const decision = decideForecast({ required, counted, ...offers, room, over })
    return { teacherId, teacherSourcedId, teacherName, tier, required, counted, clause, decision, expected, open }
  })
}

function countedIn({ semesters }: LedgerCount): Hours {
  return semesters[2].hoursBySchool.reduce((sum, { lecture, practice }) => sum + lecture + practice, 0) as Hours
}

type Offered = OfferedSession<OpenSession>

/** What the schools of some duties offer, in the order in which it came: nobody looks through a district's sessions. */
function bySchool(offered: readonly Offered[]): (duties: readonly { schoolId: string }[]) => readonly Offered[] {
  const each = offered.flatMap((offer) => offer.session.schoolIds.map((schoolId) => ({ schoolId, offer })))
  const ofSchool = new Map(
    [...groupBy(each, ({ schoolId }) => schoolId)].map(([schoolId, offers]) => [
      schoolId,
      offers.map(({ offer }) => offer),
    ]),
  )
  return (duties) => {
    const schoolIds = [...new Set(duties.map(({ schoolId }) => schoolId))]
    if (schoolIds.length === 1) return ofSchool.get(schoolIds[0]!) ?? []
    // A joint session of two of the schools is one.
    const offers = new Set(schoolIds.flatMap((schoolId) => ofSchool.get(schoolId) ?? []))
    return [...offers].sort((a, b) => a.offer.startsAt - b.offer.startsAt)
  }
}

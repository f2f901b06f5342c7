import { addDays, type IsoDate } from '../lib/calendar.js'
import type { ProfessionalTitle } from '../roster/schema.js'
import type { Random } from './random.js'
import { classNameOf, CORRECTED_SCHOOL, OPEN_SCHOOL, sampleSchools, type SampleSchool } from './schools.js'

export type SampleTeacher = {
  sourcedId: string
  /** Such as 示例教师甲001: nobody is called that. */
  name: string
  professionalTitle: ProfessionalTitle
  earlierServiceYears: number
  /** In the order of time; the last one goes on. */
  duties: readonly SampleDuty[]
}

export type SampleDuty = { school: SampleSchool; className: string; from: IsoDate; to: IsoDate | null }

/** The people to whom something happens in the year. Each stands at a fixed place of a school's list. */
export type SamplePeople = {
  /** Moves from the open school to the corrected one on 10 November. */
  transferred: SampleTeacher
  /** Is on maternity leave from 1 March to 31 August. */
  onLeave: SampleTeacher
  /** Was in two places at once. */
  overlapping: SampleTeacher
  /** Earns exactly 40 class hours. */
  justMeeting: SampleTeacher
  /** Earns 39.5 class hours, half of one too few. */
  justMissing: SampleTeacher
}

export const TRANSFER_DATE: IsoDate = '2024-11-10'

/** All teachers of the sample, school by school. */
export function drawRoster(random: Random): { teachers: SampleTeacher[]; people: SamplePeople } {
  const bySchool = sampleSchools.map((school) =>
    Array.from({ length: school.teachers }, (_, index) => drawTeacher(school, index, random)),
  )
  const open = bySchool[OPEN_SCHOOL]!
  const destination = sampleSchools[CORRECTED_SCHOOL]!
  const transferred = transfer(open[4]!, destination)
  open[4] = transferred
  return {
    teachers: bySchool.flat(),
    people: {
      transferred,
      overlapping: open[0]!,
      justMeeting: open[1]!,
      justMissing: open[2]!,
      onLeave: open[3]!,
    },
  }
}

function drawTeacher(school: SampleSchool, index: number, random: Random): SampleTeacher {
  const number = String(index + 1).padStart(3, '0')
  // A character outside the basic plane: four bytes in GB18030, two units in JavaScript.
  const rare = school.roster === 'csv' && index === 0 ? '𠮷' : ''
  const from = `${random.integer(2021, 2024)}-09-01`
  return {
    sourcedId: `T${school.sourcedId.slice(-2)}${number}`,
    name: `示例教师${rare}${school.letter}${number}`,
    professionalTitle: random.happens(0.8) ? 'none' : random.pick(['school', 'school', 'district', 'municipal']),
    earlierServiceYears: random.pick([0, 0, 0, 1, 2, 4, 7, 12]),
    duties: [{ school, className: classNameOf(school.kind, index), from, to: null }],
  }
}

/** Hands over the class on the day before, and takes a new one at the other school. */
function transfer(teacher: SampleTeacher, school: SampleSchool): SampleTeacher {
  const [before] = teacher.duties
  const className = classNameOf(school.kind, school.teachers)
  return {
    ...teacher,
    duties: [
      { ...before!, to: addDays(TRANSFER_DATE, -1) },
      { school, className, from: TRANSFER_DATE, to: null },
    ],
  }
}

/** The school at which a teacher is on duty on a date. */
export function schoolOn(teacher: SampleTeacher, date: IsoDate): SampleSchool | null {
  return teacher.duties.find(({ from, to }) => from <= date && (to === null || date <= to))?.school ?? null
}

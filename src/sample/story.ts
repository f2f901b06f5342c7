import type { IsoDate } from '../lib/calendar.js'
import { LEAVE, type SampleAttendance } from './attendance.js'
import { TRANSFER_DATE, type SamplePeople, type SampleTeacher } from './roster.js'
import { CORRECTED_SCHOOL, OPEN_SCHOOL, sampleSchools } from './schools.js'
import { OVERLAP_DATE, type SampleSession } from './timetable.js'

/** What is special in the sample, by external ids, so that it can be found again. */
export type Story = {
  /** Its first semester stays a draft. */
  openSchoolSourcedId: string
  transfer: {
    teacherSourcedId: string
    fromSchoolSourcedId: string
    toSchoolSourcedId: string
    on: IsoDate
    hoursBefore: string
  }
  leave: { teacherSourcedId: string; from: IsoDate; to: IsoDate }
  overlap: { teacherSourcedId: string; on: IsoDate }
  justMeeting: { teacherSourcedId: string; hours: string }
  justMissing: { teacherSourcedId: string; hours: string }
  /** Hours of a sealed semester that are taken back afterwards. */
  correction: {
    teacherSourcedId: string
    schoolSourcedId: string
    activitySourcedId: string
    on: IsoDate
    reason: string
  }
}

export function tellStory(people: SamplePeople, attendances: readonly SampleAttendance[]): Story {
  const { transferred, onLeave, overlapping, justMeeting, justMissing } = people
  const school = sampleSchools[CORRECTED_SCHOOL]!
  const inStory = new Set<SampleTeacher>(Object.values(people))
  const mistaken = attendances.find(
    ({ teacher, session, status }) =>
      !inStory.has(teacher) && status === 'present' && session.host === school && mayBeCorrected(session),
  )
  if (!mistaken) throw new Error('no hours that could be corrected')
  return {
    openSchoolSourcedId: sampleSchools[OPEN_SCHOOL]!.sourcedId,
    transfer: {
      teacherSourcedId: transferred.sourcedId,
      fromSchoolSourcedId: transferred.duties[0]!.school.sourcedId,
      toSchoolSourcedId: transferred.duties[1]!.school.sourcedId,
      on: TRANSFER_DATE,
      hoursBefore: '12',
    },
    leave: { teacherSourcedId: onLeave.sourcedId, ...LEAVE },
    overlap: { teacherSourcedId: overlapping.sourcedId, on: OVERLAP_DATE },
    justMeeting: { teacherSourcedId: justMeeting.sourcedId, hours: '40' },
    justMissing: { teacherSourcedId: justMissing.sourcedId, hours: '39.5' },
    correction: {
      teacherSourcedId: mistaken.teacher.sourcedId,
      schoolSourcedId: school.sourcedId,
      activitySourcedId: mistaken.session.activitySourcedId,
      on: mistaken.session.date,
      reason: '核对签到表：本人当日公出，未参加',
    },
  }
}

/** Two hours of one category in the first semester: without them the credits are others, whatever else was earned. */
function mayBeCorrected({ date, segments }: SampleSession): boolean {
  return date < '2025-01-01' && segments.length === 1 && segments[0]?.halfHours === 4
}

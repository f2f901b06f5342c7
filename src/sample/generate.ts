import { buffer } from 'node:stream/consumers'
import { encodeCsv } from '../integration/formats/encode-csv.js'
import { encodeXlsx } from '../integration/formats/encode-xlsx.js'
import type { ImportKind } from '../integration/imports/schema.js'
import { drawAttendances } from './attendance.js'
import { writeOneRosterArchive } from './one-roster-archive.js'
import { drawOutsideHours } from './outside-hours.js'
import { randomFrom } from './random.js'
import { drawRoster } from './roster.js'
import { sampleSchools } from './schools.js'
import { attendanceSheet, outsideHoursSheet, rosterSheet } from './sheets.js'
import { tellStory, type Story } from './story.js'
import { drawTimetable, type SampleSession } from './timetable.js'

/** The sample that a new service loads, and that the documents describe. */
export const SAMPLE_SEED = 20240901

export type SampleFile = {
  name: string
  kind: ImportKind
  mediaType: string
  /** The school whose administrator sends it; null when it comes from the district. */
  schoolSourcedId: string | null
  bytes: Buffer
}

const CSV = 'text/csv'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ZIP = 'application/zip'

const isJoint = ({ schools }: SampleSession) => schools.length > 1

/**
 * An invented district with a year of training, as the import files in which it would come, in the order in which they
 * are imported. The same seed gives the same bytes.
 */
export async function generateSample(seed: number): Promise<{ files: SampleFile[]; story: Story }> {
  const random = randomFrom(seed)
  const { teachers, people } = drawRoster(random)
  const sessions = drawTimetable(random)
  const attendances = drawAttendances(random, { teachers, people, sessions })
  const certificates = drawOutsideHours(random, { teachers, people })
  const ofSchool = (sourcedId: string) => teachers.filter(({ duties }) => duties[0]!.school.sourcedId === sourcedId)
  const inArchive = teachers.filter(({ duties }) => duties[0]!.school.roster === 'oneRoster')
  const fromDistrict = { schoolSourcedId: null }

  const files: SampleFile[] = [
    {
      ...fromDistrict,
      name: 'oneroster.zip',
      kind: 'oneRoster',
      mediaType: ZIP,
      bytes: await writeOneRosterArchive(inArchive),
    },
  ]
  for (const { sourcedId: schoolSourcedId, name, roster } of sampleSchools) {
    if (roster === 'oneRoster') continue
    const rows = rosterSheet(ofSchool(schoolSourcedId))
    const file = { schoolSourcedId, name: `名册-${name}.${roster}`, kind: 'roster' } as const
    if (roster === 'csv') files.push({ ...file, mediaType: CSV, bytes: await buffer(encodeCsv(rows, 'gb18030')) })
    else files.push({ ...file, mediaType: XLSX, bytes: await buffer(encodeXlsx('名册', rows)) })
  }
  for (const { sourcedId: schoolSourcedId, name } of sampleSchools) {
    const rows = attendanceSheet(
      attendances.filter(({ session }) => !isJoint(session) && session.host.sourcedId === schoolSourcedId),
    )
    const bytes = await buffer(encodeCsv(rows))
    files.push({ schoolSourcedId, name: `出勤-${name}.csv`, kind: 'attendance', mediaType: CSV, bytes })
  }
  // Only the district can say in a file which schools train together.
  const joint = await buffer(encodeCsv(attendanceSheet(attendances.filter(({ session }) => isJoint(session)))))
  files.push({ ...fromDistrict, name: '出勤-联合活动.csv', kind: 'attendance', mediaType: CSV, bytes: joint })
  const outside = await buffer(encodeCsv(outsideHoursSheet(certificates)))
  files.push({ ...fromDistrict, name: '校外课时.csv', kind: 'outsideHours', mediaType: CSV, bytes: outside })
  return { files, story: tellStory(people, attendances) }
}

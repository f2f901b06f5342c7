import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '../access/create-client.js'
import { listDistrictIds } from '../access/read.js'
import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { nobody } from '../db/tenant.js'
import { putAcademicYear } from '../roster/calendar/put-academic-year.js'
import { findTeacherIds } from '../roster/read.js'
import { findSchoolIds } from '../roster/schools/read.js'
import { recordLeave } from '../roster/leaves/record-leave.js'
import { createDistrict } from '../tenants/create-district.js'
import { shanghaiDate } from '../lib/calendar.js'
import { layDownCatalogue } from './catalogue.js'
import { actorOf, createSchoolStaff, gatherClients, type SampleClients } from './clients.js'
import { generateSample, SAMPLE_SEED } from './generate.js'
import { importSampleFiles } from './import-sample-files.js'
import { amendPlan, draftInadequatePlan, planOpenSchool } from './plans.js'
import { actorAt, found, schoolOf, staffOf, type SampleDistrict } from './sample-district.js'
import { sampleSchools } from './schools.js'
import { confirmSessions, correctSealedHours, endFirstSemester } from './semester-end.js'
import type { Story } from './story.js'
import { surveyNeeds } from './surveys.js'
import { planningYear, usualHolidays } from './this-year.js'
import { ACADEMIC_YEAR } from './timetable.js'
import { carryOutPlan, teachersOf } from './training-year.js'

export const SAMPLE_CLIENTS_FILE = 'sample-clients.json'
/** Stands in the folder while a sample is being loaded: if it is there at a start, that was broken off. */
const LOADING_FILE = 'sample-loading'

export type Sample = {
  clients: SampleClients
  story: Story
  /** Ids with which visitors can begin. */
  ids: {
    openSchool: string
    correctedSchool: string
    transferredTeacher: string
    openRun: string
    /** Of the academic year of today. */
    plan: string
    inadequatePlan: string
    openSurvey: string
  }
  planningYear: string
}

export type LoadOptions = {
  /** Where the clients' keys are written, as `sample-clients.json`. */
  folder: string
  clock: () => Date
  onProgress: (step: string) => void
  seed?: number
}

/**
 * Loads the sample district through the ordinary use cases, each by a client that may do it. Gives back null, and changes
 * nothing, when the database has any district.
 */
export async function loadSampleWhenEmpty(db: Database, options: LoadOptions): Promise<Sample | null> {
  const { folder, onProgress } = options
  const loading = join(folder, LOADING_FILE)
  if ((await query(db, nobody, listDistrictIds)).length > 0) {
    if (await exists(loading))
      onProgress('the sample district is incomplete: its loading was broken off. Start again on an empty database')
    return null
  }
  await mkdir(folder, { recursive: true })
  await writeFile(loading, '')
  const sample = await loadSample(db, options)
  const keys = join(folder, SAMPLE_CLIENTS_FILE)
  await rm(keys, { force: true })
  await writeFile(keys, `${JSON.stringify(sample.clients, null, 2)}\n`, { mode: 0o600 })
  await rm(loading, { force: true })
  return sample
}

async function loadSample(db: Database, { clock, onProgress, seed = SAMPLE_SEED }: LoadOptions): Promise<Sample> {
  const { files, story } = await generateSample(seed)
  onProgress('sample district: schools and teachers')
  const { district: opened, institute } = await openDistrict(db)
  const districtId = opened.id
  const actor = actorOf(districtId, institute.client)
  const integration = await createClient(db, { actor, client: { name: 'integration', role: 'integration' } })
  const fromDistrict = actorOf(districtId, integration.client)
  await importSampleFiles({ db, clock }, files, ['oneRoster'], () => fromDistrict)
  const schools = await findSchools(db, districtId)
  const staff = await createSchoolStaff(db, actor, schools)
  const district: SampleDistrict = { db, clock, districtId, schools, staff }
  const senderOf = (schoolSourcedId: string | null) =>
    schoolSourcedId ? actorAt(district, schoolSourcedId, 'trainingAdministrator') : fromDistrict
  await importSampleFiles(district, files, ['roster'], senderOf)
  const teachers = await findTeachers(district, story)
  await recordLeaveOf(district, story, teachers)

  onProgress('sample district: a year of training')
  await importSampleFiles(district, files, ['attendance'], senderOf)
  await confirmSessions(district)
  await importSampleFiles(district, files, ['outsideHours'], senderOf)

  onProgress('sample district: the end of the first semester')
  const openRun = await endFirstSemester(district, story.openSchoolSourcedId)
  await correctSealedHours(district, story, found(teachers, story.correction.teacherSourcedId))

  onProgress('sample district: the year that has begun')
  const planned = await planThisYear(district, actor, story)
  const parties = {
    open: staffOf(district, story.openSchoolSourcedId),
    other: staffOf(district, story.correction.schoolSourcedId),
    integration,
  }
  const transferredTeacher = found(teachers, story.transfer.teacherSourcedId)
  const clients = await gatherClients(db, { ...institute, districtId }, parties, {
    teacherId: transferredTeacher,
    teamLeaderId: found(teachers, story.justMeeting.teacherSourcedId),
  })
  const openSchool = schoolOf(district, story.openSchoolSourcedId)
  const correctedSchool = schoolOf(district, story.correction.schoolSourcedId)
  const { academicYear, ...ids } = planned
  return {
    clients,
    story,
    ids: { openSchool, correctedSchool, transferredTeacher, openRun: openRun.id, ...ids },
    planningYear: academicYear,
  }
}

/** Needs, catalogue, plans and training of the academic year of today, as far as it has come. */
async function planThisYear(district: SampleDistrict, institute: Actor, { openSchoolSourcedId, correction }: Story) {
  const { db, clock } = district
  const academicYear = planningYear(shanghaiDate(clock()))
  for (const code of [ACADEMIC_YEAR, academicYear]) {
    const content = { holidays: usualHolidays(code) }
    await putAcademicYear(db, { actor: institute, condition: code === ACADEMIC_YEAR ? 'any' : 'none', code, content })
  }
  const teachers = await teachersOf(district, openSchoolSourcedId)
  const others = await teachersOf(district, correction.schoolSourcedId)
  const schoolSourcedId = openSchoolSourcedId
  const courses = await layDownCatalogue(district, institute, { openSchoolSourcedId, teachers: teachers.slice(0, 5) })
  const { openSurvey } = await surveyNeeds(district, academicYear, {
    institute,
    principal: actorAt(district, openSchoolSourcedId, 'principal'),
    ofOpenSchool: teachers.slice(0, 12),
    others: others.slice(0, 12),
  })
  const plan = await planOpenSchool(district, academicYear, courses, { schoolSourcedId, institute })
  await carryOutPlan(district, openSchoolSourcedId, plan, teachers)
  await amendPlan(district, actorAt(district, openSchoolSourcedId, 'trainingAdministrator'), plan)
  const inadequate = await draftInadequatePlan(district, academicYear, correction.schoolSourcedId)
  return { academicYear, plan: plan.id, inadequatePlan: inadequate.id, openSurvey }
}

async function openDistrict(db: Database) {
  const operator: Actor = {
    ...nobody,
    role: 'operator',
    schoolId: null,
    teacherId: null,
    onBehalfOfTeacherId: null,
  }
  const { district, ...institute } = await createDistrict(db, {
    actor: operator,
    district: { code: 'sample', name: '示例区' },
  })
  const actor = actorOf(district.id, institute.client)
  await putAcademicYear(db, { actor, condition: 'none', code: ACADEMIC_YEAR, content: {} })
  return { district, institute }
}

/** The ids of all schools by external id, in their own order. */
async function findSchools(db: Database, districtId: string): Promise<Map<string, string>> {
  const sourcedIds = sampleSchools.map(({ sourcedId }) => sourcedId)
  const ids = await query(db, { districtId }, (tx) => findSchoolIds(tx, districtId, sourcedIds))
  return new Map(sourcedIds.map((sourcedId) => [sourcedId, found(ids, sourcedId)]))
}

/** The people of the story, by external id. */
async function findTeachers({ db, districtId }: SampleDistrict, story: Story): Promise<Map<string, string>> {
  const { transfer, leave, overlap, justMeeting, justMissing, correction } = story
  const sourcedIds = [transfer, leave, overlap, justMeeting, justMissing, correction].map(
    (part) => part.teacherSourcedId,
  )
  return query(db, { districtId }, (tx) => findTeacherIds(tx, districtId, sourcedIds))
}

async function recordLeaveOf(
  district: SampleDistrict,
  { leave, openSchoolSourcedId }: Story,
  teachers: ReadonlyMap<string, string>,
): Promise<void> {
  const actor = actorAt(district, openSchoolSourcedId, 'trainingAdministrator')
  const teacherId = found(teachers, leave.teacherSourcedId)
  const { from, to } = leave
  await recordLeave(district.db, { actor, now: district.clock(), leave: { teacherId, kind: 'maternity', from, to } })
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

import type { Role } from './schema.js'

/**
 * Who may call what: every operation with the roles that may. What a client sees within it is bounded by its own
 * district, school or teacher. The HTTP door, the documents and the tests all read this one table.
 */
const whole: readonly Role[] = ['bureau', 'institute', 'auditor', 'integration']
const staff: readonly Role[] = [...whole, 'principal', 'trainingAdministrator']
const everyone: readonly Role[] = [...staff, 'teamLeader', 'teacher']
const roster: readonly Role[] = ['institute', 'trainingAdministrator', 'integration']
const training: readonly Role[] = ['trainingAdministrator', 'integration']
const administrator: readonly Role[] = ['trainingAdministrator']
const institute: readonly Role[] = ['institute']
const teachers: readonly Role[] = ['teamLeader', 'teacher']
const authors: readonly Role[] = ['institute', 'trainingAdministrator', 'integration', 'teamLeader']
const planning: readonly Role[] = ['principal', 'trainingAdministrator']

export const permissions = {
  createDistrict: ['operator'],
  createClient: ['operator', 'institute'],
  listClients: ['operator', 'institute', 'auditor'],
  rotateClientKey: ['operator', 'institute'],
  revokeClient: ['operator', 'institute'],
  // A principal's client signs off and reads; an application that teachers use is not run with it.
  mintTeacherToken: training,

  getLimits: ['operator', ...everyone],
  listPermissions: ['operator', ...everyone],

  listPolicyEditions: everyone,
  getPolicyEdition: everyone,
  registerPolicyEdition: institute,

  listSchools: everyone,
  getSchool: everyone,
  putSchoolBySourcedId: ['institute', 'integration'],
  listSchoolGroups: everyone,
  putSchoolGroupBySourcedId: ['institute', 'integration'],
  listTeachers: everyone,
  getTeacher: everyone,
  putTeacherBySourcedId: roster,
  listHomeroomDuties: everyone,
  putHomeroomDutyBySourcedId: roster,
  recordLeave: roster,
  listLeaves: everyone,
  adjustObligation: institute,
  exportPersonalData: ['institute', 'trainingAdministrator', 'teamLeader', 'teacher'],
  erasePersonalData: institute,
  listAcademicYears: everyone,
  putAcademicYear: institute,
  listSemesters: everyone,
  getTeacherTier: everyone,
  overrideTeacherTier: ['principal', 'trainingAdministrator'],
  listTierOverrides: everyone,
  endTierOverride: ['principal', 'trainingAdministrator'],

  createCourse: authors,
  listCourses: everyone,
  getCourse: everyone,
  reviseCourse: authors,
  publishCourse: authors,
  retireCourse: authors,
  addResource: authors,
  uploadResource: authors,
  removeResource: authors,
  listResources: everyone,
  getResource: everyone,
  downloadResource: everyone,
  giveCourseFeedback: ['teamLeader', 'teacher'],
  listCourseFeedback: staff,
  applyForSharedCourse: ['trainingAdministrator', 'teamLeader'],
  reviewCourseApplication: institute,
  listCourseApplications: [...staff, 'teamLeader'],
  getCourseApplication: [...staff, 'teamLeader'],

  createImport: roster,
  getImport: staff,
  listImportRows: staff,
  downloadImportTemplate: everyone,
  getOperation: staff,
  cancelOperation: roster,

  createSurvey: ['institute', 'principal', 'trainingAdministrator'],
  updateSurvey: ['institute', 'principal', 'trainingAdministrator'],
  openSurvey: ['institute', 'principal', 'trainingAdministrator'],
  closeSurvey: ['institute', 'principal', 'trainingAdministrator'],
  getSurvey: everyone,
  listSurveys: everyone,
  answerSurvey: ['teamLeader', 'teacher'],
  getSurveyResults: staff,
  recordInterview: ['institute', 'principal', 'trainingAdministrator'],
  withdrawInterview: ['institute', 'principal', 'trainingAdministrator'],
  listInterviews: everyone,
  recordCompetenceAssessment: ['institute', 'principal', 'trainingAdministrator', 'teamLeader', 'teacher'],
  withdrawCompetenceAssessment: ['institute', 'principal', 'trainingAdministrator', 'teamLeader', 'teacher'],
  listCompetenceAssessments: everyone,
  getNeedProfile: everyone,
  getSchoolNeeds: staff,
  getDistrictNeeds: whole,

  createActivity: training,
  listActivities: everyone,
  getActivity: everyone,
  updateActivity: training,
  addSession: training,
  updateSession: training,
  cancelSession: training,
  recordAttendance: training,
  recordAttendanceBatch: training,
  listAttendance: everyone,
  confirmAttendance: administrator,
  registerForActivity: [...training, ...teachers],
  cancelRegistration: [...training, ...teachers],
  listRegistrations: everyone,
  openCheckIn: training,
  checkIn: teachers,
  reportInteractions: training,
  listInteractions: everyone,

  resolveHeldHours: administrator,
  listHourEntries: everyone,
  recognizeOutsideHours: training,
  reverseHourEntry: administrator,

  setLeadershipGroup: ['principal'],
  getLeadershipGroup: everyone,
  createTrainingPlan: planning,
  getTrainingPlan: staff,
  listTrainingPlans: staff,
  reviseTrainingPlan: planning,
  submitTrainingPlan: ['principal'],
  reviewTrainingPlan: institute,
  checkTrainingPlan: staff,
  schedulePlanItem: training,
  linkPlanItem: training,
  getPlanExecution: staff,
  recordAnnualReview: planning,
  getAnnualReview: staff,
  correctAnnualReview: planning,

  getCurriculum: everyone,

  getTeacherProgress: everyone,
  getSchoolProgress: staff,
  getDistrictProgress: whole,
  getForecast: everyone,
  listForecasts: staff,
  getSchoolForecast: staff,
  getDistrictForecast: whole,

  createCreditRun: administrator,
  createDistrictCreditRuns: institute,
  listCreditRuns: staff,
  getCreditRun: staff,
  recomputeCreditRun: administrator,
  signOffCreditRun: ['principal'],
  sealCreditRun: administrator,
  amendCreditRuns: administrator,
  previewCreditRun: ['institute', 'trainingAdministrator', 'principal', 'bureau'],
  listCreditStatements: everyone,
  getCreditStatement: everyone,
  explainCreditStatement: everyone,

  listAuditEntries: ['institute', 'auditor'],
  verifyAudit: ['institute', 'auditor'],
  listChanges: ['institute', 'auditor', 'integration'],

  createExport: ['institute', 'bureau', 'trainingAdministrator', 'integration'],
  getExport: ['institute', 'bureau', 'trainingAdministrator', 'integration', 'auditor'],
  downloadExport: ['institute', 'bureau', 'trainingAdministrator', 'integration'],
} as const satisfies Record<string, readonly Role[]>

export type OperationId = keyof typeof permissions

/** How far a call reaches: nowhere, the list of districts and their clients, one district, one school, one person. */
export type Bound = 'none' | 'districts' | 'district' | 'school' | 'self'

/** How far each role reaches. An integration reaches its district, or the school that it is bound to. */
export const reachOf: Record<Role, Exclude<Bound, 'none'>> = {
  operator: 'districts',
  bureau: 'district',
  institute: 'district',
  auditor: 'district',
  integration: 'district',
  principal: 'school',
  trainingAdministrator: 'school',
  teamLeader: 'self',
  teacher: 'self',
}

/** What is the same for everybody in a district, so that a school's or a person's client sees all of it. */
const commonToDistrict: ReadonlySet<OperationId> = new Set<OperationId>([
  'listPolicyEditions',
  'getPolicyEdition',
  'listSchoolGroups',
  'listAcademicYears',
  'listSemesters',
  'downloadImportTemplate',
  'getLimits',
  'listPermissions',
])

/** One cell of the table: whether a role may call an operation, and how far the call reaches. */
export function boundOf(operationId: OperationId, role: Role): Bound {
  const allowed: readonly Role[] = permissions[operationId]
  if (!allowed.includes(role)) return 'none'
  return commonToDistrict.has(operationId) && role !== 'operator' ? 'district' : reachOf[role]
}

/** The whole table, an operation a row. */
export function permissionTable(): { operationId: OperationId; bounds: Record<Role, Bound> }[] {
  const roles = Object.keys(reachOf) as Role[]
  return (Object.keys(permissions) as OperationId[]).map((operationId) => ({
    operationId,
    bounds: Object.fromEntries(roles.map((role) => [role, boundOf(operationId, role)])) as Record<Role, Bound>,
  }))
}

/** What anyone may call: to get a token with a key, and to verify one. */
export const openOperations = ['issueToken', 'getSigningKeys'] as const
export type OpenOperationId = (typeof openOperations)[number]

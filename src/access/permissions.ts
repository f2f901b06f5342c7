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

export const permissions = {
  createDistrict: ['operator'],
  createClient: ['operator', 'institute'],
  listClients: ['operator', 'institute', 'auditor'],
  rotateClientKey: ['operator', 'institute'],
  revokeClient: ['operator', 'institute'],
  // A principal's client signs off and reads; an application that teachers use is not run with it.
  mintTeacherToken: training,

  getLimits: ['operator', ...everyone],

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

  createImport: roster,
  getImport: staff,
  listImportRows: staff,
  downloadImportTemplate: everyone,
  getOperation: staff,
  cancelOperation: roster,

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

  resolveHeldHours: administrator,
  listHourEntries: everyone,
  recognizeOutsideHours: training,
  reverseHourEntry: administrator,

  getTeacherProgress: everyone,
  getSchoolProgress: staff,
  getDistrictProgress: whole,

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

/** What anyone may call: to get a token with a key, and to verify one. */
export const openOperations = ['issueToken', 'getSigningKeys'] as const
export type OpenOperationId = (typeof openOperations)[number]

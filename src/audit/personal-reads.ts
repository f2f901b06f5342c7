import type { OperationId } from '../access/permissions.js'

/** Operations whose answers tell of persons: what staff reads by them is counted. */
export const personalReads: ReadonlySet<OperationId> = new Set<OperationId>([
  'listTeachers',
  'getTeacher',
  'exportPersonalData',
  'listHomeroomDuties',
  'listLeaves',
  'listCourseFeedback',
  'getTeacherTier',
  'listAttendance',
  'listHourEntries',
  'getTeacherProgress',
  'listCreditStatements',
  'getCreditStatement',
  'explainCreditStatement',
  'previewCreditRun',
  'listImportRows',
  'downloadExport',
  'listAuditEntries',
])

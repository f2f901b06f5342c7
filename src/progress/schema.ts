import { Type, type Static } from '@sinclair/typebox'
import { AcademicYearCode, closed, HoursText, Id, ref } from '../lib/wire.js'

export const TeacherProgress = closed(
  {
    teacherId: Id,
    academicYear: AcademicYearCode,
    policyEditionCode: Type.String(),
    hoursRequired: HoursText,
    requiredBecause: closed({ clause: Type.String(), en: Type.String(), zh: Type.String() }),
    hoursCounted: HoursText,
    hoursMissing: HoursText,
    hoursUncounted: HoursText,
    hoursHeld: HoursText,
    met: Type.Boolean({ description: 'The annual minimum of §5.1 is met / 是否达到 §5.1 规定的学年课时' }),
    byCategory: closed({ lecture: HoursText, practice: HoursText }),
    bySemester: closed({ first: HoursText, second: HoursText }),
    byModule: Type.Array(closed({ module: Type.String(), hours: HoursText })),
    byForm: Type.Array(closed({ form: Type.String(), hours: HoursText })),
    byMonth: Type.Array(closed({ month: Type.String({ examples: ['2024-09'] }), hours: HoursText })),
  },
  { $id: 'TeacherProgress' },
)
export type TeacherProgress = Static<typeof TeacherProgress>

const standing = {
  academicYear: AcademicYearCode,
  policyEditionCode: Type.String(),
  teachers: Type.Integer({ minimum: 0 }),
  met: Type.Integer({ minimum: 0 }),
  notMet: Type.Integer({ minimum: 0 }),
  hoursCounted: HoursText,
  hoursMissing: HoursText,
}

export const SchoolProgress = closed({ schoolId: Id, ...standing }, { $id: 'SchoolProgress' })
export type SchoolProgress = Static<typeof SchoolProgress>

export const DistrictProgress = closed(
  {
    ...standing,
    schools: Type.Array(ref(SchoolProgress), {
      description: 'Each school, by its sourcedId / 各校情况，按学校编号排列',
    }),
  },
  { $id: 'DistrictProgress' },
)
export type DistrictProgress = Static<typeof DistrictProgress>

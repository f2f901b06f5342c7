import { must, type District, type School } from './fixtures.js'
import type { Any } from './service.js'

const modules = ['classManagement', 'classActivities', 'studentDevelopment', 'comprehensiveEvaluation', 'communication']

/** Forty class hours for everybody, on Wednesday afternoons of one academic year: a plan that lacks nothing. */
export function adequateContent(academicYear = '2024-2025'): Any {
  const [first, second] = academicYear.split('-')
  return {
    goals: ['提升班主任的班级管理与家校沟通能力'],
    fixedSlots: [{ weekday: 3, startsAt: '15:30', endsAt: '17:00', location: '示例会议室' }],
    items: modules.map((module, at) => ({
      title: `示例项目 ${at + 1}`,
      module,
      form: at === 0 ? 'lecture' : 'caseAnalysis',
      sessions: 4,
      hoursPerSession: '2',
      from: `${first}-09-10`,
      to: `${second}-06-20`,
      slot: 1,
    })),
  }
}

export const leaders = {
  members: [
    { name: '示例校长', post: '校长', part: 'leader' },
    { name: '示例副校长', post: '副校长', part: 'deputy' },
  ],
}

export async function setLeaders(school: School, academicYear = '2024-2025'): Promise<Any> {
  return must(await school.principal.put(`/v1/schools/${school.id}/leadership-groups/${academicYear}`, leaders), 201)
    .data
}

export async function draftPlan(school: School, content: object = {}, academicYear = '2024-2025'): Promise<Any> {
  const plan = { schoolId: school.id, academicYear, ...adequateContent(academicYear), ...content }
  return must(await school.administrator.post('/v1/training-plans', plan), 201)
}

export async function submitPlan(school: School, plan: Any): Promise<Any> {
  return must(await school.principal.post(`/v1/training-plans/${plan.id}/submit`), 200)
}

export async function approvePlan({ institute }: District, school: School, plan: Any): Promise<Any> {
  const { newestVersion: versionNumber } = await submitPlan(school, plan)
  const review = { decision: 'approve', comments: '同意', versionNumber }
  return must(await institute.post(`/v1/training-plans/${plan.id}/review`, review), 200)
}

/** A plan in force, with the leadership group that it needs. */
export async function planInForce(district: District, school: School, content: object = {}): Promise<Any> {
  await setLeaders(school)
  return approvePlan(district, school, await draftPlan(school, content))
}

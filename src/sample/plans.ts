import type { Actor } from '../access/schema.js'
import { createTrainingPlan } from '../plans/create-training-plan.js'
import { setLeadershipGroup } from '../plans/leadership/set-leadership-group.js'
import { reviewTrainingPlan } from '../plans/review-training-plan.js'
import { recordAnnualReview } from '../plans/reviews/record-annual-review.js'
import { reviseTrainingPlan } from '../plans/revise-training-plan.js'
import type { NewPlanItem, TrainingPlan } from '../plans/schema.js'
import { submitTrainingPlan } from '../plans/submit-training-plan.js'
import { actorAt, schoolOf, type SampleDistrict } from './sample-district.js'
import { trainingPeriod } from './this-year.js'
import { ACADEMIC_YEAR } from './timetable.js'

/** Wednesday afternoons: two class hours of 45 minutes. */
const fixedSlots = [{ weekday: 3, startsAt: '15:30', endsAt: '17:00', location: '示例会议室' }]
const goals = ['提升班主任的家校沟通与班级管理能力', '每位班主任完成不少于 40 课时的校本研修']

/** What every teacher can attend in the year: forty class hours over all modules. */
function itemsOf(academicYear: string, courses: ReadonlyMap<string, string>): NewPlanItem[] {
  const common = { sessions: 4, hoursPerSession: '2', ...trainingPeriod(academicYear) }
  const taught = (title: string) => {
    const courseId = courses.get(title)
    return courseId ? { title, courseId } : { title, theme: `${title}专题` }
  }
  return [
    { ...common, ...taught('班集体建设专题讲座'), module: 'classManagement', form: 'lecture', slot: 1 },
    { ...common, ...taught('主题班会实践演练'), module: 'classActivities', form: 'practicalExercise', slot: 1 },
    { ...common, ...taught('学生发展现场诊断'), module: 'studentDevelopment', form: 'onSiteDiagnosis', slot: 1 },
    {
      ...common,
      ...taught('综合素质评价工具'),
      module: 'comprehensiveEvaluation',
      form: 'onlineTraining',
      delivery: 'online',
    },
    { ...common, ...taught('家校沟通案例研修'), module: 'communication', form: 'caseAnalysis', slot: 1 },
  ]
}

/** The school's own parties to a plan, and the institute that reviews it. */
type Parties = { schoolSourcedId: string; institute: Actor }

/**
 * The open school's plans: that of the year that is over, with its annual review, and this year's, drawn up from it,
 * returned once and approved. Gives back this year's.
 */
export async function planOpenSchool(
  district: SampleDistrict,
  academicYear: string,
  courses: ReadonlyMap<string, string>,
  parties: Parties,
): Promise<TrainingPlan> {
  const { db, clock } = district
  const { schoolSourcedId, institute } = parties
  const administrator = actorAt(district, schoolSourcedId, 'trainingAdministrator')
  const principal = actorAt(district, schoolSourcedId, 'principal')
  const schoolId = schoolOf(district, schoolSourcedId)
  await lead(district, principal, schoolId, [ACADEMIC_YEAR, academicYear])
  const items = itemsOf(ACADEMIC_YEAR, new Map())
  const before = await createTrainingPlan(db, {
    actor: administrator,
    now: clock(),
    plan: { schoolId, academicYear: ACADEMIC_YEAR, goals, fixedSlots, items },
  })
  await submit(district, principal, before.id)
  await review(district, institute, before.id, { decision: 'approve', versionNumber: 1, comments: '同意实施。' })
  const annualReview = {
    date: `${ACADEMIC_YEAR.slice(5)}-08-28`,
    participants: [{ name: '示例校长' }, { name: '示例德育主任' }],
    findings: ['多数班主任达到 40 课时，个别因请假未达到。'],
    changes: ['增加线上研修，方便补修。', '加强家校沟通的案例研修。'],
  }
  await recordAnnualReview(db, { actor: principal, now: clock(), planId: before.id, review: annualReview })

  const { id } = await createTrainingPlan(db, {
    actor: administrator,
    now: clock(),
    plan: { schoolId, academicYear, basedOnPlanId: before.id, items: itemsOf(academicYear, courses) },
  })
  await submit(district, principal, id)
  await review(district, institute, id, {
    decision: 'return',
    versionNumber: 1,
    comments: '请写明家校沟通方面的目标。',
  })
  const change = { goals: [...goals, '每位班主任完成一份家校沟通案例'] }
  await reviseTrainingPlan(db, { actor: administrator, now: clock(), condition: 'any', id, change })
  await submit(district, principal, id)
  return review(district, institute, id, { decision: 'approve', versionNumber: 2, comments: '目标明确，同意实施。' })
}

/** Another school's draft lacks most of what §5.1 and §6.1 ask for: visitors may check and mend it. */
export async function draftInadequatePlan(
  district: SampleDistrict,
  academicYear: string,
  schoolSourcedId: string,
): Promise<TrainingPlan> {
  return createTrainingPlan(district.db, {
    actor: actorAt(district, schoolSourcedId, 'trainingAdministrator'),
    now: district.clock(),
    plan: {
      schoolId: schoolOf(district, schoolSourcedId),
      academicYear,
      goals: goals.slice(0, 1),
      items: itemsOf(academicYear, new Map())
        .slice(0, 2)
        .map((item) => ({ ...item, slot: null })),
    },
  })
}

/** An amendment that waits for somebody to submit it, while the approved plan stays in force. */
export async function amendPlan(
  { db, clock }: SampleDistrict,
  administrator: Actor,
  { id, shown }: TrainingPlan,
): Promise<void> {
  const change = { reason: '家委会建议增加一次专题', notes: [...shown.content.notes, '拟增加一次家委会专题研讨。'] }
  await reviseTrainingPlan(db, { actor: administrator, now: clock(), condition: 'any', id, change })
}

async function lead(
  { db, clock }: SampleDistrict,
  principal: Actor,
  schoolId: string,
  academicYears: readonly string[],
): Promise<void> {
  const content = {
    members: [
      { name: '示例校长', post: '校长', part: 'leader' as const },
      { name: '示例副校长', post: '副校长', part: 'deputy' as const },
      { name: '示例德育主任', post: '德育主任', part: 'member' as const },
    ],
  }
  for (const academicYear of academicYears)
    await setLeadershipGroup(db, { actor: principal, now: clock(), condition: 'none', schoolId, academicYear, content })
}

function submit({ db, clock }: SampleDistrict, principal: Actor, id: string): Promise<TrainingPlan> {
  return submitTrainingPlan(db, { actor: principal, now: clock(), condition: 'none', id })
}

function review(
  { db, clock }: SampleDistrict,
  institute: Actor,
  id: string,
  content: { decision: 'approve' | 'return'; versionNumber: number; comments: string },
): Promise<TrainingPlan> {
  return reviewTrainingPlan(db, { actor: institute, now: clock(), id, review: content })
}

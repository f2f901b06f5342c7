/** One part of a session. Half class hours, since all of the sample is in steps of 0.5. */
export type SampleSegment = {
  form: string
  /** Only where the form leaves it open. */
  category?: 'lecture' | 'practice'
  halfHours: number
}

/** When sessions take place: weekdays after class, evenings on line, Saturdays, holidays. */
export type Slot = 'afternoon' | 'evening' | 'saturday' | 'holiday' | 'friday'

export type ActivityPlan = {
  title: string
  module: string
  slot: Slot
  sessions: number
  segments: readonly SampleSegment[]
  /** Whether one of the teachers presents. */
  presented?: boolean
}

/** What every school holds for its own teachers in the year: 23 sessions. */
export const schoolProgramme: readonly ActivityPlan[] = [
  plan('班集体建设专题讲座', 'classManagement', 'afternoon', 3, [{ form: 'lecture', halfHours: 4 }]),
  plan('班级管理案例分析会', 'classManagement', 'afternoon', 2, [{ form: 'caseAnalysis', halfHours: 4 }], true),
  plan('主题班会实践演练', 'classActivities', 'afternoon', 2, [{ form: 'practicalExercise', halfHours: 4 }], true),
  plan('班级常规现场诊断', 'classManagement', 'afternoon', 2, [{ form: 'onSiteDiagnosis', halfHours: 4 }]),
  plan('学生发展主题探讨', 'studentDevelopment', 'afternoon', 2, [{ form: 'themedDiscussion', halfHours: 3 }], true),
  plan('家校沟通情境体验', 'communication', 'afternoon', 2, [{ form: 'situationalExperience', halfHours: 4 }]),
  plan('班会课例研究', 'classActivities', 'afternoon', 2, [{ form: 'lessonStudy', halfHours: 4 }], true),
  plan('网络研修：综合素质评价', 'comprehensiveEvaluation', 'evening', 3, [{ form: 'onlineTraining', halfHours: 4 }]),
  plan('网络研修：评价工具实作', 'comprehensiveEvaluation', 'evening', 1, [
    { form: 'onlineTraining', category: 'practice', halfHours: 3 },
  ]),
  plan('专家指导：学生个案辅导', 'studentDevelopment', 'saturday', 2, [
    { form: 'expertGuidance', category: 'lecture', halfHours: 2 },
    { form: 'expertGuidance', category: 'practice', halfHours: 4 },
  ]),
  plan('班级活动设计：讲座与演练', 'classActivities', 'saturday', 2, [
    { form: 'lecture', halfHours: 4 },
    { form: 'practicalExercise', halfHours: 2 },
  ]),
  plan('班级教育资源开发', 'comprehensiveEvaluation', 'holiday', 1, [{ form: 'resourceDevelopment', halfHours: 8 }]),
]

/** What the schools of a group hold together, one of them as the host: 5 sessions. */
export const jointProgramme: readonly ActivityPlan[] = [
  plan('集团联合学习观摩', 'classActivities', 'friday', 2, [{ form: 'observation', halfHours: 6 }]),
  plan('集团联合专题讲座', 'communication', 'friday', 2, [{ form: 'lecture', halfHours: 4 }]),
  plan('集团暑期联合研修', 'studentDevelopment', 'holiday', 1, [
    { form: 'lecture', halfHours: 4 },
    { form: 'caseAnalysis', halfHours: 4 },
  ]),
]

function plan(
  title: string,
  module: string,
  slot: Slot,
  sessions: number,
  segments: readonly SampleSegment[],
  presented = false,
): ActivityPlan {
  return { title, module, slot, sessions, segments, presented }
}

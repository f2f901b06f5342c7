import type { Actor } from '../access/schema.js'
import { recordCompetenceAssessment } from '../needs/assessments/record-competence-assessment.js'
import { recordInterview } from '../needs/assessments/record-interview.js'
import { answerSurvey } from '../needs/surveys/answer-survey.js'
import { closeSurvey } from '../needs/surveys/close-survey.js'
import { createSurvey } from '../needs/surveys/create-survey.js'
import { openSurvey } from '../needs/surveys/open-survey.js'
import type { NewSurvey } from '../needs/surveys/schema.js'
import { shanghaiDate } from '../lib/calendar.js'
import type { SampleDistrict } from './sample-district.js'

/** Whoever asks and answers, as the use cases know them. */
export type Respondents = {
  institute: Actor
  principal: Actor
  /** Teachers of the open school, who answer everything; and some of other schools. */
  ofOpenSchool: readonly Actor[]
  others: readonly Actor[]
}

const modules = [
  ['classManagement', '班集体管理'],
  ['classActivities', '班级活动组织'],
  ['studentDevelopment', '学生发展指导'],
  ['comprehensiveEvaluation', '综合素质评价'],
  ['communication', '沟通与合作'],
] as const

/** Needs as the district and the open school have asked after them (§3.1); gives back the survey that is still open. */
export async function surveyNeeds(
  district: SampleDistrict,
  academicYear: string,
  { institute, principal, ofOpenSchool, others }: Respondents,
): Promise<{ openSurvey: string }> {
  const ask = (title: string) => ({
    academicYear,
    title,
    questions: modules.map(([module, name]) => ({
      kind: 'scale' as const,
      text: `您在“${name}”方面的研修需求`,
      module,
      minimum: 1,
      maximum: 5,
    })),
  })
  const whole = [...ofOpenSchool, ...others]
  await hold(district, institute, { ...ask('区班主任研修需求调研'), level: 'district', anonymous: false }, whole)
  await hold(district, principal, { ...ask('本校班主任匿名调研'), level: 'school', anonymous: true }, ofOpenSchool)
  const survey = { ...ask('区班主任研修形式意向'), level: 'district', anonymous: false } as const
  const { id } = await open(district, institute, survey)
  await speakWith(district, academicYear, principal, ofOpenSchool)
  return { openSurvey: id }
}

async function open({ db, clock }: SampleDistrict, actor: Actor, survey: NewSurvey): Promise<{ id: string }> {
  const { id } = await createSurvey(db, { actor, survey })
  return openSurvey(db, { actor, now: clock(), id })
}

/** Opens a survey, has it answered and closes it. Communication is needed most, class management least. */
async function hold(
  district: SampleDistrict,
  actor: Actor,
  survey: NewSurvey,
  respondents: readonly Actor[],
): Promise<void> {
  const { db, clock } = district
  const { id } = await open(district, actor, survey)
  for (const [at, teacher] of respondents.entries()) {
    const answers = modules.map((_, index) => ({ question: index + 1, value: Math.min(5, 1 + index + (at % 2)) }))
    await answerSurvey(db, { actor: teacher, now: clock(), id, answers })
  }
  await closeSurvey(db, { actor, now: clock(), id })
}

/** Interviews and assessments of the first teachers of the open school. */
async function speakWith(
  { db, clock }: SampleDistrict,
  academicYear: string,
  principal: Actor,
  [first, second, third]: readonly Actor[],
): Promise<void> {
  const now = clock()
  const date = shanghaiDate(now)
  const interview = {
    teacherId: first!.teacherId!,
    date,
    interviewer: '示例德育主任',
    summary: '希望多做沟通演练，少听讲座。',
    modules: [{ module: 'communication', need: 5 }],
  }
  await recordInterview(db, { actor: principal, now, interview })
  const assess = (actor: Actor, teacher: Actor, kind: 'self' | 'peer' | 'leader', score: number) => {
    const scores = modules.map(([module], index) => ({ module, score: Math.max(1, score - (index % 3)) }))
    const assessment = { teacherId: teacher.teacherId!, kind, academicYear, date, scores }
    return recordCompetenceAssessment(db, { actor, now, assessment })
  }
  await assess(first!, first!, 'self', 4)
  await assess(second!, first!, 'peer', 3)
  await assess(principal, first!, 'leader', 3)
  await assess(second!, second!, 'self', 5)
  await assess(third!, second!, 'peer', 4)
}

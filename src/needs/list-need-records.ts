import type { Tx } from '../db/database.js'
import { findAssessmentsOf, findInterviewsOf, toAssessment, toInterview } from './assessments/read.js'
import type { CompetenceAssessment, Interview } from './assessments/schema.js'
import { findAllAnswersOf } from './surveys/read.js'
import type { SurveyAnswer } from './surveys/schema.js'

export type NeedRecords = {
  surveyAnswers: SurveyAnswer[]
  interviews: Interview[]
  /** About the teacher, and those that the teacher made of colleagues. */
  competenceAssessments: CompetenceAssessment[]
}

/**
 * Everything that is held of a teacher's needs by name. Which colleague assessed the teacher is not told here either, and
 * answers to anonymous surveys are nobody's.
 */
export async function listNeedRecordsOf(tx: Tx, districtId: string, teacherId: string): Promise<NeedRecords> {
  const answers = await findAllAnswersOf(tx, districtId, teacherId)
  return {
    surveyAnswers: answers.map(({ surveyId, answers: given, answeredAt }) => ({
      surveyId,
      anonymous: false,
      teacherId,
      answers: given,
      answeredAt,
    })),
    interviews: (await findInterviewsOf(tx, districtId, teacherId)).map(toInterview),
    competenceAssessments: (await findAssessmentsOf(tx, districtId, teacherId)).map((row) =>
      toAssessment(row, teacherId),
    ),
  }
}

import { Type, type Static } from '@sinclair/typebox'
import { closed, Id, nullable, ref } from '../../../lib/wire.js'
import { ModuleCode, TierNumber } from '../../../policy/schema.js'
import {
  Anonymous,
  ChoiceCode,
  QuestionKind,
  QuestionNumber,
  ScaleValue,
  SmallestGroup,
  SurveyStatus,
} from '../schema.js'

const MeanText = Type.String({ pattern: '^(0|[1-9][0-9]{0,2})(\\.[0-9]{1,3})?$', examples: ['3.667'] })
const Count = Type.Integer({ minimum: 0 })

const figures = {
  suppressed: Type.Boolean({
    description: 'Too few, or telling of others who are too few: no figures / 人数过少或可推知他人，不显示数字',
  }),
  count: nullable(Count, { description: 'Teachers who answered it / 作答人数' }),
  mean: nullable(MeanText, { description: 'Of a scale, to thousandths / 量表均值' }),
  values: Type.Array(closed({ value: ScaleValue, count: Count }), { maxItems: 10 }),
  choices: Type.Array(closed({ code: ChoiceCode, count: Count }), { maxItems: 20 }),
}
export type ResultFigures = Static<ReturnType<typeof closed<typeof figures>>>

export const QuestionResult = closed(
  {
    number: QuestionNumber,
    kind: ref(QuestionKind),
    text: Type.String(),
    module: nullable(ModuleCode),
    tier: nullable(TierNumber),
    ...figures,
    byStage: Type.Array(closed({ stage: Type.String(), ...figures }), { maxItems: 10 }),
    byTier: Type.Array(closed({ tier: TierNumber, ...figures }), { maxItems: 20 }),
  },
  { $id: 'QuestionResult' },
)
export type QuestionResult = Static<typeof QuestionResult>

export const SurveyResults = closed(
  {
    surveyId: Id,
    status: ref(SurveyStatus),
    anonymous: Anonymous,
    smallestGroup: SmallestGroup,
    schoolId: nullable(Id, {
      description: 'The school whose part this is; null for the whole / 所属学校，null 为全部',
    }),
    policyEditionCode: Type.String(),
    count: nullable(Count, {
      description: 'Teachers who answered; null when suppressed / 作答人数，不予显示时为 null',
    }),
    questions: Type.Array(ref(QuestionResult), { maxItems: 100 }),
    texts: nullable(Type.Array(Type.String(), { maxItems: 200 }), {
      description: 'What was written, of the one text question that was asked for / 所查询的文字题的回答',
    }),
    nextCursor: nullable(Type.String(), { description: 'Of the texts / 文字回答的下一页' }),
  },
  { $id: 'SurveyResults' },
)
export type SurveyResults = Static<typeof SurveyResults>

/** Answers as they are counted: how many gave each value of a scale, in order, or made each choice. */
export type Tally = {
  /** 0 stands for the whole survey: how many answered anything. */
  question: number
  breakdown: 'all' | 'school' | 'stage' | 'tier'
  /** The school's id, the stage's code or the tier's number; empty for all. */
  group: string
  count: number
  counts: number[]
}

/** The groups that an answer counts in. */
export type AnswerGroups = { school: string; stage: string; tier: number }

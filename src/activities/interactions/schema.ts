import { Type, type Static } from '@sinclair/typebox'
import { itemLimits } from '../../lib/limits.js'
import { closed, Id, Instant, nullable, pageOf, ref, Version } from '../../lib/wire.js'

const Count = (description: string) => Type.Integer({ minimum: 0, maximum: 100_000, description })

const counts = {
  posts: Count('Contributions of her own / 发帖数'),
  replies: Count('Replies to others / 回复数'),
  pollAnswers: Count('Questions and polls answered / 答题与投票数'),
  minutesOnline: Type.Integer({ minimum: 0, maximum: 1440, description: 'Minutes in the session / 在线分钟数' }),
}

export const Interaction = closed(
  {
    id: Id,
    sessionId: Id,
    teacherId: Id,
    ...counts,
    lastSeenAt: nullable(Instant, { description: 'When she was last seen there / 最后在线时刻' }),
    reportedAt: Instant,
    version: Version,
  },
  {
    $id: 'Interaction',
    description:
      'What one teacher did in an online session, as running totals (§4.3, §5.2); they earn no hours / 教师在线上场次中的互动累计，不计课时',
  },
)
export type Interaction = Static<typeof Interaction>
export const InteractionPage = pageOf(ref(Interaction), 'InteractionPage')

export const NewInteraction = closed(
  {
    teacherId: Id,
    ...counts,
    lastSeenAt: Type.Optional(
      nullable(Type.String({ ...Instant, pattern: '^20[0-9]{2}-' }), {
        description: 'When she was last seen there / 最后在线时刻',
      }),
    ),
  },
  { $id: 'NewInteraction' },
)
export type NewInteraction = Static<typeof NewInteraction>

export const InteractionReport = closed(
  {
    items: Type.Array(ref(NewInteraction), {
      minItems: 1,
      maxItems: itemLimits.batch,
      description: 'Totals so far, one item for each teacher / 迄今累计，每名教师一项',
    }),
  },
  { $id: 'InteractionReport' },
)
export type InteractionReport = Static<typeof InteractionReport>

export const InteractionReportAnswer = closed(
  {
    items: Type.Array(ref(Interaction), {
      description: 'As they now stand, in the order given / 按所给顺序，现有数据',
    }),
  },
  { $id: 'InteractionReportAnswer' },
)
export type InteractionReportAnswer = Static<typeof InteractionReportAnswer>

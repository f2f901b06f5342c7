import { Type, type Static } from '@sinclair/typebox'
import { closed, Id, Instant, nullable } from '../../lib/wire.js'

export const NewCheckInCode = closed(
  {
    validMinutes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 60,
        default: 10,
        description:
          'Minutes for which the code holds, at most until the session ends / 签到码有效分钟数，至多到场次结束',
      }),
    ),
  },
  { $id: 'NewCheckInCode' },
)
export type NewCheckInCode = Static<typeof NewCheckInCode>

export const CheckInCode = closed(
  {
    sessionId: Id,
    code: nullable(Type.String({ examples: ['7KQ3XW'] }), {
      description:
        'What teachers type: shown only now, null when the request is repeated / 签到码，仅此一次显示，重发请求时为 null',
    }),
    validUntil: Instant,
  },
  { $id: 'CheckInCode' },
)
export type CheckInCode = Static<typeof CheckInCode>

export const CheckIn = closed(
  {
    code: Type.String({
      minLength: 1,
      maxLength: 20,
      description: 'In capitals or not, with spaces or without / 不分大小写，空格不计',
      examples: ['7KQ3XW'],
    }),
  },
  { $id: 'CheckIn' },
)
export type CheckIn = Static<typeof CheckIn>

export const CheckInTries = closed(
  { sessionId: Id, openedAt: Instant, refused: Type.Integer({ minimum: 1 }) },
  { $id: 'CheckInTries', description: 'How many tries of one teacher a code has refused / 某签到码拒绝该教师的次数' },
)
export type CheckInTries = Static<typeof CheckInTries>

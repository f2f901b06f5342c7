import { Type, type Static } from '@sinclair/typebox'
import { TOKEN_SECONDS } from '../../access/tokens/schema.js'
import { closed, enumeration, Id, nullable } from '../../lib/wire.js'

export const NewTeacherToken = closed(
  {
    teacherId: Id,
    expiresIn: Type.Optional(
      Type.Integer({
        minimum: 60,
        maximum: TOKEN_SECONDS,
        default: TOKEN_SECONDS,
        description: 'Seconds that it lives / 有效秒数',
      }),
    ),
  },
  { $id: 'NewTeacherToken' },
)
export type NewTeacherToken = Static<typeof NewTeacherToken>

export const TeacherToken = closed(
  {
    teacherId: Id,
    accessToken: nullable(Type.String(), {
      description:
        'The token: shown only now, null when the request is repeated / 访问令牌，仅此一次显示，重发请求时为 null',
    }),
    tokenType: enumeration(['Bearer']),
    expiresIn: Type.Integer({ minimum: 60, maximum: TOKEN_SECONDS, description: 'Seconds / 秒' }),
    scope: Type.String({ examples: ['yanxiu'] }),
  },
  { $id: 'TeacherToken' },
)
export type TeacherToken = Static<typeof TeacherToken>

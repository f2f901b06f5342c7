import type { FastifyInstance } from 'fastify'
import { route } from '../../http/route.js'
import { mintTeacherToken } from './mint-teacher-token.js'
import { NewTeacherToken, TeacherToken } from './schema.js'

export function teacherTokenRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'mintTeacherToken',
    method: 'POST',
    path: '/v1/teacher-tokens',
    tag: 'access',
    summary: ['Mint a token for a teacher', '为教师签发令牌'],
    description: [
      'For an application that acts on behalf of one teacher, so that it never holds the key of the school: the teacher now has a homeroom duty within the scope of the client. The token shows what that teacher may see, cannot mint another, and ends with the client or key that minted it.',
      '供代表一名教师操作的应用使用，使其无需持有学校密钥：该教师须正在客户端范围内担任班主任。令牌只能看到该教师可见的内容，不能再签发令牌，并随签发它的客户端或密钥一同失效。',
    ],
    body: NewTeacherToken,
    answer: TeacherToken,
    shownOnce: ['accessToken'],
    status: 201,
    errors: ['notFound', 'teacherNotOnDuty'],
    handle: ({ actor, now }, { body }) => mintTeacherToken(app, { actor, now, request: body }),
  })
}

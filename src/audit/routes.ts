import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { route } from '../http/route.js'
import { closed, Id, Instant, Paging, ref } from '../lib/wire.js'
import { listAuditEntries } from './list-audit-entries.js'
import { listChanges } from './list-changes.js'
import { AuditAction, AuditEntryPage, AuditVerification, ChangeFeed } from './schema.js'
import { verifyAudit } from './verify-audit.js'

const tag = 'audit'
const entriesVerified = 10_000
const Place = (description: string) => Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description })

export function auditRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'listAuditEntries',
    method: 'GET',
    path: '/v1/audit/entries',
    tag,
    summary: ['List audit entries', '列出审计记录'],
    description: [
      'Every write with who did it, on whose behalf, by which request, and what was before and after; reads of personal data by staff and refusals as sums of about ten seconds. Newest first. Names and numbers of persons are withheld. Kept as long as the district (GB/T 22239 asks for six months).',
      '每次写入的操作者、代为操作的教师、请求编号及变更前后的值；工作人员对个人信息的读取和被拒的请求约每十秒汇总一次。从新到旧。姓名及证件、电话号码不予记录。随区一直保存（GB/T 22239 要求不少于六个月）。',
    ],
    query: closed({
      ...Paging,
      kind: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
      resourceId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      teacherId: Type.Optional(Id),
      clientId: Type.Optional(Id),
      action: Type.Optional(ref(AuditAction)),
      from: Type.Optional(Instant),
      to: Type.Optional(Instant),
    }),
    answer: AuditEntryPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      listAuditEntries(app.db, { actor, filters: { limit, ...filters } }),
  })

  route(app, {
    operationId: 'verifyAudit',
    method: 'GET',
    path: '/v1/audit/verification',
    tag,
    summary: ['Verify the audit log', '核验审计记录'],
    description: [
      'Computes the chain of hashes again and names each entry that was changed or taken away. Go on with `nextFrom` until it is null. Keep the last `hash` elsewhere: a later run to the same position must give it again, or the log was rewritten or cut off.',
      '重新计算哈希链，指出被改动或删除的条目。按 `nextFrom` 继续，直到为 null。请另行保存末位 `hash`：以后核验到同一序号须得到同一哈希，否则记录已被重写或截断。',
    ],
    query: closed({
      from: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: 1 })),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: entriesVerified, default: entriesVerified, description: 'Entries / 条数' }),
      ),
    }),
    answer: AuditVerification,
    handle: ({ actor }, { query: { from = 1, limit = entriesVerified } }) =>
      verifyAudit(app.db, { actor, from, limit }),
  })

  route(app, {
    operationId: 'listChanges',
    method: 'GET',
    path: '/v1/changes',
    tag,
    summary: ['List changes', '列出变更'],
    description: [
      'What has changed after a position, in the order in which it became known; nothing is skipped, however many write at once. Begin with `after=0`, go on with the `after` of the answer. A deletion carries the external id. A school’s client hears of its own school.',
      '自某序号之后的变更，按得知的先后排列；并发写入时也不遗漏。从 `after=0` 开始，之后使用应答中的 `after`。删除时附来源编号。学校客户端只得知本校的变更。',
    ],
    query: closed({
      limit: Paging.limit,
      after: Type.Optional(Place('Position of the last change that is known / 已知的最后序号')),
      upTo: Type.Optional(Place('Last position of the window / 区间末尾序号')),
    }),
    answer: ChangeFeed,
    handle: ({ actor }, { query: { after = 0, upTo = null, limit = 50 } }) =>
      listChanges(app.db, { actor, after, upTo, limit }),
  })
}

import { Type, type Static } from '@sinclair/typebox'
import { closed, enumeration, Id, Instant, nullable, pageOf, ref, Sha256, Version } from '../lib/wire.js'

export const AuditAction = enumeration(['create', 'update', 'delete', 'read', 'denial'], {
  $id: 'AuditAction',
  description:
    'What was done; reads of personal data and refusals are counted together by client and operation / 动作；对个人信息的读取和被拒的请求按客户端与操作汇总',
})

const Position = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Place in the chain of the district, without gaps / 在本区链中的序号，连续无间断',
})

const Values = (description: string) => nullable(Type.Record(Type.String(), Type.Unknown()), { description })

const subject = {
  kind: Type.String({ description: 'Kind of thing, such as attendance / 对象种类', examples: ['attendance'] }),
  sourcedId: nullable(Type.String(), { description: 'Key in the source system / 来源系统中的编号' }),
  schoolId: nullable(Id),
  teacherId: nullable(Id),
  version: nullable(Version),
}

export const AuditEntry = closed(
  {
    position: Position,
    id: Id,
    at: Instant,
    action: ref(AuditAction),
    ...subject,
    resourceId: Type.String({ description: 'Id of the thing, or its key / 对象编号或主键' }),
    clientId: nullable(Id, { description: 'Null for what was written by hand / 直接写入数据库者为 null' }),
    role: nullable(Type.String()),
    onBehalfOfTeacherId: nullable(Id, { description: 'The teacher for whom the client acted / 代为操作的教师' }),
    operation: nullable(
      Type.String({ description: 'operationId, or the kind of long operation / 操作名称或长任务种类' }),
    ),
    requestId: nullable(Id, { description: 'Request-Id of the answer, or the operation / 请求编号或长任务编号' }),
    before: Values('Values that changed, as they were; personal data is withheld / 变更前的值，个人信息不予记录'),
    after: Values('Values as they became; all of them at the creation / 变更后的值，新建时为全部值'),
    hash: Sha256('SHA-256 of the hash before and this entry / 前一哈希与本条内容的 SHA-256'),
  },
  { $id: 'AuditEntry' },
)
export type AuditEntry = Static<typeof AuditEntry>

export const AuditEntryPage = pageOf(ref(AuditEntry), 'AuditEntryPage')

export const AuditFault = closed(
  {
    position: Position,
    changeId: nullable(Id),
    fault: enumeration(['changed', 'entryMissing', 'placeMissing'], {
      description:
        'changed: the entry is not what was chained; entryMissing: it is gone; placeMissing: its link is gone / changed 内容被改；entryMissing 条目被删；placeMissing 链节被删',
    }),
  },
  { $id: 'AuditFault' },
)

export const AuditVerification = closed(
  {
    intact: Type.Boolean({ description: 'No fault between the two positions / 区间内无异常' }),
    from: Position,
    through: Type.Integer({ minimum: 0, description: 'Last position looked at; 0 for an empty log / 已核对到的序号' }),
    faults: Type.Array(ref(AuditFault), { description: 'At most 100 / 至多 100 条' }),
    hash: nullable(
      Sha256('Hash at `through`: keep it elsewhere, and compare it later / 末位哈希，请另行保存以便日后比对'),
    ),
    nextFrom: nullable(Position, { description: 'Where to go on; null at the end / 继续核对的起点，到末尾为 null' }),
  },
  { $id: 'AuditVerification' },
)
export type AuditVerification = Static<typeof AuditVerification>

export const Change = closed(
  {
    position: Position,
    at: Instant,
    action: enumeration(['create', 'update', 'delete'], { description: 'What happened / 动作' }),
    id: Type.String({ description: 'Id of the thing, or its key / 对象编号或主键' }),
    ...subject,
  },
  { $id: 'Change' },
)
export type Change = Static<typeof Change>

export const ChangeFeed = closed(
  {
    data: Type.Array(ref(Change), { description: 'In the order in which they became known / 按得知的先后' }),
    after: Type.Integer({ minimum: 0, description: 'Give it as `after` next time / 下次请求的 after' }),
    more: Type.Boolean({ description: 'There is more at once / 还有更多' }),
  },
  { $id: 'ChangeFeed' },
)
export type ChangeFeed = Static<typeof ChangeFeed>

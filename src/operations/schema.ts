import { Type, type Static } from '@sinclair/typebox'
import { closed, enumeration, Id, Instant, nullable, ref, Version } from '../lib/wire.js'

export const OperationKind = enumeration(['import', 'export', 'districtCreditRuns'], {
  $id: 'OperationKind',
  description: 'What the long work does / 长任务的种类',
})
export type OperationKind = Static<typeof OperationKind>

export const OperationStatus = enumeration(['queued', 'running', 'succeeded', 'failed', 'cancelled'], {
  $id: 'OperationStatus',
  description: 'How far the long work is / 长任务的状态',
})
export type OperationStatus = Static<typeof OperationStatus>

export const OperationError = closed(
  { code: Type.String(), title: Type.String(), detail: Type.String() },
  { $id: 'OperationError', description: 'Why the work failed, in the language asked for / 失败原因' },
)

export const Operation = closed(
  {
    id: Id,
    kind: ref(OperationKind),
    status: ref(OperationStatus),
    progress: closed({ done: Type.Integer({ minimum: 0 }), total: Type.Integer({ minimum: 0 }) }),
    error: nullable(ref(OperationError)),
    result: nullable(Type.Record(Type.String(), Type.Unknown())),
    createdAt: Instant,
    finishedAt: nullable(Instant),
    version: Version,
  },
  { $id: 'Operation' },
)
export type Operation = Static<typeof Operation>

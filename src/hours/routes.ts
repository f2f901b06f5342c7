import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../db/database.js'
import { route } from '../http/route.js'
import { AcademicYearCode, closed, Id, Paging, ref, SemesterNumber } from '../lib/wire.js'
import { listHourEntries } from './read.js'
import { recognizeOutsideHours } from './recognize-outside-hours.js'
import { resolveHeldHours } from './resolve-held-hours.js'
import { reverseHourEntry } from './reverse-hour-entry.js'
import {
  EnteredHours,
  HeldResolution,
  HourEntry,
  HourEntryKind,
  HourEntryPage,
  OutsideHours,
  Reversal,
} from './schema.js'

const tag = 'hours'
const ById = closed({ id: Id })

export function hourRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'listHourEntries',
    method: 'GET',
    path: '/v1/hour-entries',
    tag,
    summary: ['List hour entries', '列出课时台账'],
    description: [
      'Teacher by teacher in the order of each ledger. `unresolved` keeps the held entries that wait for a choice.',
      '按教师及其台账顺序排列。`unresolved` 只列待定而未处理的条目。',
    ],
    query: closed({
      ...Paging,
      teacherId: Type.Optional(Id),
      academicYear: Type.Optional(AcademicYearCode),
      semester: Type.Optional(SemesterNumber),
      sessionId: Type.Optional(Id),
      kind: Type.Optional(ref(HourEntryKind)),
      unresolved: Type.Optional(Type.Boolean()),
    }),
    answer: HourEntryPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, ...filters } }) =>
      query(app.db, actor, (tx) => listHourEntries(tx, actor, { limit, ...filters })),
  })

  route(app, {
    operationId: 'recognizeOutsideHours',
    method: 'POST',
    path: '/v1/outside-hours',
    tag,
    summary: ['Recognise outside hours', '认定校外课时'],
    description: ['Training held elsewhere, with its evidence.', '认定在其他单位参加的培训课时，须附证明材料。'],
    body: OutsideHours,
    answer: HourEntry,
    status: 201,
    errors: [
      'unknownTeacher',
      'dateOutsideCalendar',
      'dateInFuture',
      'noDutyOnDate',
      'noPolicyEdition',
      'hoursNotPositive',
      'hoursOffStep',
      'hoursAboveMaximum',
      'unknownModule',
      'outsideHoursExist',
      'rulesRefused',
    ],
    handle: ({ actor, now }, { body }) => recognizeOutsideHours(app.db, { actor, now, outside: body }),
  })

  route(app, {
    operationId: 'reverseHourEntry',
    method: 'POST',
    path: '/v1/hour-entries/:id/reverse',
    tag,
    summary: ['Reverse an hour entry', '冲销课时'],
    description: [
      'Adds an entry that takes the hours back, in the same semester. What is sealed stays; an amendment posts the difference.',
      '新增一条冲销条目，归入原学期。已封存的赋分不变，差额由更正赋分处理。',
    ],
    params: ById,
    body: Reversal,
    answer: EnteredHours,
    status: 201,
    errors: ['entryNotReversible', 'entryAlreadyReversed', 'rulesRefused'],
    handle: ({ actor, now }, { params, body }) =>
      reverseHourEntry(app.db, { actor, now, id: params.id, reason: body.reason }),
  })

  route(app, {
    operationId: 'resolveHeldHours',
    method: 'POST',
    path: '/v1/hour-entries/:id/resolve',
    tag,
    summary: ['Resolve held hours', '处理待定课时'],
    description: [
      '`count` lets the held hours count and reverses what they overlap; `dismiss` closes them uncounted.',
      '`count` 采纳待定课时并冲销与之重叠的课时；`dismiss` 不予计入。',
    ],
    params: ById,
    body: HeldResolution,
    answer: EnteredHours,
    status: 201,
    errors: ['entryNotHeld', 'heldAlreadyResolved', 'overlapElsewhere', 'rulesRefused'],
    handle: ({ actor, now }, { params, body }) =>
      resolveHeldHours(app.db, { actor, now, id: params.id, resolution: body }),
  })
}

import { Type, type Static } from '@sinclair/typebox'
import {
  AcademicYearCode,
  closed,
  DateOnly,
  enumeration,
  HoursText,
  Id,
  Instant,
  Line,
  nullable,
  pageOf,
  ref,
  SemesterNumber,
} from '../lib/wire.js'
import { Category } from '../policy/schema.js'

export const Delivery = enumeration(['onSite', 'online'], {
  $id: 'Delivery',
  description: '线下 onSite, 线上 online (§4.3)',
})
export type Delivery = Static<typeof Delivery>

export const ParticipationRole = enumeration(['participant', 'presenter'], {
  $id: 'ParticipationRole',
  description: '参加 participant, 主讲 presenter',
})
export type ParticipationRole = Static<typeof ParticipationRole>

export const HourEntryKind = enumeration(['earned', 'held', 'release', 'dismissal', 'reversal'], {
  $id: 'HourEntryKind',
  description:
    'earned counts; held waits because it overlaps another session; release counts a held entry; dismissal closes a held entry uncounted; reversal takes an entry back / 计入、待定、采纳、不采纳、冲销',
})
export type HourEntryKind = Static<typeof HourEntryKind>

export const HourSource = enumeration(['session', 'outside'], {
  $id: 'HourSource',
  description: '校本研修场次 session, 校外认定 outside',
})
export type HourSource = Static<typeof HourSource>

export const HourEntry = closed(
  {
    id: Id,
    teacherId: Id,
    number: Type.Integer({ minimum: 1, description: "Position in the teacher's ledger / 在该教师台账中的序号" }),
    kind: ref(HourEntryKind),
    target: nullable(Type.Integer({ minimum: 1 }), {
      description: 'Number of the entry that this one names / 所指条目的序号',
    }),
    category: ref(Category),
    form: nullable(Type.String()),
    module: nullable(Type.String()),
    role: ref(ParticipationRole),
    delivery: ref(Delivery),
    hours: HoursText,
    date: DateOnly,
    academicYear: AcademicYearCode,
    semester: SemesterNumber,
    schoolId: Id,
    source: ref(HourSource),
    title: Type.String(),
    sessionId: nullable(Id),
    segment: nullable(Type.Integer({ minimum: 1 })),
    startsAt: nullable(Instant),
    endsAt: nullable(Instant),
    recordedAt: Instant,
    knownAt: Instant,
    policyEditionId: Id,
    enteredBy: Id,
    reason: nullable(Type.String()),
    issuer: nullable(Type.String()),
    evidence: nullable(Type.String()),
  },
  { $id: 'HourEntry' },
)
export type HourEntry = Static<typeof HourEntry>
export const HourEntryPage = pageOf(ref(HourEntry), 'HourEntryPage')

export const OutsideHours = closed(
  {
    teacherId: Id,
    title: Line(200),
    date: DateOnly,
    category: ref(Category),
    hours: HoursText,
    issuer: Line(200),
    evidence: Line(500, { description: 'Number or address of the certificate / 证书编号或证明材料地址' }),
    module: Type.Optional(Type.String({ maxLength: 64 })),
  },
  { $id: 'OutsideHours' },
)
export type OutsideHours = Static<typeof OutsideHours>

export const Reversal = closed({ reason: Line(500) }, { $id: 'Reversal' })
export type Reversal = Static<typeof Reversal>

export const HeldResolution = closed(
  {
    decision: enumeration(['count', 'dismiss'], {
      description: 'count: these hours count and the overlapping ones are reversed; dismiss: they never count',
    }),
    reason: Line(500),
  },
  { $id: 'HeldResolution' },
)
export type HeldResolution = Static<typeof HeldResolution>

export const EnteredHours = closed(
  { entries: Type.Array(ref(HourEntry), { description: 'The entries that were added / 新增的台账条目' }) },
  { $id: 'EnteredHours' },
)
export type EnteredHours = Static<typeof EnteredHours>

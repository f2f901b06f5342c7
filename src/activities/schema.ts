import { Type, type Static } from '@sinclair/typebox'
import { Delivery } from '../hours/schema.js'
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
  SourcedId,
  Version,
} from '../lib/wire.js'
import { Category, FormCode, ModuleCode, TierNumber } from '../policy/schema.js'

export const SessionStatus = enumeration(['scheduled', 'confirmed', 'cancelled'], {
  $id: 'SessionStatus',
  description: '已安排 scheduled, 已确认 confirmed, 已取消 cancelled',
})
export type SessionStatus = Static<typeof SessionStatus>

export const SessionSegment = closed(
  {
    number: Type.Integer({ minimum: 1 }),
    form: FormCode,
    category: ref(Category),
    module: nullable(ModuleCode),
    hours: HoursText,
  },
  { $id: 'SessionSegment' },
)
export type SessionSegment = Static<typeof SessionSegment>

export const NewSegment = closed(
  {
    form: FormCode,
    category: Type.Optional(ref(Category)),
    module: Type.Optional(ModuleCode),
    hours: HoursText,
  },
  { $id: 'NewSegment', description: 'Without a category the form’s default holds / 省略类别时取该形式的默认类别' },
)
export type NewSegment = Static<typeof NewSegment>

const NewSegments = Type.Array(ref(NewSegment), { minItems: 1, maxItems: 20 })

export const Session = closed(
  {
    id: Id,
    activityId: Id,
    status: ref(SessionStatus),
    startsAt: Instant,
    endsAt: Instant,
    date: DateOnly,
    semester: SemesterNumber,
    delivery: ref(Delivery),
    location: nullable(Type.String()),
    segments: Type.Array(ref(SessionSegment)),
    confirmedAt: nullable(Instant),
    cancellationReason: nullable(Type.String()),
    version: Version,
  },
  { $id: 'Session' },
)
export type Session = Static<typeof Session>

export const NewSession = closed(
  {
    startsAt: Instant,
    endsAt: Instant,
    delivery: Type.Optional(ref(Delivery)),
    location: Type.Optional(Line(200)),
    segments: NewSegments,
  },
  { $id: 'NewSession' },
)
export type NewSession = Static<typeof NewSession>

export const SessionChange = closed(
  {
    startsAt: Type.Optional(Instant),
    endsAt: Type.Optional(Instant),
    delivery: Type.Optional(ref(Delivery)),
    location: Type.Optional(nullable(Line(200))),
    segments: Type.Optional(NewSegments),
  },
  { $id: 'SessionChange', minProperties: 1 },
)
export type SessionChange = Static<typeof SessionChange>

export const SessionCancellation = closed({ reason: Line(500) }, { $id: 'SessionCancellation' })
export type SessionCancellation = Static<typeof SessionCancellation>

const TierNumbers = Type.Array(TierNumber, {
  minItems: 1,
  maxItems: 20,
  uniqueItems: true,
  description: 'The tiers of courses that it is open to (§3.3); null for all / 面向的课程分层，null 表示全部',
})
const Capacity = Type.Integer({
  minimum: 1,
  maximum: 10_000,
  description: 'How many can be registered, the others wait; null for any number / 报名名额，满额后候补，null 表示不限',
})
const ClosesAt = Type.String({
  ...Instant,
  pattern: '^20[0-9]{2}-',
  description:
    'Nobody registers from this instant on; null for up to the last session / 报名截止时刻，null 表示至最后一场开始前',
})

export const Activity = closed(
  {
    id: Id,
    sourcedId: nullable(SourcedId),
    title: Type.String(),
    description: nullable(Type.String()),
    hostSchoolId: Id,
    academicYear: AcademicYearCode,
    schoolIds: Type.Array(Id, { description: 'The other schools of a joint activity / 联合活动的其他学校' }),
    tiers: nullable(TierNumbers),
    capacity: nullable(Capacity),
    registrationClosesAt: nullable(Instant),
    courseId: nullable(Id, { description: 'The course that it teaches / 所讲授的课程' }),
    courseVersion: nullable(Type.Integer({ minimum: 1 }), {
      description: 'The version that was published when the course was named / 指定课程时所发布的版本',
    }),
    sessions: Type.Array(ref(Session)),
    createdAt: Instant,
    updatedAt: Instant,
    version: Version,
  },
  { $id: 'Activity' },
)
export type Activity = Static<typeof Activity>
export const ActivityPage = pageOf(ref(Activity), 'ActivityPage')

export const NewActivity = closed(
  {
    sourcedId: Type.Optional(SourcedId),
    title: Line(200),
    description: Type.Optional(Line(2000)),
    hostSchoolId: Id,
    academicYear: AcademicYearCode,
    schoolIds: Type.Optional(Type.Array(Id, { maxItems: 200, uniqueItems: true })),
    tiers: Type.Optional(nullable(TierNumbers)),
    capacity: Type.Optional(nullable(Capacity)),
    registrationClosesAt: Type.Optional(nullable(ClosesAt)),
    courseId: Type.Optional(
      nullable(Id, {
        description:
          'A published course of the host school or shared in the district; `tiers` left out are its / 主办学校或全区共享的已发布课程；省略 `tiers` 时取其分层',
      }),
    ),
    sessions: Type.Array(ref(NewSession), { minItems: 1, maxItems: 100 }),
  },
  { $id: 'NewActivity' },
)
export type NewActivity = Static<typeof NewActivity>

export const ActivityChange = closed(
  {
    title: Type.Optional(Line(200)),
    description: Type.Optional(nullable(Line(2000))),
    schoolIds: Type.Optional(Type.Array(Id, { maxItems: 200, uniqueItems: true })),
    tiers: Type.Optional(nullable(TierNumbers)),
    capacity: Type.Optional(nullable(Capacity)),
    registrationClosesAt: Type.Optional(nullable(ClosesAt)),
    courseId: Type.Optional(
      nullable(Id, {
        description:
          'Until a session is confirmed; `tiers` stay as they are / 仅在尚无已确认场次时可改；`tiers` 不随之变化',
      }),
    ),
  },
  { $id: 'ActivityChange', minProperties: 1 },
)
export type ActivityChange = Static<typeof ActivityChange>

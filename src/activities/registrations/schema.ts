import { Type, type Static } from '@sinclair/typebox'
import { closed, enumeration, Id, Instant, nullable, pageOf, ref, Version } from '../../lib/wire.js'

export const RegistrationStatus = enumeration(['registered', 'waiting', 'cancelled'], {
  $id: 'RegistrationStatus',
  description: '已报名 registered, 候补 waiting, 已取消 cancelled',
})
export type RegistrationStatus = Static<typeof RegistrationStatus>

export const Registration = closed(
  {
    id: Id,
    activityId: Id,
    teacherId: Id,
    status: ref(RegistrationStatus),
    waitingPlace: nullable(Type.Integer({ minimum: 1 }), {
      description:
        'Place in the waiting list, 1 moves up first; null unless waiting / 候补顺位，1 最先递补，非候补为 null',
    }),
    registeredAt: Instant,
    placedAt: nullable(Instant, {
      description:
        'When a place was given, at once or by moving up; the registration is for the sessions after it / 获得名额的时刻（报名当时或递补时），报名所及为此后的场次',
    }),
    cancelledAt: nullable(Instant),
    version: Version,
  },
  { $id: 'Registration', description: 'One teacher’s registration for one activity / 一名教师对一个活动的报名' },
)
export type Registration = Static<typeof Registration>
export const RegistrationPage = pageOf(ref(Registration), 'RegistrationPage')

export const NewRegistration = closed(
  {
    teacherId: Type.Optional(
      Type.String({
        ...Id,
        description: 'Left out by a teacher; whom a school registers / 教师本人报名时省略，学校代报时必填',
      }),
    ),
  },
  { $id: 'NewRegistration' },
)
export type NewRegistration = Static<typeof NewRegistration>

export const RegistrationOutcome = enumeration(['created', 'unchanged'], {
  $id: 'RegistrationOutcome',
  description: 'unchanged: the teacher was registered or waiting already / 此前已报名或候补',
})

export const RegistrationAnswer = closed(
  { outcome: ref(RegistrationOutcome), data: ref(Registration) },
  { $id: 'RegistrationAnswer' },
)
export type RegistrationAnswer = Static<typeof RegistrationAnswer>

import { Type, type Static } from '@sinclair/typebox'
import { closed, DateOfCentury, DateOnly, enumeration, Id, Instant, Line, nullable, ref } from '../../lib/wire.js'
import { ProfessionalTitle } from '../../roster/schema.js'
import { TierNumber } from '../../policy/schema.js'

const Name = closed({ en: Type.String(), zh: Type.String() })
const explained = { clause: Type.String(), en: Type.String(), zh: Type.String() }

export const TierOverride = closed(
  { id: Id, teacherId: Id, tier: TierNumber, reason: Type.String(), from: DateOnly, to: DateOnly, recordedAt: Instant },
  { $id: 'TierOverride', description: 'A tier that the school has set for a time / 学校指定的层级，有期限' },
)
export type TierOverride = Static<typeof TierOverride>

export const NewTierOverride = closed(
  { tier: TierNumber, reason: Line(500), from: DateOfCentury, to: DateOfCentury },
  { $id: 'NewTierOverride' },
)
export type NewTierOverride = Static<typeof NewTierOverride>

export const TeacherTier = closed(
  {
    teacherId: Id,
    date: DateOnly,
    policyEditionCode: Type.String(),
    tier: TierNumber,
    tierName: Name,
    stage: Type.String({ description: 'Career stage: a code of the policy edition (§2.2) / 发展阶段' }),
    stageName: Name,
    serviceYears: Type.Integer({ minimum: 0, description: 'Completed years of homeroom service / 班主任任职满年数' }),
    reasons: Type.Array(
      closed({ kind: enumeration(['service', 'title', 'override']), tier: TierNumber, ...explained }),
      { description: 'Everything that has a say, what decides last / 各项依据，最后一项起决定作用' },
    ),
    override: nullable(ref(TierOverride)),
    next: Type.Array(
      closed({
        kind: enumeration(['service', 'title']),
        tier: TierNumber,
        serviceYears: nullable(Type.Integer({ minimum: 0 })),
        on: nullable(DateOnly, { description: 'The day, if the duty goes on / 持续任职将达到的日期' }),
        title: nullable(ref(ProfessionalTitle)),
        ...explained,
      }),
      { description: 'What leads to a higher tier (§2.2); nothing at the highest / 进入更高层级的途径' },
    ),
  },
  { $id: 'TeacherTier' },
)
export type TeacherTier = Static<typeof TeacherTier>

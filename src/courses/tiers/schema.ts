import { Type, type Static } from '@sinclair/typebox'
import {
  closed,
  DateOfCentury,
  DateOnly,
  enumeration,
  Id,
  Instant,
  Line,
  nullable,
  pageOf,
  ref,
} from '../../lib/wire.js'
import { ProfessionalTitle } from '../../roster/schema.js'
import { TierNumber } from '../../policy/schema.js'

const Name = closed({ en: Type.String(), zh: Type.String() })
const explained = { clause: Type.String(), en: Type.String(), zh: Type.String() }

export const TierOverride = closed(
  {
    id: Id,
    teacherId: Id,
    tier: TierNumber,
    reason: Type.String({ description: 'The pseudonym once the person was erased / 个人信息删除后为代称' }),
    from: DateOnly,
    to: DateOnly,
    recordedAt: Instant,
    ended: nullable(
      closed({
        at: Instant,
        reason: Type.String(),
        lastDay: nullable(DateOnly, {
          description: 'The last day on which it holds; null when it was withdrawn / 最后生效日；撤销的为 null',
        }),
      }),
      { description: 'Null unless it was ended before its time / 未提前结束的为 null' },
    ),
  },
  { $id: 'TierOverride', description: 'A tier that the school has set for a time / 学校指定的层级，有期限' },
)
export type TierOverride = Static<typeof TierOverride>
export const TierOverridePage = pageOf(ref(TierOverride), 'TierOverridePage')

export const NewTierOverride = closed(
  { tier: TierNumber, reason: Line(500), from: DateOfCentury, to: DateOfCentury },
  { $id: 'NewTierOverride' },
)
export type NewTierOverride = Static<typeof NewTierOverride>

export const TierOverrideEnd = closed(
  {
    reason: Line(500),
    lastDay: Type.Optional(
      Type.String({
        ...DateOfCentury,
        description:
          'The last day on which it holds; left out, it is withdrawn as if it had never been set / 最后生效日；省略则撤销，视为从未指定',
      }),
    ),
  },
  { $id: 'TierOverrideEnd' },
)
export type TierOverrideEnd = Static<typeof TierOverrideEnd>

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
        kind: enumeration(['override', 'service', 'title']),
        tier: TierNumber,
        serviceYears: nullable(Type.Integer({ minimum: 0 })),
        on: nullable(DateOnly, {
          description:
            'The day from which it holds, if duties go on; never while the school has set another tier / 持续任职时的生效日，不早于学校指定期满',
        }),
        title: nullable(ref(ProfessionalTitle)),
        ...explained,
      }),
      {
        description:
          'What comes next (§2.2): a tier that the school has set begins or ends; what leads above the tier that service and title give / 后续变化：学校指定的起止，及按任职年数和称号进入更高层级的途径',
      },
    ),
  },
  { $id: 'TeacherTier' },
)
export type TeacherTier = Static<typeof TeacherTier>

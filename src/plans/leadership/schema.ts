import { Type, type Static } from '@sinclair/typebox'
import { AcademicYearCode, closed, enumeration, Id, Instant, Line, ref, Version } from '../../lib/wire.js'
import { PutOutcome } from '../../roster/schema.js'
import { NamedPerson, PersonReference } from '../people/schema.js'

export const LeadershipPart = enumeration(['leader', 'deputy', 'member'], {
  $id: 'LeadershipPart',
  description: '组长 leader, 副组长 deputy, 组员 member (§6.1)',
})
export type LeadershipPart = Static<typeof LeadershipPart>

export const LeadershipMember = closed(
  { ...NamedPerson.properties, post: Type.String(), part: ref(LeadershipPart) },
  { $id: 'LeadershipMember' },
)
export type LeadershipMember = Static<typeof LeadershipMember>

export const LeadershipGroup = closed(
  {
    schoolId: Id,
    academicYear: AcademicYearCode,
    members: Type.Array(ref(LeadershipMember)),
    updatedAt: Instant,
    version: Version,
  },
  { $id: 'LeadershipGroup', description: '班主任校本研修领导小组 (§6.1)' },
)
export type LeadershipGroup = Static<typeof LeadershipGroup>

export const NewLeadershipMember = closed(
  {
    ...PersonReference.properties,
    post: Line(50, { description: 'Post in the school / 职务', examples: ['校长'] }),
    part: ref(LeadershipPart),
  },
  { $id: 'NewLeadershipMember' },
)
export type NewLeadershipMember = Static<typeof NewLeadershipMember>

export const LeadershipGroupContent = closed(
  { members: Type.Array(ref(NewLeadershipMember), { maxItems: 50 }) },
  { $id: 'LeadershipGroupContent' },
)
export type LeadershipGroupContent = Static<typeof LeadershipGroupContent>

export const LeadershipGroupPut = closed(
  { outcome: ref(PutOutcome), data: ref(LeadershipGroup) },
  { $id: 'LeadershipGroupPut' },
)
export type LeadershipGroupPut = Static<typeof LeadershipGroupPut>

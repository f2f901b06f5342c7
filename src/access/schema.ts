import { Type, type Static } from '@sinclair/typebox'
import { closed, enumeration, Id, Instant, Line, nullable, pageOf, ref, Version } from '../lib/wire.js'

export const Role = enumeration(
  [
    'operator',
    'bureau',
    'institute',
    'principal',
    'trainingAdministrator',
    'teamLeader',
    'teacher',
    'auditor',
    'integration',
  ],
  { description: 'Role of a client / 客户端角色' },
)
export type Role = Static<typeof Role>

/** The roles that a district's clients can have: the operator stands above districts. */
export const DistrictRole = enumeration(
  ['bureau', 'institute', 'principal', 'trainingAdministrator', 'teamLeader', 'teacher', 'auditor', 'integration'],
  { $id: 'DistrictRole', description: "Role of a district's client / 区内客户端角色" },
)
export type DistrictRole = Static<typeof DistrictRole>

export const Client = closed(
  {
    id: Id,
    name: Type.String(),
    role: ref(DistrictRole),
    schoolId: nullable(Id, { description: 'The one school that it may see / 所限定的学校' }),
    teacherId: nullable(Id, { description: 'The one teacher that it may see / 所限定的教师' }),
    keyStart: Type.String({
      description: 'First characters of the key, to tell keys apart / 密钥的开头几位，用于辨认',
    }),
    expiresAt: nullable(Instant),
    lastUsedAt: nullable(Instant),
    revokedAt: nullable(Instant),
    createdAt: Instant,
    version: Version,
  },
  { $id: 'Client' },
)
export type Client = Static<typeof Client>

export const ClientPage = pageOf(ref(Client), 'ClientPage')

const Key = nullable(Type.String(), {
  description:
    'The API key: shown only now, null when the request is repeated / API 密钥，仅此一次显示，重发请求时为 null',
})

export const ClientWithKey = closed({ client: ref(Client), key: Key }, { $id: 'ClientWithKey' })
export type ClientWithKey = Static<typeof ClientWithKey>

export const NewClient = closed(
  {
    name: Line(100),
    role: ref(DistrictRole),
    districtId: Type.Optional(Id),
    schoolId: Type.Optional(Id),
    teacherId: Type.Optional(Id),
    expiresAt: Type.Optional(
      Type.String({ ...Instant, pattern: '^20[0-9]{2}-', description: 'Before 2100 / 2100 年之前' }),
    ),
  },
  { $id: 'NewClient' },
)
export type NewClient = Static<typeof NewClient>

export const District = closed(
  { id: Id, code: Type.String(), name: Type.String(), createdAt: Instant },
  { $id: 'District' },
)
export type District = Static<typeof District>

export const NewDistrict = closed(
  {
    code: Type.String({
      pattern: '^[a-z0-9][a-z0-9-]{1,31}$',
      description: "The district's short code / 区的简码",
      examples: ['putuo'],
    }),
    name: Line(100),
  },
  { $id: 'NewDistrict' },
)
export type NewDistrict = Static<typeof NewDistrict>

export const DistrictWithKey = closed(
  { district: ref(District), client: ref(Client), key: Key },
  { $id: 'DistrictWithKey' },
)
export type DistrictWithKey = Static<typeof DistrictWithKey>

export const Bound = enumeration(['none', 'districts', 'district', 'school', 'self'], {
  $id: 'Bound',
  description:
    'none: refused (403); districts: opening them and their clients; else what lies outside does not exist (404) / none 拒绝（403）；districts 开设区及其客户端；其余为可及范围，范围外视为不存在（404）',
})

export const Permission = closed(
  {
    operationId: Type.String(),
    bounds: closed(
      Object.fromEntries(['operator', ...DistrictRole.enum].map((role) => [role, ref(Bound)])) as Record<
        Role,
        ReturnType<typeof ref<typeof Bound>>
      >,
      { description: 'How far the call reaches, by role / 各角色的可及范围' },
    ),
  },
  { $id: 'Permission' },
)

export const PermissionTable = closed({ data: Type.Array(ref(Permission)) }, { $id: 'PermissionTable' })

/** What a client may see: its district, and within it optionally one school or one teacher. */
export type Scope = { districtId: string; schoolId: string | null; teacherId: string | null }

/**
 * Who acts: a client, within its scope; and the teacher on whose behalf it does, when it came with a token that was minted
 * for one. `teacherId` alone says only that the client itself is bound to that teacher.
 */
export type Actor = Scope & {
  clientId: string
  role: Role
  onBehalfOfTeacherId: string | null
  /** Which of the client's keys it came with; none where the service acts by itself. */
  keyVersion?: number
}

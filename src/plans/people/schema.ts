import { Type, type Static } from '@sinclair/typebox'
import { closed, Id, Line, nullable } from '../../lib/wire.js'

/** Whoever is named in a plan is a teacher of the roster, or somebody who only has a name here. */
export const PersonReference = closed(
  { teacherId: Type.Optional(Id), name: Type.Optional(Line(100)) },
  { $id: 'PersonReference', description: 'A teacher by id, or anybody else by name / 教师给出编号，其他人给出姓名' },
)
export type PersonReference = Static<typeof PersonReference>

export const NamedPerson = closed(
  { teacherId: nullable(Id), name: Type.String() },
  { $id: 'NamedPerson', description: 'A teacher by the present name / 教师显示现用姓名' },
)
export type NamedPerson = Static<typeof NamedPerson>

/** What is kept of somebody: the name only of whom the roster does not know. */
export type StoredPerson = { teacherId: string | null; name: string | null }

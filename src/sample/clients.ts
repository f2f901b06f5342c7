import { createClient } from '../access/create-client.js'
import type { Actor, Client, ClientWithKey, DistrictRole } from '../access/schema.js'
import type { Database } from '../db/database.js'

/** A client of the sample district as visitors get it. */
export type SampleClient = {
  /** The API key, which the service itself does not keep. */
  key: string
  role: DistrictRole
  clientId: string
  name: string
  districtId: string
  schoolId: string | null
  teacherId: string | null
}

/** `other…` are of a second school; the rest of those that are bound to a school are of the open one. */
export type SampleClientName = DistrictRole | 'otherPrincipal' | 'otherTrainingAdministrator'
export type SampleClients = Record<SampleClientName, SampleClient>

/** The two clients without which no school can end a semester. */
export type SchoolStaff = { principal: ClientWithKey; trainingAdministrator: ClientWithKey }

export async function createSchoolStaff(
  db: Database,
  institute: Actor,
  schools: ReadonlyMap<string, string>,
): Promise<Map<string, SchoolStaff>> {
  const staff = new Map<string, SchoolStaff>()
  for (const [sourcedId, schoolId] of schools) {
    const make = (role: 'principal' | 'trainingAdministrator') =>
      createClient(db, { actor: institute, client: { name: `${role} ${sourcedId}`, role, schoolId } })
    staff.set(sourcedId, {
      principal: await make('principal'),
      trainingAdministrator: await make('trainingAdministrator'),
    })
  }
  return staff
}

/** One client of each role, with its key. */
export async function gatherClients(
  db: Database,
  institute: ClientWithKey & { districtId: string },
  { open, other, integration }: { open: SchoolStaff; other: SchoolStaff; integration: ClientWithKey },
  teachers: { teacherId: string; teamLeaderId: string },
): Promise<SampleClients> {
  const { districtId } = institute
  const actor = actorOf(districtId, institute.client)
  const make = async (role: DistrictRole, bound: { teacherId?: string } = {}) =>
    shown(districtId, await createClient(db, { actor, client: { name: role, role, ...bound } }))
  return {
    bureau: await make('bureau'),
    institute: shown(districtId, institute),
    principal: shown(districtId, open.principal),
    trainingAdministrator: shown(districtId, open.trainingAdministrator),
    teamLeader: await make('teamLeader', { teacherId: teachers.teamLeaderId }),
    teacher: await make('teacher', { teacherId: teachers.teacherId }),
    auditor: await make('auditor'),
    integration: shown(districtId, integration),
    otherPrincipal: shown(districtId, other.principal),
    otherTrainingAdministrator: shown(districtId, other.trainingAdministrator),
  }
}

/** Whoever holds a client's key, as the use cases know them. */
export function actorOf(districtId: string, { id, role, schoolId, teacherId }: Client): Actor {
  return { districtId, clientId: id, role, schoolId, teacherId, onBehalfOfTeacherId: null }
}

function shown(districtId: string, { client, key }: ClientWithKey): SampleClient {
  if (key === null) throw new Error('a new client has a key')
  const { id, role, name, schoolId, teacherId } = client
  return { key, role, clientId: id, name, districtId, schoolId, teacherId }
}

import type { Actor } from '../access/schema.js'
import type { Database } from '../db/database.js'
import { actorOf, type SchoolStaff } from './clients.js'

/** What the steps of loading share. */
export type SampleDistrict = {
  db: Database
  clock: () => Date
  districtId: string
  /** Ids by external id, in the order of the schools. */
  schools: ReadonlyMap<string, string>
  staff: ReadonlyMap<string, SchoolStaff>
}

export function schoolOf({ schools }: SampleDistrict, sourcedId: string): string {
  return found(schools, sourcedId)
}

export function staffOf({ staff }: SampleDistrict, schoolSourcedId: string): SchoolStaff {
  return found(staff, schoolSourcedId)
}

/** A school's client as the use cases know it. */
export function actorAt(district: SampleDistrict, schoolSourcedId: string, role: keyof SchoolStaff): Actor {
  return actorOf(district.districtId, staffOf(district, schoolSourcedId)[role].client)
}

/** The sample names nothing that it does not have. */
export function found<T>(known: ReadonlyMap<string, T>, sourcedId: string): T {
  const value = known.get(sourcedId)
  if (value === undefined) throw new Error(`the sample has no ${sourcedId}`)
  return value
}

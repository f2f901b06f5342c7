import type { NamedPerson, PersonReference, StoredPerson } from './schema.js'

/** A teacher is kept by id alone: names change, and one day go. */
export function toStored({ teacherId, name }: PersonReference): StoredPerson {
  return teacherId ? { teacherId, name: null } : { teacherId: null, name: name ?? null }
}

export function toNamed({ teacherId, name }: StoredPerson, names: ReadonlyMap<string, string>): NamedPerson {
  return { teacherId, name: (teacherId ? names.get(teacherId) : name) ?? '' }
}

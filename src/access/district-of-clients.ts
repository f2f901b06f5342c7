import type { Actor } from './schema.js'

/** The district whose clients are meant: the operator names it, everybody else has one. */
export function districtOfClients(actor: Actor, named: string | undefined): string {
  return actor.role === 'operator' ? (named ?? actor.districtId) : actor.districtId
}

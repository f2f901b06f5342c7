import type pg from 'pg'

/** The district of whoever belongs to none: the operator, and the service's own housekeeping. */
export const noDistrict = '00000000-0000-0000-0000-000000000000'

/** For whom the service does its own housekeeping. */
export const nobody = { districtId: noDistrict, clientId: noDistrict }

/**
 * Row-level security shows a statement the rows of `app.district_id` only, and none where it is not set. A session keeps
 * the district that it was last given; a transaction says its own.
 */
export function settingOfDistrict(districtId: string, lifetime: 'session' | 'local'): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(districtId)) throw new Error('a district id is a UUID')
  return `set ${lifetime} app.district_id = '${districtId}'`
}

/**
 * Who acts in a transaction, for the change log that triggers write: client, role, on whose behalf, operation, request.
 */
export function settingOfActor({ clientId, role, onBehalfOfTeacherId, origin }: ActingParty): string {
  const parts = [clientId, role, onBehalfOfTeacherId, origin?.operation, origin?.requestId].map((part) => part ?? '')
  if (!parts.every((part) => /^[A-Za-z0-9-]*$/.test(part))) throw new Error('who acts is named by ids and codes')
  return `set local app.actor = '${parts.join('/')}'`
}

type ActingParty = {
  clientId: string
  role?: string
  onBehalfOfTeacherId?: string | null
  origin?: { operation: string; requestId: string }
}

/** The district that each connection's session has, so that it is said once and not with every read. */
const districts = new WeakMap<pg.PoolClient, string>()

/** Gives a connection its district, unless it has it: nothing to wait for then. */
export async function enterDistrict(client: pg.PoolClient, districtId: string): Promise<void> {
  if (districts.get(client) === districtId) return
  // Whoever fails here gives the connection up, so that it never serves one district with the setting of another.
  districts.set(client, districtId)
  await client.query(settingOfDistrict(districtId, 'session'))
}

/** Does a part of a transaction in another district: the operator's own part of a district that it opens or equips. */
export async function inDistrict<T>(
  tx: { client: pg.PoolClient },
  { from, to }: { from: string; to: string },
  work: () => Promise<T>,
): Promise<T> {
  if (from === to) return work()
  await tx.client.query(settingOfDistrict(to, 'local'))
  const done = await work()
  await tx.client.query(settingOfDistrict(from, 'local'))
  return done
}

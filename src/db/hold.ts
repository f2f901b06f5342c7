import type { Database, Tx } from './database.js'
import { enterDistrict } from './tenant.js'

/**
 * Holds a connection of its own for as long as some work takes, for what lives with the connection, such as session
 * locks. The connection is closed at the end, so that nothing of it outlives the work.
 */
export async function holdConnection<T>(
  db: Database,
  { districtId }: { districtId: string },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await db.pool.connect()
  try {
    await enterDistrict(client, districtId)
    return await work(db.on(client))
  } finally {
    client.release(true)
  }
}

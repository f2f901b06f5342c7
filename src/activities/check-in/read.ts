import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import { checkInCodes, checkInTries } from './tables.js'

/** The last code of a session: the only one that can hold. */
export async function findLastCode(
  tx: Tx,
  districtId: string,
  sessionId: string,
): Promise<typeof checkInCodes.$inferSelect | null> {
  const rows = await tx
    .select()
    .from(checkInCodes)
    .where(and(eq(checkInCodes.districtId, districtId), eq(checkInCodes.sessionId, sessionId)))
    .orderBy(desc(checkInCodes.number))
    .limit(1)
  return rows[0] ?? null
}

/** How many tries of a teacher a code has refused. */
export async function countRefusedTries(
  tx: Tx,
  { districtId, codeId, teacherId }: { districtId: string; codeId: string; teacherId: string },
): Promise<number> {
  const rows = await tx
    .select({ refused: checkInTries.refused })
    .from(checkInTries)
    .where(
      and(
        eq(checkInTries.districtId, districtId),
        eq(checkInTries.codeId, codeId),
        eq(checkInTries.teacherId, teacherId),
      ),
    )
  return rows[0]?.refused ?? 0
}

import { and, asc, desc, eq } from 'drizzle-orm'
import type { Tx } from '../../db/database.js'
import type { CheckInTries } from './schema.js'
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

/** Every refused try of one teacher, code by code. */
export async function listTriesOf(tx: Tx, districtId: string, teacherId: string): Promise<CheckInTries[]> {
  return tx
    .select({
      sessionId: checkInCodes.sessionId,
      openedAt: checkInCodes.openedAt,
      refused: checkInTries.refused,
    })
    .from(checkInTries)
    .innerJoin(
      checkInCodes,
      and(eq(checkInCodes.districtId, checkInTries.districtId), eq(checkInCodes.id, checkInTries.codeId)),
    )
    .where(and(eq(checkInTries.districtId, districtId), eq(checkInTries.teacherId, teacherId)))
    .orderBy(asc(checkInCodes.openedAt), asc(checkInCodes.id))
}

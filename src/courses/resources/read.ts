import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Scope } from '../../access/schema.js'
import type { Tx } from '../../db/database.js'
import { decodeCursor, pageFrom } from '../../lib/cursor.js'
import { courseIsSeen } from '../read.js'
import { courses } from '../tables.js'
import type { Resource } from './schema.js'
import { courseResources } from './tables.js'

export type ResourceRow = typeof courseResources.$inferSelect

const selectResources = (tx: Tx) =>
  tx
    .select({ resource: courseResources })
    .from(courseResources)
    .innerJoin(
      courses,
      and(eq(courses.districtId, courseResources.districtId), eq(courses.id, courseResources.courseId)),
    )

export function toResource({
  districtId: _,
  fileId: __,
  fileName,
  mediaType,
  bytes,
  sha256,
  uploadedAt,
  ...own
}: ResourceRow): Resource {
  const file =
    fileName && mediaType && bytes !== null && sha256 ? { name: fileName, mediaType, bytes, sha256, uploadedAt } : null
  return { ...own, file }
}

/** A resource of a course that the client sees. */
export async function findResource(tx: Tx, scope: Scope, id: string): Promise<ResourceRow | null> {
  const rows = await selectResources(tx).where(and(courseIsSeen(scope), eq(courseResources.id, id)))
  return rows[0]?.resource ?? null
}

/** The resource's own row, locked for a change. */
export async function lockResource(tx: Tx, districtId: string, id: string): Promise<ResourceRow | null> {
  const rows = await tx
    .select()
    .from(courseResources)
    .where(and(eq(courseResources.districtId, districtId), eq(courseResources.id, id)))
    .for('update')
  return rows[0] ?? null
}

/** In the order in which they were added. */
export async function listResources(
  tx: Tx,
  scope: Scope,
  { courseId, limit, cursor }: { courseId: string; limit: number; cursor?: string | undefined },
): Promise<{ data: Resource[]; nextCursor: string | null }> {
  const after = decodeCursor('listResources', cursor, ['uuid'])
  const rows = await selectResources(tx)
    .where(
      and(
        courseIsSeen(scope),
        eq(courseResources.courseId, courseId),
        after ? sql`${courseResources.id} > ${after[0]}::uuid` : undefined,
      ),
    )
    .orderBy(asc(courseResources.id))
    .limit(limit + 1)
  return pageFrom(
    'listResources',
    rows,
    limit,
    ({ resource }) => [resource.id],
    ({ resource }) => toResource(resource),
  )
}

/** How many a course has that are not removed. */
export async function countResources(tx: Tx, districtId: string, courseId: string): Promise<number> {
  return tx.$count(
    courseResources,
    and(
      eq(courseResources.districtId, districtId),
      eq(courseResources.courseId, courseId),
      isNull(courseResources.removedAt),
    ),
  )
}

import { and, asc, desc, eq, gt, gte, lt, lte, sql, type SQL } from 'drizzle-orm'
import type { Scope } from '../access/schema.js'
import type { Tx } from '../db/database.js'
import { decodeCursor, pageFrom } from '../lib/cursor.js'
import type { AuditEntry, AuditVerification, Change } from './schema.js'
import { changeChain, changeLog } from './tables.js'

const isEntryOf = and(
  eq(changeLog.districtId, changeChain.districtId),
  eq(changeLog.transaction, changeChain.transaction),
  eq(changeLog.id, changeChain.changeId),
)

export type AuditFilters = {
  kind?: string | undefined
  resourceId?: string | undefined
  teacherId?: string | undefined
  clientId?: string | undefined
  action?: AuditEntry['action'] | undefined
  from?: string | undefined
  to?: string | undefined
  limit: number
  cursor?: string | undefined
}

export type EntryRow = { entry: typeof changeLog.$inferSelect; position: number; hash: Buffer }

/** Entries of a district, newest first. */
export async function findAuditEntries(
  tx: Tx,
  districtId: string,
  filters: AuditFilters,
): Promise<{ data: EntryRow[]; nextCursor: string | null }> {
  const before = decodeCursor('listAuditEntries', filters.cursor, ['number'])
  const { kind, resourceId, teacherId, clientId, action, from, to, limit } = filters
  const rows = await tx
    .select({ entry: changeLog, position: changeChain.position, hash: changeChain.hash })
    .from(changeChain)
    .innerJoin(changeLog, isEntryOf)
    .where(
      and(
        eq(changeChain.districtId, districtId),
        before ? lt(changeChain.position, Number(before[0])) : undefined,
        kind ? eq(changeLog.kind, kind) : undefined,
        resourceId ? eq(changeLog.resourceId, resourceId) : undefined,
        teacherId ? eq(changeLog.teacherId, teacherId) : undefined,
        clientId ? eq(changeLog.clientId, clientId) : undefined,
        action ? eq(changeLog.action, action) : undefined,
        from ? gte(changeLog.at, from) : undefined,
        to ? lt(changeLog.at, to) : undefined,
      ),
    )
    .orderBy(desc(changeChain.position))
    .limit(limit + 1)
  return pageFrom(
    'listAuditEntries',
    rows,
    limit,
    ({ position }) => [position],
    (row) => row,
  )
}

/** What became known after a position: one more than asked for tells that there is more. */
export async function findChanges(
  tx: Tx,
  scope: Scope,
  { after, upTo, limit }: { after: number; upTo: number | null; limit: number },
): Promise<Change[]> {
  const { at, action, kind, resourceId: id, sourcedId, schoolId, teacherId, version } = changeLog
  const { position } = changeChain
  const rows = await tx
    .select({ position, at, action, kind, id, sourcedId, schoolId, teacherId, version })
    .from(changeChain)
    .innerJoin(changeLog, isEntryOf)
    .where(
      and(
        eq(changeChain.districtId, scope.districtId),
        gt(position, after),
        upTo === null ? undefined : lte(position, upTo),
        sql`${action} in ('create', 'update', 'delete')`,
        scope.schoolId ? concerns(scope.schoolId) : undefined,
      ),
    )
    .orderBy(asc(position))
    .limit(limit + 1)
  return rows as Change[]
}

/** A school hears of itself, its people and what it takes part in, and of what holds for the whole district. */
function concerns(schoolId: string): SQL {
  return sql`(
    ${changeLog.schoolId} = ${schoolId}
    or ${changeLog.kind} in ('academicYear', 'semester', 'policyEdition', 'schoolGroup')
    or ((${changeLog.schoolId} is null or ${changeLog.kind} = 'hourEntry') and exists (
      select from homeroom_duties as duty
      where duty.district_id = ${changeLog.districtId} and duty.teacher_id = ${changeLog.teacherId}
        and duty.school_id = ${schoolId} and (duty.ends_on is null or duty.ends_on >= ${changeLog.at}::date)))
    or (${changeLog.kind} in ('activity', 'session') and exists (
      select from activities as activity
      left join sessions as session on session.district_id = activity.district_id and session.activity_id = activity.id
        and session.id::text = ${changeLog.resourceId}
      where activity.district_id = ${changeLog.districtId}
        and case ${changeLog.kind} when 'activity' then activity.id::text = ${changeLog.resourceId} else session.id is not null end
        and (activity.host_school_id = ${schoolId} or exists (
          select from activity_schools as joint
          where joint.district_id = activity.district_id and joint.activity_id = activity.id
            and joint.school_id = ${schoolId})))))`
}

/** The newest position of a district; 0 for an empty log. */
export async function newestPosition(tx: Tx, districtId: string): Promise<number> {
  const rows = await tx
    .select({ position: changeChain.position })
    .from(changeChain)
    .where(eq(changeChain.districtId, districtId))
    .orderBy(desc(changeChain.position))
    .limit(1)
  return rows[0]?.position ?? 0
}

type Link = {
  position: number
  changeId: string | null
  fault: AuditVerification['faults'][number]['fault'] | null
  hash: string
}

/**
 * Computes the hash of each link of a stretch again, from the entry as it stands and the hash before it. Every position of
 * the stretch has a row: one without a link is a place that was taken away.
 */
export async function checkLinks(
  tx: Tx,
  districtId: string,
  { from, through }: { from: number; through: number },
): Promise<{ faults: AuditVerification['faults']; hash: string | null }> {
  const { rows } = await tx.execute<Link>(sql`
    select place::int8 as position, link.change_id as "changeId", encode(link.hash, 'hex') as hash,
      case
        when link.hash is null then 'placeMissing'
        when log.id is null then 'entryMissing'
        when link.hash <> sha256(case place when 1 then ''::bytea else previous.hash end || change_digest(log, place)) then 'changed'
      end as fault
    from generate_series(${from}::int8, ${through}::int8) as place
    left join change_chain as link on link.district_id = ${districtId} and link.position = place
    left join change_chain as previous on previous.district_id = ${districtId} and previous.position = place - 1
    left join change_log as log on log.district_id = ${districtId} and log.transaction = link.transaction and log.id = link.change_id
    where place = ${through}::int8 or link.hash is null or log.id is null
      or link.hash is distinct from sha256(case place when 1 then ''::bytea else previous.hash end || change_digest(log, place))
    order by place`)
  const faults = rows.flatMap(({ position, changeId, fault }) =>
    fault === null ? [] : [{ position: Number(position), changeId, fault }],
  )
  return { faults, hash: rows.find(({ position }) => Number(position) === through)?.hash ?? null }
}

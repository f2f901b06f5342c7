import type { Tx } from '../../db/database.js'
import { putSchoolGroups, putSchools } from '../../roster/batches/put-schools.js'
import { findSchoolGroupIds } from '../../roster/schools/read.js'
import type { OneRosterRecords } from '../formats/one-roster-records.js'
import type { ImportWork } from './in-batches.js'
import { findingOf, isOpen, reject, settle, type Line } from './report.js'

type OrgLine = Line<OneRosterRecords['orgs']>

/**
 * Schools and school groups (type `local`) of a OneRoster archive; the district itself and whatever stands above it are
 * ignored, and so is every organisation when a school's client sends the file. A school belongs to the group that is its
 * parent; an archive without groups leaves those of the district as they are. A school's kind comes from the extension
 * column, else it stays as it is known.
 */
export async function importOrgs(tx: Tx, { actor }: ImportWork, lines: readonly OrgLine[]): Promise<void> {
  for (const line of lines.filter(isOpen)) {
    const { type } = line.value
    if (type !== 'school' && type !== 'local') settle(line, 'ignored')
    else if (actor.schoolId)
      settle(line, 'ignored', { code: 'districtMaintains', column: null, params: {}, cause: null })
  }
  const groups = lines.filter((line) => isOpen(line) && line.value.type === 'local')
  const outcomes = await putSchoolGroups(tx, {
    actor,
    items: groups.map(({ value: { sourcedId, name } }) => ({ sourcedId, name })),
  })
  for (const [at, line] of groups.entries()) {
    const outcome = outcomes[at]!
    if (outcome.ok) settle(line, outcome.outcome)
  }
  await importSchools(tx, actor, lines)
}

async function importSchools(tx: Tx, actor: ImportWork['actor'], lines: readonly OrgLine[]): Promise<void> {
  const schools = lines.filter((line) => isOpen(line) && line.value.type === 'school')
  const orgs = new Set(lines.map(({ value }) => value.sourcedId))
  const parents = schools.flatMap(({ value }) => value.parentSourcedId ?? [])
  const groupIds = await findSchoolGroupIds(tx, actor.districtId, parents)
  const hasGroups = lines.some(({ value }) => value.type === 'local')
  for (const line of schools) {
    const { parentSourcedId: sourcedId } = line.value
    if (sourcedId && !groupIds.has(sourcedId) && !orgs.has(sourcedId))
      reject(line, 'unknownSchoolGroup', 'parentSourcedId', { sourcedId }, `schoolGroup:${sourcedId}`)
  }
  const given = schools.filter(isOpen)
  const items = given.map(({ value: { sourcedId, name, kind, identifier, parentSourcedId } }) => ({
    sourcedId,
    name,
    kind,
    // Source systems keep other numbers there too; only the national code is one that we know.
    identifier: identifier && /^[0-9]{10}$/.test(identifier) ? identifier : null,
    schoolGroupId: groupIds.get(parentSourcedId ?? '') ?? (hasGroups ? null : undefined),
  }))
  const outcomes = await putSchools(tx, { actor, items })
  for (const [at, line] of given.entries()) {
    const outcome = outcomes[at]!
    if (outcome.ok) settle(line, outcome.outcome)
    else settle(line, 'rejected', findingOf(outcome.reason, {}, `school:${line.value.sourcedId}`))
  }
}

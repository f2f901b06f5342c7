import t, { type Test } from 'tap'
import type pg from 'pg'
import { boundOf, permissions, permissionTable, type Bound, type OperationId } from '../../src/access/permissions.js'
import type { Role } from '../../src/access/schema.js'
import { asOwner, testDatabase } from '../support/database.js'
import { earn, hire, must, recordNeeds } from '../support/fixtures.js'
import { asksForYear, bodies, clientsOf, nowhere, openWorld, uploads, type World } from '../support/furnish.js'
import { startService, type Any, type Caller, type Service } from '../support/service.js'

/**
 * The permission table, cell by cell: every operation with an id meets every role with an id of its own school, of another
 * school, of another district, of its own person and of another one. Whoever may not call it gets 403, whatever the id is
 * of; what lies outside a caller's bound is answered as an id that nobody has. Operations without an id have one cell a role.
 */
type Target = 'own school' | 'other school' | 'other district' | 'self' | 'other teacher'
type Operation = { operationId: OperationId; method: string; path: string; kind: string | null }

const academicYear = '2024-2025'

let service: Service
let own: World
let foreign: World
let callers: Map<Role, Caller>
let operations: Operation[]
/** Ids of a colleague at the same school. */
let colleague: Record<string, string>
/** While true, the conditions on the district are taken out of every statement before it is sent. */
let withoutFilters = false

t.before(async () => {
  const db = await testDatabase()
  const connect = db.pool.connect.bind(db.pool) as () => Promise<pg.PoolClient>
  db.pool.connect = (async () => rewriting(await connect())) as never
  service = await startService({ db })
  own = await openWorld(service, 'own')
  foreign = await openWorld(service, 'foreign')
  callers = await clientsOf(service, own, own.a)
  const teacher = await hire(own, 'T-colleague', own.a.school)
  const { data: registration } = must(
    await own.a.school.administrator.post(`/v1/activities/${own.a.ids.activities}/registrations`, {
      teacherId: teacher.id,
    }),
    201,
  )
  const entry = await earn(service, own.a.school, teacher, { form: 'lecture', hours: '1', date: '2025-05-20' })
  const need = await recordNeeds(own.a.school, teacher)
  colleague = { teachers: teacher.id, 'hour-entries': entry.id, registrations: registration.id, ...need }
  const { body } = await service.as('').get('/v1/openapi.json')
  operations = Object.entries<Any>(body.paths).flatMap(([path, methods]) =>
    Object.entries<Any>(methods).flatMap(([method, { operationId }]) =>
      operationId in permissions
        ? [
            {
              operationId,
              method: method.toUpperCase(),
              path,
              kind: /^\/v1\/([a-z-]+)\/\{(?:id|teacherId)\}/.exec(path)?.[1] ?? null,
            },
          ]
        : [],
    ),
  )
})
t.teardown(() => service.close())

const rewritten = new WeakSet<pg.PoolClient>()

function rewriting(client: pg.PoolClient): pg.PoolClient {
  if (rewritten.has(client)) return client
  rewritten.add(client)
  const send = client.query.bind(client) as (...given: unknown[]) => unknown
  const open = (text: string) =>
    text.replace(/(?:"?\w+"?\.)?"?district_id"? = (\$\d+)(?:::uuid)?/g, '($1::uuid is not null)')
  client.query = ((query: unknown, ...more: unknown[]) => {
    if (!withoutFilters) return send(query, ...more)
    if (typeof query === 'string') return send(open(query), ...more)
    const { text, name } = query as { text?: string; name?: string }
    return text
      ? send({ ...(query as object), text: open(text), ...(name ? { name: `${name}_open` } : {}) }, ...more)
      : send(query, ...more)
  }) as never
  return client
}

function call(caller: Caller, { operationId, method, path }: Operation, id: string, districtId?: string): Promise<Any> {
  const url = path
    .replace('{kind}', 'roster')
    .replace('{code}', academicYear)
    .replace('{academicYear}', academicYear)
    .replace('{sourcedId}', 'S-none')
    .replace('{itemId}', nowhere)
    .replace(/\{\w+\}/, id)
  const queries = [
    ...(asksForYear(path) ? [`academicYear=${academicYear}`] : []),
    ...(districtId ? [`districtId=${districtId}`] : []),
  ]
  const address = queries.length > 0 ? `${url}?${queries.join('&')}` : url
  if (method === 'GET') return caller.get(address)
  const upload = uploads[operationId]
  if (upload) return caller.upload(address, upload.bytes, upload.mediaType)
  const body = bodies[operationId] ?? {}
  if (method === 'POST') return caller.post(address, body)
  return method === 'PUT' ? caller.put(address, body, { ifMatch: '*' }) : caller.patch(address, body, { ifMatch: '*' })
}

/** What belongs to one person; everything else of a school is seen by the persons there. */
const personal = new Set([
  ...['teachers', 'hour-entries', 'held', 'credit-statements', 'registrations', 'tier-overrides'],
  ...['interviews', 'competence-assessments'],
])

/** What lies between a school and the institute: the persons of a school see none but their own. */
const ofSchools = new Set(['course-applications'])

/** Whoever sees what others made and may not change it is told so, and not that it is absent. */
const ofOthers = (answer: Any) => answer.status === 403 && ['notTheOwner', 'notTheRecorder'].includes(answer.body.code)

function reaches(bound: Bound, target: Target, kind: string): boolean {
  switch (bound) {
    case 'districts':
      return true
    case 'district':
      return target !== 'other district'
    case 'school':
      return ['own school', 'self', 'other teacher'].includes(target)
    case 'self':
      return target === 'self' || (target === 'own school' && !personal.has(kind) && !ofSchools.has(kind))
    case 'none':
      return false
  }
}

function targetsOf(kind: string): [Target, string, string][] {
  const all: [Target, string | undefined, string][] = [
    ['own school', personal.has(kind) ? undefined : own.a.ids[kind], own.id],
    ['other school', own.b.ids[kind], own.id],
    ['other district', foreign.a.ids[kind], foreign.id],
    ['self', personal.has(kind) ? own.a.ids[kind] : undefined, own.id],
    ['other teacher', colleague[kind], own.id],
  ]
  return all.flatMap(([target, id, districtId]) => (id ? [[target, id, districtId] as [Target, string, string]] : []))
}

/** An answer without what names this one request. */
const told = ({ status, body }: { status: number; body: Any }, id: string): object => ({
  status,
  text: JSON.stringify({ ...body, requestId: '', instance: '' }).replaceAll(id, '<id>'),
})

/** Kinds that belong to the district rather than to one of its schools. */
const common = new Set(['policy-editions'])

async function meet(t: Test, operation: Operation, only?: Target): Promise<number> {
  const { operationId, kind } = operation
  let cells = 0
  for (const [role, caller] of callers) {
    const bound = boundOf(operationId, role)
    if (!kind) {
      if (only) continue
      cells += 1
      const { status } = await call(caller, operation, nowhere)
      if (bound === 'none') t.equal(status, 403, `${role} may not ${operationId}`)
      else t.notOk([401, 403, 500, 503].includes(status), `${role} may ${operationId}: ${status}`)
      continue
    }
    const absent = await call(caller, operation, nowhere, bound === 'districts' ? own.id : undefined)
    for (const [target, id, districtId] of targetsOf(kind)) {
      if (only && target !== only) continue
      cells += 1
      const answer = await call(caller, operation, id, bound === 'districts' ? districtId : undefined)
      const what = `${operationId}, ${role} (${bound}), ${target}`
      const within = common.has(kind) && target === 'other school' ? bound !== 'none' : reaches(bound, target, kind)
      if (bound === 'none') t.match(answer, { status: 403, body: { code: 'notPermitted' } }, what)
      else if (within)
        t.notOk([401, 403, 404, 500, 503].includes(answer.status) && !ofOthers(answer), `${what}: ${answer.status}`)
      else t.same(told(answer, id), told(absent, nowhere), `${what}: as nobody's`)
    }
  }
  return cells
}

t.test('the table states every cell, and says so to those who ask', async (t) => {
  t.same(must(await callers.get('teacher')!.get('/v1/permissions'), 200).data, permissionTable())
  t.equal(permissionTable().length, Object.keys(permissions).length)
  t.same(new Set(operations.map(({ operationId }) => operationId)), new Set(Object.keys(permissions)))
  for (const { bounds } of permissionTable()) t.equal(Object.keys(bounds).length, 9)
})

t.test('every operation answers every role, whatever the id is of, as the table says', async (t) => {
  // What changes things comes last, so that what it changes is still there to be read.
  const order = [...operations].sort((a, b) => Number(a.method !== 'GET') - Number(b.method !== 'GET'))
  let cells = 0
  for (const operation of order) cells += await meet(t, operation)
  t.comment(`${cells} cells of ${operations.length} operations and ${callers.size} roles`)
  t.ok(cells > 1200, `${cells} cells`)
})

t.test('with every condition on the district taken out of the SQL, row-level security alone holds', async (t) => {
  withoutFilters = true
  t.teardown(() => (withoutFilters = false))
  const { rows } = await service.db.pool.connect().then(async (client) => {
    await client.query(`set app.district_id = '${own.id}'`)
    const result = await client.query('select id from schools where district_id = $1', [foreign.id])
    client.release(true)
    return result
  })
  t.equal(rows.length, 2, 'the condition is out: schools of the own district stand where none of the other should')
  let cells = 0
  for (const operation of operations) if (operation.kind) cells += await meet(t, operation, 'other district')
  t.ok(cells > 200, `${cells} cells`)
})

t.test('with row-level security off, the conditions in the SQL alone hold', async (t) => {
  const tables = await asOwner<{ name: string }>(
    service.db,
    `select oid::regclass::text as name from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace`,
  )
  for (const { name } of tables) await asOwner(service.db, `alter table ${name} disable row level security`)
  t.teardown(async () => {
    for (const { name } of tables) await asOwner(service.db, `alter table ${name} enable row level security`)
  })
  let cells = 0
  for (const operation of operations) if (operation.kind) cells += await meet(t, operation, 'other district')
  t.ok(cells > 200, `${cells} cells`)
})

import t from 'tap'
import { noDistrict } from '../../src/db/tenant.js'
import { query, serviceRole } from '../../src/db/database.js'
import { asOwner } from '../support/database.js'
import { hire, openDistrict, type District } from '../support/fixtures.js'
import { startService, type Service } from '../support/service.js'

/** What no query can get around: PostgreSQL itself keeps districts apart, and the service's role owns nothing. */
let service: Service
let own: District
let foreign: District

/** Tables that belong to no district: keys of the operator and of the service. */
const ofNoDistrict = ['data_key_checks', 'operator_keys', 'signing_keys']

t.before(async () => {
  service = await startService()
  own = await openDistrict(service, 'own', ['A'])
  foreign = await openDistrict(service, 'foreign', ['A'])
  await hire(own, 'T1', own.schools.A!)
  await hire(foreign, 'T1', foreign.schools.A!)
})
t.teardown(() => service.close())

type Table = { name: string; column: string; guarded: boolean; policies: number; using: string }

const tenantTables = () =>
  asOwner<Table>(
    service.db,
    `select c.relname as name, case c.relname when 'districts' then 'id' else 'district_id' end as column,
       c.relrowsecurity and c.relforcerowsecurity as guarded,
       (select count(*)::int from pg_policy where polrelid = c.oid) as policies,
       (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = c.oid limit 1) as using
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> all($1)
     order by c.relname`,
    [ofNoDistrict],
  )

t.test('every table of a tenant is guarded, for its owner too, by one policy', async (t) => {
  const tables = await tenantTables()
  t.ok(tables.length >= 25)
  for (const { name, column, guarded, policies, using } of tables) {
    t.ok(guarded, `${name}: row-level security is forced`)
    t.equal(policies, 1, `${name}: a second policy would add rows to what the first one shows`)
    t.match(using, `(${column} = current_district())`, name)
  }
})

t.test('district_id leads every primary key and unique index, and every foreign key carries it', async (t) => {
  const indexes = await asOwner<{ table: string; index: string; first: string }>(
    service.db,
    `select c.relname as table, i.indexrelid::regclass::text as index, a.attname as first
     from pg_index i join pg_class c on c.oid = i.indrelid
     join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where c.relnamespace = 'public'::regnamespace and i.indisunique and c.relname <> all($1)`,
    [[...ofNoDistrict, 'districts']],
  )
  t.ok(indexes.length >= 25)
  for (const { table, index, first } of indexes) t.equal(first, 'district_id', `${table}: ${index}`)
  const foreignKeys = await asOwner<{ name: string; columns: string[]; target: string }>(
    service.db,
    `select k.conname as name, k.confrelid::regclass::text as target,
       array(select attname::text from pg_attribute where attrelid = k.conrelid and attnum = any(k.conkey)) as columns
     from pg_constraint k join pg_class c on c.oid = k.conrelid
     where c.relnamespace = 'public'::regnamespace and k.contype = 'f'`,
  )
  t.ok(foreignKeys.length >= 20)
  for (const { name, columns, target } of foreignKeys)
    t.ok(columns.includes('district_id') && (target === 'districts' || columns.length > 1), name)
})

t.test('the service is a role that owns nothing and bypasses nothing', async (t) => {
  const [role] = await asOwner(
    service.db,
    `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
       (select count(*)::int from pg_class where relowner = r.oid) as owned
     from pg_roles r where rolname = $1`,
    [serviceRole],
  )
  t.same(role, { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0 })
  const rows = await query(service.db, { districtId: own.id }, ({ client }) =>
    client.query('select current_user, session_user').then((result) => result.rows),
  )
  t.same(rows, [{ current_user: serviceRole, session_user: serviceRole }])
  for (const statement of [
    'update hour_entries set hours = 1',
    'delete from policy_editions',
    'alter table teachers disable row level security',
    'truncate attendances',
    'drop policy own_district on teachers',
  ])
    await t.rejects(
      query(service.db, { districtId: own.id }, ({ client }) => client.query(statement)),
      { code: '42501' },
      statement,
    )
})

t.test('who has said no district, or another one, sees no row and adds none', async (t) => {
  const client = await service.db.pool.connect()
  t.teardown(() => client.release(true))
  const count = async (table: string, column: string, districtId: string) =>
    (await client.query(`select count(*)::int as rows from ${table} where ${column} = $1`, [districtId])).rows[0].rows
  const insert = (districtId: string) =>
    client.query(`insert into school_groups (district_id, id, sourced_id, name) values ($1, uuidv7(), 'G', '示例')`, [
      districtId,
    ])
  const tables = await tenantTables()
  let filled = 0
  for (const { name, column } of tables) {
    await client.query('reset app.district_id')
    t.equal(await count(name, column, own.id), 0, `${name}: nobody's`)
    await client.query(`set app.district_id = '${foreign.id}'`)
    t.equal(await count(name, column, own.id), 0, `${name}: another's`)
    await client.query(`set app.district_id = '${own.id}'`)
    if ((await count(name, column, own.id)) > 0) filled += 1
    const all = (await client.query(`select count(*)::int as rows from ${name}`)).rows[0].rows
    t.equal(all, await count(name, column, own.id), `${name}: without any condition, its own only`)
  }
  t.ok(filled >= 8, `${filled} tables had rows to hide`)
  await t.rejects(insert(foreign.id), { code: '42501' }, "another's row is not written")
  await client.query('reset app.district_id')
  await t.rejects(insert(own.id), { code: '42501' })
  await client.query(`set app.district_id = '${noDistrict}'`)
  for (const { name } of tables.filter(({ name }) => name !== 'districts')) {
    const { rows } = await client.query(`select count(*)::int as rows from ${name}`)
    t.equal(rows[0].rows, 0, `${name}: the operator sees nothing of any district`)
  }
})

t.test('a connection serves one district after another, each with its own rows', async (t) => {
  const names = (districtId: string) =>
    query(service.db, { districtId }, ({ client }) =>
      client.query<{ district_id: string }>('select distinct district_id from teachers').then(({ rows }) => rows),
    )
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, at) => {
      const { id } = at % 2 ? own : foreign
      return { id, rows: await names(id) }
    }),
  )
  for (const { id, rows } of answers) t.same(rows, [{ district_id: id }])
})

t.test('a district that could not be said ends the connection, and nothing is answered', async (t) => {
  const client = await service.db.pool.connect()
  const { query: original } = client
  const { processID } = client as unknown as { processID: number }
  client.release()
  // As when the server refuses the setting while the read behind it is already on its way.
  client.query = ((text: string, ...rest: never[]) =>
    String(text).startsWith('set session')
      ? Promise.reject(Object.assign(new Error('refused'), { code: '42501' }))
      : (original as (...given: unknown[]) => unknown).call(client, text, ...rest)) as never
  await t.rejects(
    query(service.db, { districtId: '01900000-0000-7000-8000-000000000009' }, ({ client }) => client.query('select 1')),
    { code: '42501' },
  )
  const living = await asOwner(service.db, 'select pid from pg_stat_activity where pid = $1', [processID])
  t.same(living, [], 'that connection is gone')
})

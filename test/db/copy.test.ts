import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { copyRows, uuidArray } from '../../src/db/copy.js'
import { testDatabase } from '../support/database.js'

const db = await testDatabase()
t.teardown(() => db.close())
const districtId = '01900000-0000-7000-8000-000000000001'
const copy = (query: string, timeout = 10_000) =>
  copyRows(db.url, { districtId, statement: `copy (${query}) to stdout`, timeout })

async function all(batches: AsyncIterable<string[][]>): Promise<string[][]> {
  const rows: string[][] = []
  for await (const batch of batches) rows.push(...batch)
  return rows
}

/** How many server processes still copy, once those that are about to end have had their time. */
async function copying(): Promise<number> {
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await db.pool.query(`select 1 from pg_stat_activity where application_name = 'yanxiu copy'`)
    if (rows.length === 0 || attempt === 40) return rows.length
    await pause(50)
  }
}

const endless = `select g, repeat('x', 1000) from generate_series(1, 3000000) as g`

t.test('every text arrives as it is, null as nothing', async (t) => {
  const texts = ['示例', '𠮷', 'a\tb', 'a\\b', 'a\nb\r', '\\N', '\\.', '\b\f\v', '']
  const values = texts.map((text) => `(e'${text.replaceAll('\\', '\\\\')}', null::text)`).join(', ')
  t.same(
    await all(copy(`select * from (values ${values}) as v`)),
    texts.map((text) => [text, '']),
  )
  t.same(await all(copy('select 1 where false')), [], 'no rows')
})

t.test('rows that span many packets stay whole and in order', async (t) => {
  const rows = await all(copy(`select g, repeat('研', g % 3000) from generate_series(1, 3000) as g`))
  t.equal(rows.length, 3000)
  t.ok(rows.every(([number, text], index) => Number(number) === index + 1 && text === '研'.repeat((index + 1) % 3000)))
})

t.test('the copy runs in its district', async (t) => {
  t.same(await all(copy(`select current_setting('app.district_id')`)), [[districtId]])
})

t.test('a reader that stops, or fails, leaves no server process behind', async (t) => {
  for await (const batch of copy(endless)) {
    t.ok(batch.length > 0)
    break
  }
  t.equal(await copying(), 0, 'stopped')
  const failing = async () => {
    for await (const _ of copy(endless)) throw new Error('the reader fails')
  }
  await t.rejects(failing(), { message: 'the reader fails' })
  t.equal(await copying(), 0, 'failed')
})

t.test('a slow reader slows the server down', async (t) => {
  let largest = 0
  let batches = 0
  for await (const batch of copy(endless)) {
    largest = Math.max(largest, batch.length)
    await pause(5)
    if ((batches += 1) === 50) break
  }
  t.ok(largest < 10_000, `${largest} rows of 1 KB were held at most`)
})

t.test('what the server reports is thrown, and its end too', async (t) => {
  await t.rejects(all(copy('select 1 / 0')), { code: '22012' })
  await t.rejects(all(copy('select 1 / (3000 - g) from generate_series(1, 5000) as g')), { code: '22012' }, 'midway')
  await t.rejects(all(copy('select pg_sleep(5)', 100)), { code: '57014' }, 'after its time')
  const killed = async () => {
    for await (const _ of copy(endless))
      await db.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yanxiu copy'`,
      )
  }
  await t.rejects(killed())
  t.equal(await copying(), 0)
})

t.test('only UUIDs become an array of ids', async (t) => {
  t.equal(uuidArray([districtId]), `'{${districtId}}'::uuid[]`)
  t.equal(uuidArray([]), `'{}'::uuid[]`)
  for (const id of ["'; drop table schools; --", '', `${districtId}'`, districtId.toUpperCase().replace('0', 'G')])
    t.throws(() => uuidArray([districtId, id]))
})

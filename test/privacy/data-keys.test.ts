import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { findDataKeys, settleDataKeys } from '../../src/db/data-keys.js'
import { openDatabase, type Database } from '../../src/db/database.js'
import { removeExpiredFiles } from '../../src/integration/remove-expired-files.js'
import { mintDataKey, readDataKeys } from '../../src/lib/data-keys.js'
import { choresOf } from '../../src/tasks.js'
import { asOwner } from '../support/database.js'
import { testDatabase } from '../support/database.js'
import { earn, hire, must, openDistrict, sealSemester, type District } from '../support/fixtures.js'
import { startService } from '../support/service.js'

const now = new Date('2025-09-10T08:00:00+08:00')

/** A start as far as the keys go: what it goes by, and where it put a new one. */
async function start(url: string, folder: string, setting?: string): Promise<{ db: Database; put: string | null }> {
  const found = await findDataKeys(setting, { folder, now })
  const db = openDatabase({ url, dataKeys: found.keys, connections: 4 })
  t.teardown(() => db.close())
  return { db, put: await settleDataKeys(db, found) }
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yanxiu-keys-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function emptyDatabase(): Promise<string> {
  const db = await testDatabase()
  await db.close()
  return db.url
}

t.test('the first start without DATA_KEYS mints a key, keeps it for itself, and the next one finds it', async (t) => {
  const [url, folder] = [await emptyDatabase(), join(await emptyFolder(), 'data')]
  const first = await start(url, folder)
  t.equal(first.put, join(folder, 'data-keys'))
  t.equal((await stat(first.put!)).mode & 0o777, 0o600)
  t.same(first.db.dataKeys.ids, ['2025-09-10'])
  const second = await start(url, folder)
  t.equal(second.put, null)
  t.equal(second.db.dataKeys.decrypt(first.db.dataKeys.encrypt('示例', 'x'), 'x'), '示例')
})

t.test('a start without the key of the database, or with another of its id, is refused in one line', async (t) => {
  const [url, folder] = [await emptyDatabase(), await emptyFolder()]
  const key = mintDataKey('2025')
  await start(url, folder, key)
  await t.rejects(start(url, folder), /holds data under the data key 2025, which is not given.*DATA_KEYS/)
  await t.rejects(stat(join(folder, 'data-keys')), 'and no new key is left behind')
  await t.rejects(start(url, folder, mintDataKey('2026')), /under the data key 2025, which is not given/)
  await t.rejects(start(url, folder, mintDataKey('2025')), /the data key 2025 is not the one of that id/)
  await t.resolves(start(url, folder, `${mintDataKey('2026')},${key}`), 'a new one in front of it will do')
  await t.rejects(start(url, folder, key), /under the data key 2026/, 'and then both are needed')
  await writeFile(join(folder, 'data-keys'), 'nonsense')
  await t.rejects(start(url, folder), /holds no data keys/)
  t.throws(() => readDataKeys(`${key},${key}`), /an id of its own/)
})

t.test('rotation seals everything anew, leaves rows at work for the next time, and lets the old key go', async (t) => {
  const old = mintDataKey('old')
  const fresh = mintDataKey('new')
  const [url, folder] = [await emptyDatabase(), await emptyFolder()]
  const before = await startService({ db: (await start(url, folder, old)).db })
  const d = await openDistrict(before, 'rotation', ['A'])
  const phoneOf = (n: number) => `139${String(n).padStart(8, '0')}`
  const teachers = Array.from({ length: 520 }, (_, n) => n)
  for (const n of teachers) {
    const body = { name: `示例${n}`, phone: phoneOf(n), ...(n === 0 ? { identityNumber: '11010519491231002X' } : {}) }
    must(await d.institute.put(`/v1/teachers/by-sourced-id/T${String(n).padStart(3, '0')}`, body), 201)
  }
  const { db } = await start(url, folder, `${fresh},${old}`)
  const notices: string[] = []
  const rotate = async () => {
    const chore = choresOf({ fileRetentionDays: 0, onNotice: (text) => notices.push(text) }).find(
      ({ name }) => name === 'rotateDataKeys',
    )!
    await chore.carryOut(db, now)
  }
  const sealedUnder = async (id: string) => {
    const rows = await asOwner<{ count: number }>(
      db,
      `select count(*)::int as count from teachers where phone_sealed like $1 or identity_number_sealed like $1`,
      [`${id}.%`],
    )
    return rows[0]!.count
  }
  const after = await startService({ db })
  const reader = after.as(d.institute.key)
  t.match(
    must(await reader.get('/v1/teachers?sourcedId=T007'), 200).data,
    [{ phone: '139****0007' }],
    'old ones are read',
  )

  const busy = await db.pool.connect()
  await busy.query(
    `begin; set local app.district_id = '${d.id}'; select 1 from teachers where sourced_id = 'T100' for update`,
  )
  await Promise.all([rotate(), rotate()])
  t.equal(await sealedUnder('old'), 1, 'only the row that somebody is changing is left')
  t.same(notices, [], 'so the old key is still needed')
  await busy.query('rollback')
  busy.release()
  await rotate()
  t.equal(await sealedUnder('old'), 0)
  t.same(notices, ['nothing is sealed under the data key old any more: it may be taken out of DATA_KEYS'])
  await rotate()
  t.equal(notices.length, 1, 'a further time changes nothing')

  const { db: without } = await start(url, folder, fresh)
  const alone = await startService({ db: without })
  for (const n of [0, 7, 519]) {
    const sourcedId = `T${String(n).padStart(3, '0')}`
    const [{ id }] = must(await alone.as(d.institute.key).get(`/v1/teachers?sourcedId=${sourcedId}`), 200).data
    const { phone, version } = must(await alone.as(d.institute.key).get(`/v1/teachers/${id}`), 200)
    t.same({ phone, version }, { phone: phoneOf(n), version: 1 }, 'the same number, and no new version')
  }
  await t.rejects(start(url, folder, old), /under the data key new/)
})

t.test(
  'files of exports and rows of imports go after their time, in every district, and nothing else does',
  async (t) => {
    const service = await startService({ withWorker: true })
    t.teardown(() => service.close())
    const made: { d: District; imported: string; exported: string }[] = []
    for (const code of ['keep-1', 'keep-2']) {
      service.setTime('2024-09-02T08:00:00+08:00')
      const d = await openDistrict(service, code, ['A'])
      const school = d.schools.A!
      const sheet = '学校标识码,教师工号,姓名,班级,任职起始日期\r\nS-X,T9,示例,班,2024-09-01\r\n'
      const { id: imported } = must(await d.institute.upload('/v1/imports?kind=roster', sheet, 'text/csv'), 202)
      await service.finished(d.institute, imported)
      const teacher = await hire(d, 'T1', school)
      await earn(service, school, teacher, { form: 'lecture', hours: '10', date: '2024-10-08' })
      await sealSemester(service, school, 1)
      const request = { academicYear: '2024-2025', semester: 1, format: 'csv' }
      const { id: exported } = must(await d.institute.post('/v1/exports', request), 202)
      await service.finished(d.institute, exported)
      made.push({ d, imported, exported })
    }
    const look = async ({ d, imported, exported }: (typeof made)[number]) => [
      (await d.institute.get(`/v1/imports/${imported}/rows`)).status,
      (await d.institute.get(`/v1/exports/${exported}/file`)).status,
    ]
    const later = (days: number) => new Date(Date.now() + days * 86_400_000)
    await removeExpiredFiles(service.db, { days: 180, now: later(179) })
    for (const each of made) t.same(await look(each), [200, 200], 'a day before')
    await removeExpiredFiles(service.db, { days: 0, now: later(10_000) })
    for (const each of made) t.same(await look(each), [200, 200], '0 days keep them for ever')
    await removeExpiredFiles(service.db, { days: 180, now: later(181) })
    await removeExpiredFiles(service.db, { days: 180, now: later(182) })
    for (const each of made) {
      const { d, imported, exported } = each
      t.same(await look(each), [410, 410], 'a day after')
      t.match(must(await d.institute.get(`/v1/imports/${imported}`), 200), {
        rowsRemovedAt: String,
        totals: { rejected: 1 },
      })
      const found = must(await d.institute.get(`/v1/exports/${exported}`), 200)
      t.match(found, { fileRemovedAt: String, manifest: { rows: 1 } })
      t.equal(found.fileRemovedAt.slice(0, 10), later(181).toISOString().slice(0, 10), 'once')
    }
  },
)

t.test('the file of a first start is not readable by others', async (t) => {
  const folder = await emptyFolder()
  const { put } = await start(await emptyDatabase(), folder)
  t.match(await readFile(put!, 'utf8'), /^2025-09-10:[A-Za-z0-9+/]{43}=\n$/)
})

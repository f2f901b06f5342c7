import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { writeXlsx } from 'hucre/xlsx'
import iconv from 'iconv-lite'
import t from 'tap'
import { ZipFile } from 'yazl'
import { attendanceColumns, readAttendanceRow } from '../../src/integration/formats/attendance-columns.js'
import {
  readChoice,
  readDate,
  readHours,
  readIdentifier,
  readInteger,
  readTime,
  readYesNo,
} from '../../src/integration/formats/cell-values.js'
import type { Column } from '../../src/integration/formats/columns.js'
import { encodeCsv } from '../../src/integration/formats/encode-csv.js'
import { encodeNdjson } from '../../src/integration/formats/encode-ndjson.js'
import { encodeXlsx } from '../../src/integration/formats/encode-xlsx.js'
import { FileFault } from '../../src/integration/formats/file-fault.js'
import { oneRosterHeaders } from '../../src/integration/formats/one-roster-records.js'
import { openOneRoster } from '../../src/integration/formats/one-roster.js'
import { outsideHoursColumns, readOutsideHoursRow } from '../../src/integration/formats/outside-hours-columns.js'
import { readTable, TABLE_LIMITS, type Table } from '../../src/integration/formats/read-table.js'
import { readRosterRow, rosterColumns } from '../../src/integration/formats/roster-columns.js'
import { decodeText } from '../../src/integration/formats/text-decoding.js'
import { writeTemplate } from '../../src/integration/formats/write-template.js'
import { openZip } from '../../src/integration/formats/zip-archive.js'

const columns: readonly Column<'code' | 'name' | 'note'>[] = [
  { key: 'code', header: '编号', required: true, folded: true },
  { key: 'name', header: '姓名', required: true, folded: false },
  { key: 'note', header: '备注', required: false, folded: false },
]

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

async function rowsOf<Key extends string>(table: Promise<Table<Key>>) {
  return all((await table).rows)
}

/** What a file is refused for; fails the test if it is not. */
async function fault(work: () => Promise<unknown>): Promise<{ code: string; params: object }[]> {
  try {
    await work()
  } catch (error) {
    if (error instanceof FileFault) return [...error.problems]
    throw error
  }
  throw new Error('the file was not refused')
}

const encoded = async (chunks: AsyncIterable<Buffer>) => Buffer.concat(await all(chunks))
const csv = (...lines: string[]) => Buffer.from(lines.join('\r\n'))

async function zipped(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return buffer(zip.outputStream)
}

t.test('text is UTF-8, with or without a byte order mark, or else GB18030', async (t) => {
  const text = '工号,姓名\r\n1,𠮷野㐂\r\n'
  const decoded = (bytes: Uint8Array) => {
    const { encoding, chunks } = decodeText(bytes)
    return [encoding, Buffer.concat([...chunks]).toString()]
  }
  t.same(decoded(Buffer.from(text)), ['utf-8', text])
  t.same(decoded(Buffer.from('\ufeff' + text)), ['utf-8', text])
  t.same(decoded(iconv.encode(text, 'gb18030')), ['gb18030', text])
  const long = '，班主任𠮷'.repeat(30_000)
  t.same(decoded(iconv.encode(long, 'gb18030')), ['gb18030', long], 'characters cut in two by a chunk')
  t.same(decoded(Buffer.from('T001,ASCII')), ['utf-8', 'T001,ASCII'])
})

t.test('undecodable bytes, U+0000 and lone surrogates are refused', async (t) => {
  const refused = (bytes: Uint8Array) => fault(async () => decodeText(bytes))
  t.same(await refused(Buffer.from([0x41, 0xff, 0xfe, 0x41])), [{ code: 'undecodableText', params: {} }])
  t.same(await refused(Buffer.from([0xc4])), [{ code: 'undecodableText', params: {} }], 'half a character at the end')
  const surrogate = Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xed, 0xa0, 0x80])
  t.same(await refused(surrogate), [{ code: 'undecodableText', params: {} }], 'a lone surrogate in UTF-8')
  t.same(await refused(Buffer.from('a,b\n1,2\n3,\0')), [{ code: 'invalidText', params: { line: 3 } }])
  t.match(await refused(Buffer.from('a,b', 'utf16le')), [{ code: 'invalidText', params: { line: 1 } }], 'UTF-16')
  const sheet = await workbookOf(['code', 'name'], ['1', 'a_x0000_b'], ['2', 'c&#xD800;d'], ['3', 'e&#0;f'], ['4', 'g'])
  t.same(
    (await rowsOf(readTable(sheet, columns))).map(({ cells, problems }) => [cells.name, problems[0]?.code]),
    [
      ['', 'invalidText'],
      ['', 'invalidText'],
      ['', 'invalidText'],
      ['g', undefined],
    ],
    'in a workbook the row is rejected',
  )
})

/** A workbook whose cells are written as they stand, escapes and all. */
async function workbookOf(...rows: string[][]): Promise<Buffer> {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`
  return workbookWithSheet(rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join(''))
}

async function workbookWithSheet(sheetData: string): Promise<Buffer> {
  const archive = await openZip(await workbook([['x']]), { entries: 50, totalBytes: 1e7, ratio: Infinity })
  const files: Record<string, string | Buffer> = {}
  for (const [name, entry] of archive.entries) files[name] = await buffer(await archive.open(entry))
  const namespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  files['xl/worksheets/sheet1.xml'] = `<worksheet xmlns="${namespace}"><sheetData>${sheetData}</sheetData></worksheet>`
  return zipped(files)
}

async function workbook(rows: (string | number | boolean | Date | null)[][]): Promise<Buffer> {
  return Buffer.from(await writeXlsx({ sheets: [{ name: 'Sheet1', rows }] }))
}

t.test('columns are found by Chinese or English header, in any order', async (t) => {
  const table = await readTable(csv('手机, 姓 名 ,ＣＯＤＥ,身份证号', '13800000000,甲,００１,31010'), columns)
  t.same(table.headers, { name: '姓 名', code: 'ＣＯＤＥ' })
  t.same(table.ignoredColumns, ['手机', '身份证号'])
  t.equal(table.encoding, 'utf-8')
  const rows = await all(table.rows)
  t.same(rows, [{ rowNumber: 2, cells: { code: '001', name: '甲', note: '' }, problems: [] }])
  t.notMatch(JSON.stringify(rows), /13800000000|31010/, 'identity numbers and phones are never read')
})

t.test('a wrong header names every problem', async (t) => {
  t.same(await fault(() => readTable(csv('a,b', '1,2'), columns)), [
    { code: 'missingColumn', params: { column: 'code', header: '编号' } },
    { code: 'missingColumn', params: { column: 'name', header: '姓名' } },
  ])
  t.same(await fault(() => readTable(csv('编号,code,备注'), columns)), [
    { code: 'duplicateColumn', params: { column: 'code', header: '编号' } },
    { code: 'missingColumn', params: { column: 'name', header: '姓名' } },
  ])
  const wide = ['code', 'name', ...Array.from({ length: 99 }, (_, index) => `c${index}`)]
  t.same(await fault(() => readTable(csv(wide.join(',')), columns)), [
    { code: 'tooManyColumns', params: { maximum: 100 } },
  ])
  t.equal((await readTable(csv(wide.slice(0, 100).join(',')), columns)).ignoredColumns.length, 98, '100 are fine')
  t.same(await fault(() => readTable(csv(''), columns)), [{ code: 'emptyFile', params: {} }])
  t.same(await fault(() => readTable(csv(',,', ' ,　,'), columns)), [{ code: 'emptyFile', params: {} }])
  t.same(await fault(async () => readTable(await workbook([]), columns)), [{ code: 'emptyFile', params: {} }])
})

t.test('what is wrong with a row stands in the row, and row numbers are those of the file', async (t) => {
  const rows = await rowsOf(
    readTable(
      csv(
        'code,name,note',
        '',
        '1,甲,"two',
        'lines"',
        '　,乙,',
        `2,${'丙'.repeat(1001)},`,
        '3,丁,a,b',
        ',,',
        '4,戊',
        '５,#N/A,x,,',
      ),
      columns,
    ),
  )
  t.same(
    rows.map(({ rowNumber, cells, problems }) => [rowNumber, cells.code, problems]),
    [
      [3, '1', []],
      [4, '', [{ code: 'missingValue', column: 'code', params: {} }]],
      [5, '2', [{ code: 'cellTooLong', column: 'name', params: { maximum: 1000 } }]],
      [6, '3', [{ code: 'tooManyCells', column: null, params: { maximum: 3 } }]],
      [8, '4', []],
      [9, '5', [{ code: 'formulaError', column: 'name', params: { value: '#N/A' } }]],
    ],
  )
  t.equal(rows[0]?.cells.note, 'two\r\nlines')
})

t.test('text is compared and stored in NFC', async (t) => {
  const [row] = await rowsOf(readTable(csv('code,name', '1,e\u0301'), columns))
  t.equal(row?.cells.name, '\u00e9')
})

t.test('broken files are refused with a code', async (t) => {
  const broken = (bytes: Buffer) => fault(() => rowsOf(readTable(bytes, columns)))
  t.match(await broken(csv('code,name', '1,"甲', '2,乙')), [{ code: 'brokenCsv' }], 'a quote that is never closed')
  t.match(await broken(csv('code,name', '1,甲"乙')), [{ code: 'brokenCsv', params: { line: 2 } }], 'a stray quote')
  t.match(await broken(csv('code,name', `1,"${'x'.repeat(2_000_000)}`)), [{ code: 'brokenCsv' }], 'and a very long one')
  const good = await workbook([
    ['code', 'name'],
    ['1', '甲'],
  ])
  t.match(await broken(good.subarray(0, good.length - 30)), [{ code: 'brokenZip' }], 'a workbook cut off')
  t.match(await broken(await zipped({ 'a.txt': 'a' })), [{ code: 'brokenWorkbook' }], 'a zip that is no workbook')
  t.match(await broken(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])), [{ code: 'unsupportedFile' }])
  const flipped = Buffer.from(good)
  flipped.fill(0x55, 60, 200)
  t.match(await broken(flipped), [{ code: /^brokenWorkbook|brokenZip$/ }], 'a workbook with spoilt bytes')
})

t.test('a workbook gives the text that its cells show', async (t) => {
  const bytes = await workbook([
    ['code', 'name', 'note'],
    [310107, 0.1 + 0.2, new Date(Date.UTC(2024, 8, 1))],
    [12.5, true, new Date(Date.UTC(2024, 8, 1, 14, 5))],
    ['007', ' 甲　', null],
  ])
  const table = await readTable(bytes, columns)
  t.equal(table.format, 'xlsx')
  t.same(
    (await all(table.rows)).map(({ rowNumber, cells }) => [rowNumber, cells.code, cells.name, cells.note]),
    [
      [2, '310107', '0.3', '2024-09-01'],
      [3, '12.5', 'true', '2024-09-01 14:05'],
      [4, '007', '甲', ''],
    ],
  )
})

t.test('remarks beside the table of a workbook are no error, a sheet wider than the limit is one', async (t) => {
  const beside = await workbook([
    ['code', 'name'],
    ['1', '甲', null, null, 'see me'],
  ])
  t.same(
    (await rowsOf(readTable(beside, columns))).map((row) => row.problems),
    [[]],
  )
  const wide = await workbook([['code', 'name'], Array.from({ length: 101 }, () => 'x')])
  t.same(await fault(() => readTable(wide, columns)), [{ code: 'tooManyColumns', params: { maximum: 100 } }])
})

t.test('a workbook of far-flung cells or huge parts is refused without filling the memory', async (t) => {
  const farFlung = await workbookWithSheet(
    '<row><c t="inlineStr"><is><t>code</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row>' +
      '<row><c r="XFD2"><v>1</v></c></row>'.repeat(20_000),
  )
  t.same(await fault(() => readTable(farFlung, columns)), [{ code: 'tooManyColumns', params: { maximum: 100 } }])
  const blank = await workbookWithSheet('<row><c t="inlineStr"><is><t>code</t></is></c></row>'.repeat(2))
  t.same(await fault(() => readTable(blank, columns)), [
    { code: 'missingColumn', params: { column: 'name', header: '姓名' } },
  ])
  const shared = await zipped({ 'xl/sharedStrings.xml': Buffer.alloc(65 * 1024 * 1024) })
  t.match(await fault(() => readTable(shared, columns)), [{ code: 'zipTooLarge', params: { limit: 'totalBytes' } }])
})

t.test('more rows than the limit are refused', async (t) => {
  const limits = { ...TABLE_LIMITS, rows: 3 }
  const lines = (count: number) => Array.from({ length: count }, (_, index) => [`${index}`, '甲'])
  for (const count of [3, 4]) {
    const asCsv = csv('code,name', ...lines(count).map((line) => line.join(',')))
    const asXlsx = await workbook([['code', 'name'], ...lines(count)])
    for (const bytes of [asCsv, asXlsx]) {
      const read = () => rowsOf(readTable(bytes, columns, limits))
      if (count === 3) t.equal((await read()).length, 3, 'exactly the limit')
      else t.same(await fault(read), [{ code: 'tooManyRows', params: { maximum: 3 } }])
    }
  }
})

t.test('blank rows do not count, however many', async (t) => {
  const blank = '<row><c s="0"/></row>'.repeat(TABLE_LIMITS.rows + 10)
  const row = (code: string, name: string) =>
    `<row><c t="inlineStr"><is><t>${code}</t></is></c><c t="inlineStr"><is><t>${name}</t></is></c></row>`
  const bytes = await workbookWithSheet(row('code', 'name') + blank + row('1', '甲') + blank)
  const rows = await rowsOf(readTable(bytes, columns))
  t.same(
    rows.map(({ rowNumber, cells }) => [rowNumber, cells.name]),
    [[TABLE_LIMITS.rows + 12, '甲']],
  )
})

t.test('50,000 rows are streamed without being held in memory', async (t) => {
  async function* rows() {
    yield ['code', 'name', 'note']
    for (let index = 0; index < 50_000; index++) yield [`T${index}`, `教师${index}`, 'x'.repeat(200)]
  }
  const bytes = await encoded(encodeCsv(rows(), 'gb18030'))
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const held = () => {
    collectGarbage()
    return process.memoryUsage().heapUsed
  }
  const table = await readTable(bytes, columns)
  const before = held()
  let count = 0
  let peak = 0
  for await (const row of table.rows) {
    count += row.problems.length === 0 ? 1 : 0
    if (count % 10_000 === 0) peak = Math.max(peak, held() - before)
  }
  t.equal(count, 50_000)
  t.ok(peak < 10 * 1024 * 1024, `${Math.round(peak / 1024)} KB held at most`)
})

t.test('a sheet survives the way out and in again, in every format', async (t) => {
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 20 })
    .map((some) => some.normalize('NFC').trim())
    .filter((some) => some !== '' && !/[\p{Cc}\p{Cs}\p{Co}\ufffe\uffff]|^['=+\-@＝＋－＠#]|^#/u.test(some))
    // Noncharacters and unassigned code points have no place in a name, and XML refuses some of them.
    .filter((some) => !/\p{Cn}/u.test(some) && some === some.normalize('NFC').trim())
  const lines = fc.array(fc.tuple(fc.stringMatching(/^[A-Z0-9]{1,8}$/), text, text), { maxLength: 20 })
  const ways: [string, (rows: string[][]) => AsyncIterable<Buffer>][] = [
    ['UTF-8', (rows) => encodeCsv(rows)],
    ['GB18030', (rows) => encodeCsv(rows, 'gb18030')],
    ['XLSX', (rows) => encodeXlsx('Sheet1', rows)],
  ]
  for (const [name, encode] of ways) {
    await fc.assert(
      fc.asyncProperty(lines, async (rows) => {
        const read = await rowsOf(readTable(await encoded(encode([['code', '姓名', 'note'], ...rows])), columns))
        const back = read.map(({ cells }) => [cells.code, cells.name, cells.note])
        return JSON.stringify(back) === JSON.stringify(rows) && read.every((row) => row.problems.length === 0)
      }),
      { numRuns: name === 'XLSX' ? 50 : 300 },
    )
    t.pass(name)
  }
})

t.test('the same rows give the same bytes', async (t) => {
  async function* slowly(rows: string[][]) {
    for (const row of rows) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3))
      yield row
    }
  }
  const rows = Array.from({ length: 300 }, (_, index) => [`T${index}`, `教师${index}`, '备注'.repeat(index % 90)])
  const digest = async (chunks: AsyncIterable<Buffer>) =>
    createHash('sha256')
      .update(await encoded(chunks))
      .digest('hex')
  t.equal(await digest(encodeXlsx('名单', rows)), await digest(encodeXlsx('名单', slowly(rows))), 'XLSX')
  t.equal(await digest(encodeCsv(rows, 'gb18030')), await digest(encodeCsv(slowly(rows), 'gb18030')), 'CSV')
  t.equal(await digest(encodeNdjson(['a', 'b', 'c'], rows)), await digest(encodeNdjson(['a', 'b', 'c'], slowly(rows))))
})

t.test('a formula in a cell stays text, a number stays a number', async (t) => {
  const line = async (...cells: string[]) => (await encoded(encodeCsv([cells]))).toString()
  t.equal(await line('=1+1', '+1+1', '-1-1', '@x'), "\ufeff'=1+1,'+1+1,'-1-1,'@x\r\n")
  t.equal(await line('=HYPERLINK("http://x","y")'), '\ufeff"\'=HYPERLINK(""http://x"",""y"")"\r\n')
  t.equal(await line('\t=1', '\r=1', '＝1'), '\ufeff"\'\t=1","\'\r=1"'.replace('"\'\t=1"', "'\t=1") + ",'＝1\r\n")
  t.equal(await line('-1', '+2', '-1.5', '12.5', 'a=b', ''), '\ufeff-1,+2,-1.5,12.5,a=b,\r\n')
  t.equal(await line('-1.', '-', '1-2', '-1e5'), "\ufeff'-1.,'-,1-2,'-1e5\r\n")
  t.equal(await line('a,b', 'c"d', 'e\nf', ' g'), '\ufeff"a,b","c""d","e\nf"," g"\r\n')
  const bytes = await encoded(
    encodeXlsx('S', [
      ['code', 'name'],
      ['001', '=1+1'],
    ]),
  )
  const sheet = await openZip(bytes, { entries: 20, totalBytes: 1e7, ratio: Infinity })
  const entry = sheet.entries.get('xl/worksheets/sheet1.xml')
  const xml = entry ? (await buffer(await sheet.open(entry))).toString() : ''
  t.notMatch(xml, '<f>')
  t.match(xml, '=1+1')
  const [row] = await rowsOf(readTable(bytes, columns))
  t.same(row?.cells, { code: '001', name: '=1+1', note: '' })
})

t.test('NDJSON has an object in each line', async (t) => {
  const rows = [
    ['甲', 'a"b\n'],
    ['𠮷', ''],
  ]
  const text = (await encoded(encodeNdjson(['name', 'note'], rows))).toString()
  t.equal(text, '{"name":"甲","note":"a\\"b\\n"}\n{"name":"𠮷","note":""}\n')
  t.equal((await encoded(encodeNdjson(['a'], []))).length, 0)
})

t.test('cells: dates as schools write them', async (t) => {
  for (const text of [
    '2024-09-01',
    '2024/9/1',
    '2024.9.1',
    '2024年9月1日',
    '２０２４－９－１',
    '2024年09月01日',
    '45536',
  ]) {
    t.same(readDate(text), { ok: true, value: '2024-09-01' }, text)
  }
  t.same(readDate('2024-02-29'), { ok: true, value: '2024-02-29' })
  t.same(readDate('36526'), { ok: true, value: '2000-01-01' }, 'the first day number')
  const wrong = ['2025-02-29', '2024-13-01', '2024-9/1', '24-9-1', '2024-09-01 14:00', '9/1/2024', '20240901', '12345']
  for (const text of [...wrong, 'abc', '2024年9月', '0000-01-01', '99999']) {
    t.same(readDate(text), { ok: false, code: 'invalidDate', params: {} }, text)
  }
})

t.test('cells: times, hours, whole numbers, yes and no, choices, identifiers', async (t) => {
  for (const text of ['14:00', '14：00', '１４：００', '14:00:00'])
    t.same(readTime(text), { ok: true, value: '14:00' }, text)
  t.same(readTime('9:05'), { ok: true, value: '09:05' })
  for (const text of ['24:00', '14', '14:60', '14:00:30', '2pm', '-1:00']) t.notOk(readTime(text).ok, text)
  t.same(readHours('1.5'), { ok: true, value: 150 })
  t.same(readHours('２'), { ok: true, value: 200 })
  for (const text of ['-1', '1.555', '1,5', '1e2', '', '.5', '１．', '1/2', 'NaN', '1000000'])
    t.notOk(readHours(text).ok, text)
  t.same(readInteger('１２', 60), { ok: true, value: 12 })
  t.same(readInteger('61', 60), { ok: false, code: 'invalidInteger', params: { maximum: 60 } })
  for (const text of ['-1', '1.5', '1e1', '0x10', '9'.repeat(30)]) t.notOk(readInteger(text, 1e9).ok, text)
  for (const text of ['是', 'true', 'TRUE', 'Yes', '1']) t.same(readYesNo(text), { ok: true, value: true }, text)
  for (const text of ['否', 'false', 'N', '0']) t.same(readYesNo(text), { ok: true, value: false }, text)
  t.same(readYesNo('maybe'), { ok: false, code: 'invalidYesNo', params: {} })
  const choices = [
    { code: 'lecture', names: ['讲座', '讲座类'] },
    { code: 'practice', names: [] },
  ]
  for (const text of ['讲座', '讲 座 类', 'Lecture', 'ｌｅｃｔｕｒｅ'])
    t.same(readChoice(text, choices), { ok: true, value: 'lecture' }, text)
  t.same(readChoice('讲', choices), { ok: false, code: 'unknownValue', params: { allowed: '讲座, practice' } })
  t.same(readIdentifier('Ｔ００１'), { ok: true, value: 'T001' })
  for (const text of ['a b', '工号', 'a'.repeat(129), 'a/b']) t.notOk(readIdentifier(text).ok, text)
})

t.test('a roster row in both languages', async (t) => {
  const chinese = csv(
    '学校标识码,学校,教师工号,姓名,班级,任职起始日期,任职结束日期,专业称号,此前班主任年限,身份证号,手机号',
    '3131000001,试验一小,T0001,测试甲,一（1）班,2024年9月1日,2025.6.30,区级骨干,3,310107199001010010,１３８００００００００',
    '3131000001,,T0002,测试乙,一（2）班,2024/9/1,,,,,',
    '31310 00001,,T0003,测试丙,班,2024-02-30,昨天,院士,61,310107199001010011,12345',
    '3131000001,,T0004,测试丁,一（3）班,2024-09-01,,,,无,无',
  )
  const [first, second, third, fourth] = (await rowsOf(readTable(chinese, rosterColumns))).map(readRosterRow)
  t.same(first, {
    ok: true,
    rowNumber: 2,
    value: {
      schoolSourcedId: '3131000001',
      schoolName: '试验一小',
      teacherSourcedId: 'T0001',
      name: '测试甲',
      className: '一（1）班',
      from: '2024-09-01',
      to: '2025-06-30',
      professionalTitle: 'district',
      earlierServiceYears: 3,
      identityNumber: '310107199001010010',
      phone: '13800000000',
    },
  })
  t.match(second, {
    ok: true,
    value: {
      to: null,
      professionalTitle: null,
      earlierServiceYears: null,
      schoolName: null,
      identityNumber: undefined,
    },
  })
  t.match(fourth, { ok: true, value: { identityNumber: null, phone: null } }, '无 takes away, a blank cell does not')
  t.match(third, { ok: false, rowNumber: 4 })
  t.same(third && !third.ok && third.problems.map(({ code, column }) => [code, column]), [
    ['invalidIdentifier', 'schoolSourcedId'],
    ['invalidDate', 'from'],
    ['invalidDate', 'to'],
    ['unknownValue', 'professionalTitle'],
    ['invalidInteger', 'earlierServiceYears'],
    ['invalidIdentityNumber', 'identityNumber'],
    ['invalidPhone', 'phone'],
  ])
  const english = csv('schoolSourcedId,teacherSourcedId,name,className,from', 's,t,Test A,1,45536')
  const [row] = (await rowsOf(readTable(english, rosterColumns))).map(readRosterRow)
  t.match(row, { ok: true, value: { from: '2024-09-01', to: null } })
})

t.test('attendance and outside hours rows', async (t) => {
  const choices = {
    forms: [{ code: 'caseAnalysis', names: ['案例分析'] }],
    modules: [{ code: 'classManagement', names: ['班集体管理'] }],
  }
  const sheet = csv(
    '教师工号,姓名,培训名称,日期,开始时间,结束时间,形式,类别,模块,课时,出勤,参加分钟,角色,线上',
    'T1,甲,案例会,2024-11-10,14:00,15：30,案例分析,实践,班集体管理,2,部分,60,主讲,是',
    'T2,,案例会,2024-11-10,14:00,15:30,caseAnalysis,,,2,,,,',
    'T3,,案例会,2024-11-10,14h,15:30,卡拉OK,,,-2,在,,,',
    'T4,,,2024-11-10,14:00,15:30,案例分析,,,2,,,,',
  )
  const rows = (await rowsOf(readTable(sheet, attendanceColumns))).map((row) => readAttendanceRow(row, choices))
  t.match(rows[0], {
    ok: true,
    value: {
      startsAt: '2024-11-10T14:00:00+08:00',
      endsAt: '2024-11-10T15:30:00+08:00',
      form: 'caseAnalysis',
      category: 'practice',
      module: 'classManagement',
      hours: 200,
      status: 'partial',
      minutesAttended: 60,
      role: 'presenter',
      delivery: 'online',
    },
  })
  t.match(rows[1], {
    ok: true,
    value: {
      status: 'present',
      role: 'participant',
      delivery: 'onSite',
      category: null,
      module: null,
      minutesAttended: null,
    },
  })
  t.match(rows[2], {
    ok: false,
    problems: [{ code: 'invalidTime' }, { code: 'unknownValue' }, { code: 'invalidHours' }, { code: 'unknownValue' }],
  })
  t.match(rows[3], { ok: false, problems: [{ code: 'missingValue', column: 'activityTitle' }] })
  const outside = csv(
    '教师工号,培训名称,日期,类别,课时,颁发单位,证明编号',
    'T1,市级培训,2024-10-01,讲座,8,某学院,证-001',
    'T1,市级培训,2024-10-01,其他,8,某学院,',
  )
  const [good, bad] = (await rowsOf(readTable(outside, outsideHoursColumns))).map(readOutsideHoursRow)
  t.match(good, { ok: true, value: { category: 'lecture', hours: 800, evidence: '证-001', issuer: '某学院' } })
  t.match(bad, { ok: false, problems: [{ column: 'evidence' }, { column: 'category', code: 'unknownValue' }] })
})

t.test('a template is an empty sheet that can be read', async (t) => {
  for (const [name, set] of Object.entries({ rosterColumns, attendanceColumns, outsideHoursColumns })) {
    const known: readonly Column[] = set
    for (const language of ['zh', 'en'] as const) {
      for (const options of [{ format: 'xlsx' }, { format: 'csv' }, { format: 'csv', encoding: 'gb18030' }] as const) {
        const table = await readTable(await encoded(writeTemplate(known, { ...options, language })), known)
        t.same([Object.keys(table.headers).length, table.ignoredColumns], [known.length, []], `${name} ${language}`)
        t.same(await all(table.rows), [])
      }
    }
  }
})

const line = (file: keyof typeof oneRosterHeaders, cells: Record<string, string>) =>
  oneRosterHeaders[file].map((name) => cells[name] ?? '').join(',')
const file = (name: keyof typeof oneRosterHeaders, ...rows: Record<string, string>[]) =>
  [oneRosterHeaders[name].join(','), ...rows.map((row) => line(name, row)), ''].join('\r\n')

function manifest(changes: Record<string, string | null> = {}): string {
  const names = Object.keys(oneRosterHeaders).map((name) => [`file.${name}`, 'bulk'])
  const properties = Object.fromEntries([
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.2'],
    ...names,
    ['file.demographics', 'bulk'],
    ['file.courses', 'absent'],
    ['source.systemName', '试验教务'],
  ]) as Record<string, string | null>
  const rows = Object.entries({ ...properties, ...changes }).filter(([, value]) => value !== null)
  return ['propertyName,value', ...rows.map((row) => row.join(','))].join('\n')
}

const person = {
  enabledUser: 'true',
  username: 'secret',
  email: 'secret@example.org',
  phone: '13800000000',
  password: 'secret',
}

const oneRosterFiles = (): Record<string, string | Buffer> => ({
  'manifest.csv': manifest(),
  'orgs.csv': file('orgs', { sourcedId: 's1', name: '试验一小', type: 'school', identifier: '3131000001' }),
  'academicSessions.csv': file('academicSessions', {
    ...{ sourcedId: 'y1', title: '2024学年', type: 'schoolYear' },
    ...{ startDate: '2024-09-01', endDate: '2025-09-01', schoolYear: '2025' },
  }),
  'users.csv': file(
    'users',
    { sourcedId: 't1', familyName: '测', givenName: '试甲', primaryOrgSourcedId: 's1', ...person },
    { sourcedId: 'p1', familyName: '学', givenName: '生乙', ...person },
    { sourcedId: 't2', familyName: 'Teacher', givenName: 'Test', ...person, phone: 'ext. 12' },
    { sourcedId: 'p2', familyName: '无', givenName: '角色', ...person },
  ),
  'roles.csv': file(
    'roles',
    { sourcedId: 'r1', userSourcedId: 't1', roleType: 'primary', role: 'teacher', orgSourcedId: 's1' },
    { sourcedId: 'r2', userSourcedId: 'p1', roleType: 'primary', role: 'student', orgSourcedId: 's1' },
    { sourcedId: 'r3', userSourcedId: 't2', roleType: 'primary', role: 'principal', orgSourcedId: 's1' },
  ),
  'classes.csv': file('classes', {
    sourcedId: 'c1',
    title: '一（1）班',
    classType: 'homeroom',
    schoolSourcedId: 's1',
    termSourcedIds: 'y1',
  }),
  'enrollments.csv': file(
    'enrollments',
    {
      sourcedId: 'e1',
      classSourcedId: 'c1',
      schoolSourcedId: 's1',
      userSourcedId: 't1',
      role: 'teacher',
      primary: 'true',
      beginDate: '2024-09-01',
    },
    { sourcedId: 'e2', classSourcedId: 'c1', schoolSourcedId: 's1', userSourcedId: 'p1', role: 'student' },
  ),
  'demographics.csv': 'sourcedId\np1\n',
})

t.test('a OneRoster zip gives typed records of staff, and counts pupils without reading them', async (t) => {
  const archive = await openOneRoster(await zipped(oneRosterFiles()))
  t.same(archive.sourceSystem, { name: '试验教务', code: null })
  t.same(archive.ignoredFiles, ['demographics.csv'])
  t.equal(archive.files.size, 6)
  t.same(await all(archive.rows('orgs')), [
    {
      ok: true,
      rowNumber: 2,
      value: {
        sourcedId: 's1',
        name: '试验一小',
        type: 'school',
        identifier: '3131000001',
        parentSourcedId: null,
        kind: null,
      },
    },
  ])
  t.match(await all(archive.rows('academicSessions')), [{ value: { endDate: '2025-09-01', schoolYear: 2025 } }])
  const users = await all(archive.rows('users'))
  t.same(users, [
    {
      ok: true,
      rowNumber: 2,
      value: {
        sourcedId: 't1',
        enabledUser: true,
        name: '测试甲',
        primaryOrgSourcedId: 's1',
        identityNumber: undefined,
        phone: '13800000000',
      },
    },
    {
      ok: true,
      rowNumber: 4,
      value: {
        sourcedId: 't2',
        enabledUser: true,
        name: 'Test Teacher',
        primaryOrgSourcedId: null,
        identityNumber: undefined,
        phone: undefined,
      },
    },
  ])
  t.notMatch(JSON.stringify(users), /secret/)
  t.match(await all(archive.rows('roles')), [{ value: { role: 'teacher' } }, { value: { role: 'principal' } }])
  t.match(await all(archive.rows('classes')), [{ value: { classType: 'homeroom', termSourcedIds: ['y1'] } }])
  t.match(await all(archive.rows('enrollments')), [
    { value: { role: 'teacher', primary: true, beginDate: '2024-09-01', endDate: null } },
  ])
  t.same(archive.dropped, { users: 2, roles: 1, enrollments: 1 })
})

t.test('OneRoster: what is wrong with a row stands in the row', async (t) => {
  const files = oneRosterFiles()
  files['enrollments.csv'] = file(
    'enrollments',
    {
      sourcedId: 'e1',
      classSourcedId: 'c1',
      schoolSourcedId: '',
      userSourcedId: 't1',
      role: 'teacher',
      primary: 'yes',
    },
    {
      sourcedId: 'e 2',
      classSourcedId: 'c1',
      schoolSourcedId: 's1',
      userSourcedId: 't1',
      role: 'king',
      beginDate: '2024/9/1',
    },
    {
      sourcedId: 'e3',
      status: 'tobedeleted',
      classSourcedId: 'c1',
      schoolSourcedId: 's1',
      userSourcedId: 't1',
      role: 'teacher',
    },
  )
  const archive = await openOneRoster(await zipped(files))
  const readings = await all(archive.rows('enrollments'))
  t.same(
    readings.map((reading) => (reading.ok ? [] : reading.problems.map(({ code, column }) => [code, column]))),
    [
      [
        ['missingValue', 'schoolSourcedId'],
        ['invalidYesNo', 'primary'],
      ],
      [
        ['invalidIdentifier', 'sourcedId'],
        ['unknownValue', 'role'],
        ['invalidDate', 'beginDate'],
      ],
      [['deletedInBulk', 'status']],
    ],
  )
})

t.test('OneRoster: the manifest and every header are checked before any row', async (t) => {
  const refused = async (changes: Record<string, string | Buffer | null>) => {
    const files = Object.entries({ ...oneRosterFiles(), ...changes }).filter(([, content]) => content !== null)
    return fault(async () => openOneRoster(await zipped(Object.fromEntries(files) as Record<string, string>)))
  }
  t.same(await refused({ 'manifest.csv': null }), [{ code: 'missingManifest', params: {} }])
  t.same(await refused({ 'manifest.csv': 'name,value\n' }), [
    { code: 'wrongHeader', params: { file: 'manifest.csv', position: 1 } },
  ])
  t.same(await refused({ 'manifest.csv': manifest({ 'oneroster.version': '1.1', 'manifest.version': null }) }), [
    { code: 'oneRosterVersionUnsupported', params: { version: '1.1' } },
    { code: 'invalidManifest', params: { property: 'manifest.version', reason: 'value' } },
  ])
  t.same(await refused({ 'manifest.csv': manifest({ 'file.users': 'delta', 'file.orgs': 'delta' }) }), [
    { code: 'deltaUnsupported', params: { file: 'orgs.csv' } },
    { code: 'deltaUnsupported', params: { file: 'users.csv' } },
  ])
  t.same(await refused({ 'manifest.csv': manifest({ 'file.orgs': 'all', 'file.classes': null }) }), [
    { code: 'invalidManifest', params: { property: 'file.orgs', reason: 'value' } },
    { code: 'invalidManifest', params: { property: 'file.classes', reason: 'missing' } },
  ])
  t.same(await refused({ 'manifest.csv': manifest({ 'file.orgs': 'absent' }) }), [
    { code: 'invalidManifest', params: { property: 'file.orgs', reason: 'notAbsent' } },
  ])
  t.same(await refused({ 'manifest.csv': manifest() + '\nfile.orgs,bulk\n' }), [
    { code: 'invalidManifest', params: { property: 'file.orgs', reason: 'duplicate' } },
  ])
  t.same(await refused({ 'orgs.csv': null, 'classes.csv': null }), [
    { code: 'missingFile', params: { file: 'orgs.csv' } },
    { code: 'missingFile', params: { file: 'classes.csv' } },
  ])
  t.same(
    await refused({ 'manifest.csv': manifest({ 'file.roles': 'absent' }), 'roles.csv': null }),
    [{ code: 'missingFile', params: { file: 'roles.csv' } }],
    'users without roles: pupils could not be told from teachers',
  )
  t.same(
    await refused({
      'orgs.csv': 'sourcedId,status,dateLastModified,type,name,identifier,parentSourcedId\n',
      'roles.csv': oneRosterHeaders.roles.join(',') + ',shoeSize\n',
      'classes.csv': '',
    }),
    [
      { code: 'wrongHeader', params: { file: 'orgs.csv', position: 4, expected: 'name' } },
      { code: 'wrongHeader', params: { file: 'roles.csv', position: 11, expected: '' } },
      { code: 'wrongHeader', params: { file: 'classes.csv', position: 1, expected: 'sourcedId' } },
    ],
  )
  t.same(await refused({ 'orgs.csv': iconv.encode(String(oneRosterFiles()['orgs.csv']), 'gb18030') }), [
    { code: 'undecodableText', params: { file: 'orgs.csv' } },
  ])
})

t.test('OneRoster: extension columns at the end and a byte order mark are fine, absent files are empty', async (t) => {
  const files = oneRosterFiles()
  files['orgs.csv'] = `\ufeff${oneRosterHeaders.orgs.join(',')},ext:district,metadata.color\ns1,,,A,school,,,x,y\n`
  files['manifest.csv'] = '\ufeff' + manifest({ 'file.classes': 'absent' })
  delete files['classes.csv']
  const archive = await openOneRoster(await zipped(files))
  t.match(await all(archive.rows('orgs')), [{ ok: true, value: { name: 'A', kind: null } }])
  for (const [column, cell, kind] of [
    ['ext:kind', '小学', 'primary'],
    ['metadata.kind', 'nineYear', 'nineYear'],
    ['ext:mankind', '小学', null],
  ] as const) {
    files['orgs.csv'] = `${oneRosterHeaders.orgs.join(',')},${column}\ns1,,,A,school,,,${cell}\n`
    const told = await openOneRoster(await zipped(files))
    t.match(await all(told.rows('orgs')), [{ ok: true, value: { kind } }], column)
  }
  t.same(await all(archive.rows('classes')), [])
  t.notOk(archive.files.has('classes'))
})

t.test('hostile zips are refused before they are unpacked', async (t) => {
  const limits = { entries: 10, totalBytes: 5_000_000, ratio: 100 }
  const refused = (bytes: Buffer) => fault(() => openOneRoster(bytes, limits))
  const good = await zipped(oneRosterFiles())
  t.match(await refused(good.subarray(0, good.length - 40)), [{ code: 'brokenZip' }], 'cut off')
  t.match(await refused(Buffer.from('not a zip at all, but long enough')), [{ code: 'brokenZip' }])
  t.match(await refused(Buffer.alloc(0)), [{ code: 'brokenZip' }])
  const bomb = await zipped({ ...oneRosterFiles(), 'demographics.csv': Buffer.alloc(3_000_000) })
  t.same(await refused(bomb), [{ code: 'zipTooLarge', params: { limit: 'ratio', maximum: 100 } }])
  const large = await zipped({ ...oneRosterFiles(), 'courses.csv': Buffer.alloc(6_000_000) })
  t.same(await refused(large), [{ code: 'zipTooLarge', params: { limit: 'totalBytes', maximum: 5_000_000 } }])
  const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`${index}.csv`, 'x']))
  t.same(await refused(await zipped(many)), [{ code: 'zipTooLarge', params: { limit: 'entries', maximum: 10 } }])
  const twice = await zipped({ 'orgs.csv': 'a', 'orgz.csv': 'b' })
  t.match(await refused(replaced(twice, 'orgz.csv', 'orgs.csv')), [
    { code: 'brokenZip', params: { reason: 'duplicateName' } },
  ])
  t.match(
    await refused(replaced(twice, 'orgz.csv', '../z.csv')),
    [{ code: 'brokenZip' }],
    'a path that leaves the archive',
  )
})

t.test('a zip that lies about its sizes fails while it is read', async (t) => {
  const files = { ...oneRosterFiles(), 'orgs.csv': file('orgs') + `s1,,,${'x'.repeat(500_000)},school,,\n` }
  const bytes = await zipped(files)
  const archive = await openZip(bytes, { entries: 10, totalBytes: 5_000_000, ratio: 1000 })
  const size = archive.entries.get('orgs.csv')?.uncompressedSize ?? 0
  for (const [name, lie] of [
    ['smaller', 100],
    ['nothing', 0],
  ] as const) {
    const lying = Buffer.from(bytes)
    const truth = Buffer.alloc(4)
    truth.writeUInt32LE(size)
    for (let at = lying.indexOf(truth); at >= 0; at = lying.indexOf(truth, at + 4)) lying.writeUInt32LE(lie, at)
    t.match(await fault(() => openOneRoster(lying)), [{ code: 'brokenZip' }], name)
  }
})

function replaced(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1')
}

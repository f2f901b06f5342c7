import { must } from './fixtures.js'
import type { Any, Caller, Service } from './service.js'

export type Imported = { operation: Any; import: Any; rows: Any[]; totals: Any }

/** Sends a file, waits for its end, and gives back everything that is told of it. */
export async function sendImport(
  service: Service,
  by: Caller,
  query: string,
  payload: Buffer | string,
  contentType = 'text/csv',
): Promise<Imported> {
  const { id } = must(await by.upload(`/v1/imports?${query}`, payload, contentType), 202)
  const operation = await service.finished(by, id)
  const found = must(await by.get(`/v1/imports/${id}`), 200)
  const rows: Any[] = []
  for (let cursor = ''; ;) {
    const page = must(await by.get(`/v1/imports/${id}/rows?limit=200${cursor}`), 200)
    rows.push(...page.data)
    if (!page.nextCursor) break
    cursor = `&cursor=${page.nextCursor}`
  }
  return { operation, import: found, rows, totals: found.totals }
}

/** What became of each row: outcome, code and column. */
export const toldOf = ({ rows }: Imported) => rows.map(({ outcome, code, column }) => [outcome, code, column])

export type Row = Partial<Record<string, string>>

/** A CSV sheet of the rows given, its columns those of the first one. */
export function sheetOf(...rows: readonly Row[]): string {
  const names = Object.keys(rows[0]!)
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))]
    .map((cells) => `${cells.join()}\r\n`)
    .join('')
}

const usualAttendance = {
  教师工号: '',
  主办学校标识码: '',
  参与学校标识码: '',
  活动编号: '',
  培训名称: '示例案例会',
  日期: '2024-10-15',
  开始时间: '14:00',
  结束时间: '16:15',
  形式: '案例分析',
  类别: '',
  课时: '2',
  出勤: '',
  参加分钟: '',
  角色: '',
  线上: '',
}

/** An attendance sheet; what a row leaves out is that of a usual one. */
export const attendanceSheet = (...rows: readonly Row[]) =>
  sheetOf(...rows.map((row) => ({ ...usualAttendance, ...row })))

const usualCertificate = {
  教师工号: '',
  培训名称: '示例市级培训',
  日期: '2024-10-12',
  类别: '讲座',
  课时: '4',
  颁发单位: '示例机构',
  证明编号: '证-1',
}

/** A sheet of outside hours; what a row leaves out is that of a usual one. */
export const outsideHoursSheet = (...rows: readonly Row[]) =>
  sheetOf(...rows.map((row) => ({ ...usualCertificate, ...row })))

const usualDuty = {
  学校标识码: '',
  教师工号: '',
  姓名: '示例',
  班级: '一（1）班',
  任职起始日期: '2024-09-01',
  任职结束日期: '',
  专业称号: '',
}

/** A roster sheet; what a row leaves out is that of a usual one. */
export const rosterSheet = (...rows: readonly Row[]) => sheetOf(...rows.map((row) => ({ ...usualDuty, ...row })))

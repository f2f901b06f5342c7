import type { Category } from '../../policy/schema.js'
import type { IsoDate } from '../../lib/calendar.js'
import { hours, type Hours } from '../../lib/quantity.js'
import { readChoice, readDate, readHours, readIdentifier, readText, rowReader, type Choice } from './cell-values.js'
import type { Column } from './columns.js'
import type { RowReading } from './file-fault.js'
import type { TableRow } from './read-table.js'

export type OutsideHoursColumnKey =
  'teacherSourcedId' | 'name' | 'title' | 'date' | 'category' | 'hours' | 'issuer' | 'evidence'

/** Recognised training elsewhere, one certificate in a row. */
export const outsideHoursColumns: readonly Column<OutsideHoursColumnKey>[] = [
  { key: 'teacherSourcedId', header: '教师工号', required: true, folded: true },
  { key: 'name', header: '姓名', required: false, folded: false },
  { key: 'title', header: '培训名称', required: true, folded: false },
  { key: 'date', header: '日期', required: true, folded: true },
  { key: 'category', header: '类别', required: true, folded: true },
  { key: 'hours', header: '课时', required: true, folded: true },
  { key: 'issuer', header: '颁发单位', required: true, folded: false },
  { key: 'evidence', header: '证明编号', required: true, folded: false },
]

/** §5.3: lectures and practice are converted at different rates. */
export const categoryChoices: readonly Choice<Category>[] = [
  { code: 'lecture', names: ['讲座', '讲座类'] },
  { code: 'practice', names: ['实践', '实践类'] },
]

/** One certificate as the sheet tells it. */
export type OutsideHoursRow = {
  teacherSourcedId: string
  name: string | null
  title: string
  date: IsoDate
  category: Category
  hours: Hours
  issuer: string
  evidence: string
}

/** A row of outside hours as typed values, or everything that is wrong with its cells. */
export function readOutsideHoursRow(row: TableRow<OutsideHoursColumnKey>): RowReading<OutsideHoursRow> {
  const { take, finish } = rowReader(row)
  return finish({
    teacherSourcedId: take('teacherSourcedId', readIdentifier) ?? '',
    name: take('name', (text) => readText(text, 100)),
    title: take('title', (text) => readText(text, 200)) ?? '',
    date: take('date', readDate) ?? '',
    category: take('category', (text) => readChoice(text, categoryChoices)) ?? 'lecture',
    hours: take('hours', readHours) ?? hours(0),
    issuer: take('issuer', (text) => readText(text, 200)) ?? '',
    evidence: take('evidence', (text) => readText(text, 500)) ?? '',
  })
}

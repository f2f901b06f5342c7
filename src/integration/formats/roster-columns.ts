import type { IsoDate } from '../../lib/calendar.js'
import type { ProfessionalTitle } from '../../roster/schema.js'
import {
  readChoice,
  readDate,
  readIdentifier,
  readIdentityNumberCell,
  readInteger,
  readPhoneCell,
  readText,
  rowReader,
  type Choice,
} from './cell-values.js'
import type { Column } from './columns.js'
import type { RowReading } from './file-fault.js'
import type { TableRow } from './read-table.js'

export type RosterColumnKey =
  | 'schoolSourcedId'
  | 'schoolName'
  | 'teacherSourcedId'
  | 'name'
  | 'className'
  | 'from'
  | 'to'
  | 'professionalTitle'
  | 'earlierServiceYears'
  | 'identityNumber'
  | 'phone'

/** A school's list of homeroom duties, one duty in a row. */
export const rosterColumns: readonly Column<RosterColumnKey>[] = [
  { key: 'schoolSourcedId', header: '学校标识码', required: true, folded: true },
  { key: 'schoolName', header: '学校', required: false, folded: false },
  { key: 'teacherSourcedId', header: '教师工号', required: true, folded: true },
  { key: 'name', header: '姓名', required: true, folded: false },
  { key: 'className', header: '班级', required: true, folded: false },
  { key: 'from', header: '任职起始日期', required: true, folded: true },
  { key: 'to', header: '任职结束日期', required: false, folded: true },
  { key: 'professionalTitle', header: '专业称号', required: false, folded: true },
  { key: 'earlierServiceYears', header: '此前班主任年限', required: false, folded: true },
  { key: 'identityNumber', header: '身份证号', required: false, folded: true },
  { key: 'phone', header: '手机号', required: false, folded: true },
]

const professionalTitles: readonly Choice<ProfessionalTitle>[] = [
  { code: 'none', names: ['无'] },
  { code: 'school', names: ['校级骨干'] },
  { code: 'district', names: ['区级骨干'] },
  { code: 'municipal', names: ['市级骨干'] },
]

const SERVICE_YEARS_MAXIMUM = 60

/** One duty as the sheet tells it; null where a cell is blank. Of the numbers undefined is blank, null takes one away. */
export type RosterRow = {
  schoolSourcedId: string
  schoolName: string | null
  teacherSourcedId: string
  name: string
  className: string
  from: IsoDate
  to: IsoDate | null
  professionalTitle: ProfessionalTitle | null
  earlierServiceYears: number | null
  identityNumber: string | null | undefined
  phone: string | null | undefined
}

/** A roster row as typed values, or everything that is wrong with its cells. */
export function readRosterRow(row: TableRow<RosterColumnKey>): RowReading<RosterRow> {
  const { take, takeGiven, finish } = rowReader(row)
  const line = (text: string) => readText(text, 100)
  return finish({
    schoolSourcedId: take('schoolSourcedId', readIdentifier) ?? '',
    schoolName: take('schoolName', line),
    teacherSourcedId: take('teacherSourcedId', readIdentifier) ?? '',
    name: take('name', line) ?? '',
    className: take('className', line) ?? '',
    from: take('from', readDate) ?? '',
    to: take('to', readDate),
    professionalTitle: take('professionalTitle', (text) => readChoice(text, professionalTitles)),
    earlierServiceYears: take('earlierServiceYears', (text) => readInteger(text, SERVICE_YEARS_MAXIMUM)),
    identityNumber: takeGiven('identityNumber', readIdentityNumberCell),
    phone: takeGiven('phone', readPhoneCell),
  })
}

import { Type, type Static } from '@sinclair/typebox'
import { closed, enumeration, HoursText, Id, Instant, nullable, pageOf, ref } from '../../lib/wire.js'
import { OperationStatus } from '../../operations/schema.js'

export const ImportKind = enumeration(['oneRoster', 'roster', 'attendance', 'outsideHours'], {
  $id: 'ImportKind',
  description: 'OneRoster 1.2 zip, 名册 roster, 出勤 attendance, 校外课时 outsideHours',
})
export type ImportKind = Static<typeof ImportKind>

export const ImportOutcome = enumeration(
  ['created', 'updated', 'unchanged', 'duplicate', 'held', 'rejected', 'ignored'],
  {
    $id: 'ImportOutcome',
    description: '新建 created, 更新 updated, 未变 unchanged, 重复 duplicate, 待定 held, 拒绝 rejected, 忽略 ignored',
  },
)
export type ImportOutcome = Static<typeof ImportOutcome>

const Count = (description: string) => Type.Integer({ minimum: 0, description })

export const ImportCause = closed(
  {
    cause: Type.String({ description: 'What is missing or wrong, e.g. school:3101070001 / 根本原因' }),
    code: Type.String(),
    detail: Type.String(),
    rows: Type.Integer({ minimum: 1, description: 'Rows that it stops / 受其影响的行数' }),
  },
  { $id: 'ImportCause' },
)

const counts = {
  rows: Count('Rows below the header, in all files / 各文件表头以下的总行数'),
  created: Count('新建'),
  updated: Count('更新'),
  unchanged: Count('未变'),
  duplicate: Count('重复'),
  held: Count('待定'),
  rejected: Count('拒绝'),
  ignored: Count('Not of use here; in a OneRoster file also pupils, who are never stored / 忽略，含学生'),
  teachers: Count('Teachers in the rows that took effect or changed nothing / 有效行所涉教师人数'),
  hours: Type.Unsafe<string>({ ...HoursText, pattern: '^(0|[1-9][0-9]*)(\\.[0-9]{1,2})?$', maxLength: 20 }),
  ignoredColumns: Type.Array(Type.String(), { description: 'Columns that are not read / 未读取的列' }),
  ignoredFiles: Type.Array(Type.String(), { description: 'Files of the archive that are not read / 未读取的文件' }),
}

export const ImportTotals = closed(
  {
    ...counts,
    causes: Type.Array(ref(ImportCause), {
      description: 'Root causes, those that stop most rows first, at most 200 / 根本原因，按影响行数排列',
    }),
  },
  { $id: 'ImportTotals', description: 'Control totals, to be compared with the sender’s / 控制总数' },
)
export type ImportTotals = Static<typeof ImportTotals>

type Params = Record<string, string | number | boolean | null>

/** Totals as they are stored: the texts of the causes depend on the language of whoever asks. */
export type StoredTotals = Omit<ImportTotals, 'causes'> & {
  causes: { cause: string; code: string; params: Params; rows: number }[]
}

export const Import = closed(
  {
    id: Id,
    kind: ref(ImportKind),
    dryRun: Type.Boolean(),
    status: ref(OperationStatus),
    file: closed({ name: Type.String(), bytes: Type.Integer(), sha256: Type.String() }),
    totals: nullable(ref(ImportTotals)),
    rowsRemovedAt: nullable(Instant, {
      description: 'Since then what became of single rows is gone; the totals stay / 各行结果已于该时刻删除，总数保留',
    }),
    createdAt: Instant,
  },
  { $id: 'Import' },
)
export type Import = Static<typeof Import>

export const ImportRow = closed(
  {
    number: Type.Integer({ minimum: 1 }),
    file: Type.String(),
    rowNumber: Type.Integer({
      minimum: 1,
      description: 'Row in the file; the header is row 1 / 文件中的行号，表头为第 1 行',
    }),
    outcome: ref(ImportOutcome),
    column: nullable(Type.String(), { description: 'English header of the column / 列的英文表头' }),
    code: nullable(Type.String({ description: 'Stable error code / 稳定的错误代码' })),
    detail: nullable(Type.String()),
    cause: nullable(Type.String(), { description: 'Root cause, as in the totals / 根本原因，与总数中的一致' }),
  },
  {
    $id: 'ImportRow',
    description:
      'What became of a row; a row with several faults has one entry for each / 每行的结果，多处错误则各占一条',
  },
)
export type ImportRow = Static<typeof ImportRow>
export const ImportRowPage = pageOf(ref(ImportRow), 'ImportRowPage')

export const TemplateKind = enumeration(['roster', 'attendance', 'outsideHours'], {
  $id: 'TemplateKind',
  description: '名册 roster, 出勤 attendance, 校外课时 outsideHours',
})
export type TemplateKind = Static<typeof TemplateKind>

import { Type, type Static } from '@sinclair/typebox'
import { ControlTotals } from '../../credits/schema.js'
import {
  AcademicYearCode,
  closed,
  enumeration,
  Id,
  Instant,
  nullable,
  ref,
  SemesterNumber,
  Sha256,
} from '../../lib/wire.js'
import { OperationStatus } from '../../operations/schema.js'

export const ExportFormat = enumeration(['csv', 'xlsx', 'ndjson'], {
  $id: 'ExportFormat',
  description: 'File format / 文件格式',
})
export const ExportEncoding = enumeration(['utf-8', 'gb18030'], {
  $id: 'ExportEncoding',
  description: 'CSV only; UTF-8 has a BOM / 仅用于 CSV',
})

export const ExportRequest = closed(
  {
    academicYear: AcademicYearCode,
    semester: SemesterNumber,
    schoolId: Type.Optional(Id),
    runIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 200, uniqueItems: true })),
    format: ref(ExportFormat),
    encoding: Type.Optional(ref(ExportEncoding)),
    language: Type.Optional(enumeration(['zh', 'en'], { description: 'Language of the headers / 表头语言' })),
  },
  {
    $id: 'ExportRequest',
    description: 'Statements of one semester in sealed runs: of one school, of named runs, or of the whole district',
  },
)
export type ExportRequest = Static<typeof ExportRequest>

export const ExportManifest = closed(
  {
    file: Type.String(),
    mediaType: Type.String(),
    bytes: Type.Integer({ minimum: 0 }),
    sha256: Sha256('Of the file / 文件的 SHA-256'),
    profile: Type.String({ description: 'Column profile: which columns the file has / 列方案' }),
    rows: Type.Integer({ minimum: 0 }),
    totals: ref(ControlTotals),
    policyEditions: Type.Array(Type.String()),
    runs: Type.Array(
      closed({ id: Id, schoolSourcedId: Type.String(), sequence: Type.Integer(), sha256: Type.String() }),
    ),
  },
  { $id: 'ExportManifest' },
)
export type ExportManifest = Static<typeof ExportManifest>

export const Export = closed(
  {
    id: Id,
    status: ref(OperationStatus),
    request: ref(ExportRequest),
    manifest: nullable(ref(ExportManifest), { description: 'Once written / 文件写成后给出' }),
    fileRemovedAt: nullable(Instant, {
      description: 'Since then the file is gone; its manifest stays / 文件已于该时刻删除，清单保留',
    }),
    createdAt: Instant,
  },
  { $id: 'Export' },
)
export type Export = Static<typeof Export>

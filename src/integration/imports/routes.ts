import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { notFound, Refusal } from '../../errors.js'
import { downloadRoute } from '../../http/download.js'
import { route } from '../../http/route.js'
import { requestLimits } from '../../lib/limits.js'
import { closed, enumeration, Id, Line, Paging, ref } from '../../lib/wire.js'
import { createImport } from './create-import.js'
import { presentImport, presentImportRow } from './present.js'
import { findImport, listImportRows } from './read.js'
import { Import, ImportKind, ImportOutcome, ImportRowPage, TemplateKind } from './schema.js'
import { templateMediaTypes, writeImportTemplate } from './write-import-template.js'

const tag = 'imports'
const ById = closed({ id: Id })
const mediaTypes = ['application/zip', ...Object.values(templateMediaTypes), 'application/octet-stream']

export function importRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'createImport',
    method: 'POST',
    path: '/v1/imports',
    tag,
    summary: ['Import a file', '导入文件'],
    description: [
      [
        'Long work: the file itself is the body, at most 32 MiB; the import has the id of the operation. Its valid rows take effect together, what is wrong with the others stands in the rows of the import; sending the same file again changes nothing, and nothing is ever removed. `dryRun` reports the same and has no effect. A school’s client imports for its own school only.',
        '`oneRoster`: a OneRoster 1.2 CSV zip in bulk mode. Organisations of type `school` are schools and those of type `local` school groups; users with a role of `teacher` are teachers; enrollments of role `teacher`, primary, in a class of type `homeroom` are homeroom duties, by their own dates or those of the class’s terms (end dates are exclusive). OneRoster knows no kind of school: give a column `ext:kind` or `metadata.kind` (primary, junior, senior, nineYear, vocational), else a school keeps the kind it has, and an unknown school without one is rejected. Pupils are counted and never stored.',
        '`roster`, `attendance`, `outsideHours`: CSV (UTF-8 or GB18030) or XLSX with Chinese or English headers, see the templates. Attendance is recorded and left to be confirmed; rows of one session with several forms are its segments. A row that meets a decision taken by hand is held.',
      ].join('\n\n'),
      [
        '长任务：请求体即文件本身，最大 32 MiB；导入与任务编号相同。有效行一并生效，其余行的问题见导入各行结果；重复导入同一文件不产生变化，也从不删除内容。`dryRun` 只报告结果而不生效。学校客户端只为本校导入。',
        '`oneRoster`：OneRoster 1.2 CSV 压缩包（全量）。类型 `school` 的机构为学校，`local` 为集团校；有 `teacher` 角色的用户为教师；`homeroom` 班级中角色为 `teacher` 且 primary 的 enrollment 为班主任任职，日期取自身或班级所属学期（结束日期不含当日）。OneRoster 没有学校类别：请加 `ext:kind` 或 `metadata.kind` 列，否则沿用已有类别，未知学校且无类别时拒绝。学生只计数，从不存储。',
        '`roster`、`attendance`、`outsideHours`：CSV（UTF-8 或 GB18030）或 XLSX，中文或英文表头，见模板。出勤登记后由师训专管员确认；同一场次有多种形式的行即为其各分段。涉及人工决定的行待定。',
      ].join('\n\n'),
    ],
    query: closed({
      kind: ref(ImportKind),
      dryRun: Type.Optional(Type.Boolean({ default: false, description: 'Report only / 只报告，不生效' })),
      fileName: Type.Optional(Line(200, { description: 'For the report / 文件名，用于结果报告' })),
    }),
    file: { mediaTypes, maximumBytes: requestLimits.fileBytes },
    answer: Import,
    status: 202,
    location: ({ id }) => `/v1/operations/${id}`,
    errors: ['emptyFile'],
    handle: async ({ actor, language }, { query: { kind, dryRun = false, fileName = kind }, body, mediaType }) => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
      return presentImport(
        await createImport(app.db, { actor, file: { kind, dryRun, fileName, mediaType, bytes } }),
        language,
      )
    },
  })

  route(app, {
    operationId: 'getImport',
    method: 'GET',
    path: '/v1/imports/:id',
    tag,
    summary: ['Get an import', '查看导入'],
    description: ['With its control totals and root causes once it has ended.', '结束后给出控制总数和根本原因。'],
    params: ById,
    answer: Import,
    handle: async ({ actor, language }, { params }) => {
      const found = await query(app.db, actor, (tx) => findImport(tx, actor, params.id))
      if (!found) throw notFound('import')
      return presentImport(found, language)
    },
  })

  route(app, {
    operationId: 'listImportRows',
    method: 'GET',
    path: '/v1/imports/:id/rows',
    tag,
    summary: ['List the rows of an import', '列出导入各行结果'],
    description: [
      'In the order of the file; a row with several faults has one entry for each. `outcome` keeps rows of that outcome. A file that cannot be read has an entry for each of its faults.',
      '按文件顺序排列，一行有多处错误则各占一条。`outcome` 只列该结果的行。无法读取的文件，每处错误占一条。',
    ],
    params: ById,
    query: closed({ ...Paging, outcome: Type.Optional(ref(ImportOutcome)) }),
    answer: ImportRowPage,
    errors: ['invalidCursor', 'fileRemoved'],
    handle: async ({ actor, language }, { params, query: { limit = 50, ...filters } }) => {
      const page = await query(app.db, actor, async (tx) => {
        const found = await findImport(tx, actor, params.id)
        if (found?.rowsRemovedAt) throw new Refusal('fileRemoved', { removedAt: found.rowsRemovedAt })
        return found && listImportRows(tx, actor.districtId, { importId: found.id, limit, ...filters })
      })
      if (!page) throw notFound('import')
      return { ...page, data: page.data.map((row) => presentImportRow(row, language)) }
    },
  })

  downloadRoute(app, {
    operationId: 'downloadImportTemplate',
    path: '/v1/import-templates/:kind',
    tag,
    summary: ['Download an import template', '下载导入模板'],
    description: [
      'An empty sheet with the headers that an import of this kind reads; the language of the headers is that of the request unless said.',
      '含该类导入所需表头的空表；未指定语言时按请求语言。',
    ],
    params: closed({ kind: ref(TemplateKind) }),
    query: closed({
      format: Type.Optional(enumeration(['csv', 'xlsx'], { default: 'xlsx', description: 'File format / 文件格式' })),
      language: Type.Optional(enumeration(['zh', 'en'], { description: 'Language of the headers / 表头语言' })),
    }),
    mediaTypes: Object.values(templateMediaTypes),
    handle: (context, { params, query: { format = 'xlsx', language = context.language } }) =>
      writeImportTemplate(params.kind, { format, language }),
  })
}

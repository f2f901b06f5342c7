import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { notFound, Refusal } from '../../errors.js'
import { downloadRoute } from '../../http/download.js'
import { route } from '../../http/route.js'
import { closed, Id } from '../../lib/wire.js'
import { Operation } from '../../operations/schema.js'
import { presentOperation } from '../../operations/start-operation.js'
import { streamFile } from '../../files/read.js'
import { createExport } from './create-export.js'
import { findExport, type ExportWithStatus } from './read.js'
import { Export, ExportRequest } from './schema.js'

const tag = 'exports'
const ById = closed({ id: Id })

export function exportRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'createExport',
    method: 'POST',
    path: '/v1/exports',
    tag,
    summary: ['Export sealed credit runs', '导出已封存的赋分'],
    description: [
      'Long work: a file of the sealed runs of one semester (§5.3), of one school, of named runs, or of the whole district; a school’s client exports its own school. The same runs give the same bytes. The export has the id of the operation.',
      '长任务：将一个学期已封存的赋分（§5.3）写成文件，范围为一所学校、指定赋分或全区；学校客户端只导出本校。相同赋分得到相同的文件。导出与任务编号相同。',
    ],
    body: ExportRequest,
    answer: Operation,
    status: 202,
    location: ({ id }) => `/v1/operations/${id}`,
    errors: [
      'unknownSchool',
      'exportOptionNotAllowed',
      'schoolOrRuns',
      'creditRunNotFound',
      'creditRunNotSealed',
      'nothingSealed',
      'rulesRefused',
    ],
    handle: async ({ actor, language }, { body }) =>
      presentOperation(await createExport(app.db, { actor, request: body }), language),
  })

  route(app, {
    operationId: 'getExport',
    method: 'GET',
    path: '/v1/exports/:id',
    tag,
    summary: ['Get an export', '查看导出'],
    description: [
      'Its manifest once the file is written: rows, control totals, SHA-256, policy editions and runs.',
      '文件写成后给出清单：行数、控制总数、SHA-256、政策版本和所含赋分。',
    ],
    params: ById,
    answer: Export,
    handle: async ({ actor }, { params }) => {
      const row = found(await query(app.db, actor, (tx) => findExport(tx, actor, params.id)))
      const { id, status, request, manifest, fileRemovedAt, createdAt } = row
      return { id, status, request, manifest, fileRemovedAt, createdAt }
    },
  })

  downloadRoute(app, {
    operationId: 'downloadExport',
    path: '/v1/exports/:id/file',
    tag,
    summary: ['Download the file of an export', '下载导出文件'],
    description: [
      'The bytes that the manifest describes, with their SHA-256 in Repr-Digest; 409 until the file is written, 410 once it is removed: exports can be made again. Cells that a spreadsheet would run as a formula begin with an apostrophe in CSV.',
      '即清单所述的文件，Repr-Digest 给出其 SHA-256；写成之前应答 409，删除之后应答 410，可重新导出。CSV 中会被当作公式的单元格以单引号开头。',
    ],
    params: ById,
    mediaTypes: [
      'text/csv',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/x-ndjson',
    ],
    errors: ['exportNotWritten', 'fileRemoved'],
    handle: async ({ actor }, { params }) => {
      const row = found(await query(app.db, actor, (tx) => findExport(tx, actor, params.id)))
      const { id, fileId, manifest, status, fileRemovedAt } = row
      if (!fileId || !manifest) throw new Refusal('exportNotWritten', { id, status })
      if (fileRemovedAt) throw new Refusal('fileRemoved', { removedAt: fileRemovedAt })
      const { file: name, mediaType, bytes, sha256 } = manifest
      const asciiName = name.replace('赋分', 'credits')
      return { name, asciiName, mediaType, bytes, sha256, body: streamFile(app.db, actor.districtId, fileId) }
    },
  })
}

function found(row: ExportWithStatus | null): ExportWithStatus {
  if (!row) throw notFound('export')
  return row
}

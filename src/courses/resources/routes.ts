import type { FastifyInstance } from 'fastify'
import { query } from '../../db/database.js'
import { notFound } from '../../errors.js'
import { downloadRoute } from '../../http/download.js'
import { route } from '../../http/route.js'
import { requestLimits } from '../../lib/limits.js'
import { closed, Id, Paging } from '../../lib/wire.js'
import { findCourse } from '../read.js'
import { addResource } from './add-resource.js'
import { downloadResource } from './download-resource.js'
import { findResource, listResources, toResource } from './read.js'
import { removeResource } from './remove-resource.js'
import { NewResource, Resource, resourceMediaTypes, ResourcePage, ResourceRemoval } from './schema.js'
import { uploadResource } from './upload-resource.js'

const tag = 'courses'
const ById = closed({ id: Id })

export function resourceRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'addResource',
    method: 'POST',
    path: '/v1/courses/:id/resources',
    tag,
    summary: ['Add a resource to a course', '新增课程资源'],
    description: [
      'A learning resource with its licence (§3.2, §4.3): `url` is an https address elsewhere; `file` declares a file, which is uploaded next. Owner only.',
      '附使用许可的学习资源（§3.2、§4.3）：`url` 为外部 https 地址；`file` 声明随后上传的文件。仅限课程所有者。',
    ],
    params: ById,
    body: NewResource,
    answer: Resource,
    status: 201,
    location: ({ id }) => `/v1/resources/${id}`,
    errors: ['notTheOwner', 'courseRetired', 'urlOrFile', 'tooManyResources', 'rulesRefused'],
    handle: ({ actor }, { params, body }) => addResource(app.db, { actor, courseId: params.id, resource: body }),
  })

  route(app, {
    operationId: 'uploadResource',
    method: 'POST',
    path: '/v1/resources/:id/file',
    tag,
    summary: ['Upload the file of a resource', '上传资源文件'],
    description: [
      'The bytes themselves, with the media type, length and SHA-256 that were declared; anything else is refused. The same bytes again change nothing.',
      '请求体即文件本身，媒体类型、字节数和 SHA-256 须与声明一致，否则拒绝；重复上传同一文件不产生变化。',
    ],
    params: ById,
    file: { mediaTypes: resourceMediaTypes, maximumBytes: requestLimits.fileBytes },
    answer: Resource,
    errors: ['notTheOwner', 'resourceIsLink', 'resourceRemoved', 'fileDiffers', 'rulesRefused'],
    handle: ({ actor, now }, { params, body, mediaType }) => {
      const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
      return uploadResource(app.db, { actor, now, id: params.id, mediaType, bytes })
    },
  })

  route(app, {
    operationId: 'listResources',
    method: 'GET',
    path: '/v1/courses/:id/resources',
    tag,
    summary: ['List the resources of a course', '列出课程资源'],
    description: ['In the order in which they were added.', '按新增的先后排列。'],
    params: ById,
    query: closed({ ...Paging }),
    answer: ResourcePage,
    errors: ['invalidCursor'],
    handle: async ({ actor }, { params, query: { limit = 50, cursor } }) =>
      query(app.db, actor, async (tx) => {
        if (!(await findCourse(tx, actor, params.id))) throw notFound('course')
        return listResources(tx, actor, { courseId: params.id, limit, cursor })
      }),
  })

  route(app, {
    operationId: 'getResource',
    method: 'GET',
    path: '/v1/resources/:id',
    tag,
    summary: ['Get a resource', '查看资源'],
    description: ['With its licence, and whether its file has come.', '含使用许可及文件是否已上传。'],
    params: ById,
    answer: Resource,
    handle: async ({ actor }, { params }) => {
      const found = await query(app.db, actor, (tx) => findResource(tx, actor, params.id))
      if (!found) throw notFound('resource')
      return toResource(found)
    },
  })

  downloadRoute(app, {
    operationId: 'downloadResource',
    path: '/v1/resources/:id/file',
    tag,
    summary: ['Download the file of a resource', '下载资源文件'],
    description: [
      'As an attachment, with its SHA-256 in Repr-Digest; 409 until the file has come, 410 once it is removed.',
      '以附件形式下载，Repr-Digest 给出其 SHA-256；上传之前应答 409，删除之后应答 410。',
    ],
    params: ById,
    mediaTypes: resourceMediaTypes,
    errors: ['resourceIsLink', 'fileNotUploaded', 'resourceRemoved'],
    handle: ({ actor }, { params }) => downloadResource(app.db, { actor, id: params.id }),
  })

  route(app, {
    operationId: 'removeResource',
    method: 'POST',
    path: '/v1/resources/:id/remove',
    tag,
    summary: ['Remove a resource', '删除课程资源'],
    description: [
      'Its address or file is gone for good; what it was and why it went stays in the list. By the owner, and by the institute where the course is shared in the district. Removing it again changes nothing.',
      '网址或文件永久删除，列表中保留其名称和删除理由。由课程所有者操作；全区共享课程的资源区教育学院亦可删除。重复删除不作更改。',
    ],
    params: ById,
    body: ResourceRemoval,
    answer: Resource,
    errors: ['notTheOwner'],
    handle: ({ actor, now }, { params, body }) =>
      removeResource(app.db, { actor, now, id: params.id, reason: body.reason }),
  })
}

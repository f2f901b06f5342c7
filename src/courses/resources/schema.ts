import { Type, type Static } from '@sinclair/typebox'
import { requestLimits } from '../../lib/limits.js'
import { closed, enumeration, Id, Instant, Line, nullable, pageOf, ref, Sha256, Version } from '../../lib/wire.js'

export const ResourceKind = enumeration(
  ['slides', 'document', 'video', 'audio', 'image', 'caseCollection', 'template', 'link', 'other'],
  {
    $id: 'ResourceKind',
    description:
      '课件 slides, 文档 document, 视频 video, 音频 audio, 图片 image, 案例集 caseCollection, 模板 template, 链接 link, 其他 other',
  },
)
export type ResourceKind = Static<typeof ResourceKind>

export const ResourceLicence = enumeration(
  [
    'CC0-1.0',
    'CC-BY-4.0',
    'CC-BY-SA-4.0',
    'CC-BY-NC-4.0',
    'CC-BY-NC-SA-4.0',
    'CC-BY-ND-4.0',
    'schoolUse',
    'allRightsReserved',
  ],
  {
    $id: 'ResourceLicence',
    description:
      'What may be done with it: an SPDX code; 仅供校本研修使用 schoolUse (in school-based training only); 保留所有权利 allRightsReserved (to be read only)',
  },
)
export type ResourceLicence = Static<typeof ResourceLicence>

/** What files may be: nothing that a browser would run. */
export const resourceMediaTypes = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-powerpoint',
  'application/msword',
  'application/vnd.ms-excel',
  'application/zip',
  'audio/mpeg',
  'audio/mp4',
  'image/jpeg',
  'image/png',
  'image/webp',
  'text/csv',
  'video/mp4',
  'video/webm',
] as const

const file = {
  name: Line(200, { examples: ['家校沟通.pptx'] }),
  mediaType: enumeration(resourceMediaTypes, { description: 'Media type / 媒体类型' }),
  bytes: Type.Integer({ minimum: 1, maximum: requestLimits.fileBytes, description: 'Its size / 字节数' }),
  sha256: Sha256('Of the file / 文件的 SHA-256'),
}

export const DeclaredFile = closed(file, {
  $id: 'DeclaredFile',
  description: 'The file that is uploaded then, and no other / 随后上传的文件，须与此一致',
})
export type DeclaredFile = Static<typeof DeclaredFile>

const about = {
  title: Line(200),
  kind: ref(ResourceKind),
  licence: ref(ResourceLicence),
}

const Url = Type.String({
  maxLength: 2000,
  pattern: '^https://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?([/?#][!-~]*)?$',
  description: 'Address of something elsewhere, https only / 外部资源的 https 地址',
  examples: ['https://example.org/case.mp4'],
})

export const NewResource = closed(
  { ...about, url: Type.Optional(Url), file: Type.Optional(ref(DeclaredFile)) },
  { $id: 'NewResource', description: 'Either `url` or `file` / `url` 与 `file` 二者择一' },
)
export type NewResource = Static<typeof NewResource>

export const Resource = closed(
  {
    id: Id,
    courseId: Id,
    ...about,
    url: nullable(Type.String()),
    file: nullable(
      closed({
        ...file,
        uploadedAt: nullable(Instant, { description: 'null until it has come / 上传前为 null' }),
      }),
    ),
    removedAt: nullable(Instant, {
      description: 'Since then its address or file is gone / 网址或文件已于该时刻删除',
    }),
    removalReason: nullable(Type.String()),
    createdAt: Instant,
    version: Version,
  },
  { $id: 'Resource', description: 'A learning resource of a course (§3.2, §4.3) / 课程的学习资源' },
)
export type Resource = Static<typeof Resource>
export const ResourcePage = pageOf(ref(Resource), 'ResourcePage')

export const ResourceRemoval = closed({ reason: Line(500) }, { $id: 'ResourceRemoval' })
export type ResourceRemoval = Static<typeof ResourceRemoval>

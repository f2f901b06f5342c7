import type { FastifyInstance } from 'fastify'
import { route } from '../http/route.js'
import { closed, Id } from '../lib/wire.js'
import { erasePersonalData } from './erase-personal-data.js'
import { exportPersonalData } from './export-personal-data.js'
import { Erasure, ErasureRequest, PersonalData } from './schema.js'

const tag = 'privacy'
const ById = closed({ id: Id })

export function privacyRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'exportPersonalData',
    method: 'GET',
    path: '/v1/teachers/:id/personal-data',
    tag,
    summary: ['Export personal data', '导出个人信息'],
    description: [
      'Everything that is held about one person, in clear and in one document: to the institute, to the school where the duty has not ended, and to the teacher (个人信息保护法 第四十五条). No cache may keep it.',
      '汇总系统保存的一名教师的全部个人信息，完整显示，限区教育学院、任职尚未结束的学校和本人（个人信息保护法第四十五条）。不得缓存。',
    ],
    params: ById,
    answer: PersonalData,
    cacheControl: 'no-store',
    handle: ({ actor, now }, { params }) => exportPersonalData(app.db, { actor, now, id: params.id }),
  })

  route(app, {
    operationId: 'erasePersonalData',
    method: 'POST',
    path: '/v1/teachers/:id/erase-personal-data',
    tag,
    summary: ['Erase personal data', '删除个人信息'],
    description: [
      'The name becomes a pseudonym, also in sealed statements; identity number, phone, kinds of leave, what was written and noted of needs, and the files that the person stands in go; the person’s clients are revoked. Staff number, duties, hours and credits stay, each on the ground that the answer names. Refused while a homeroom duty has not ended or a statement is not sealed. It cannot be undone; asking again gives the same answer.',
      '姓名改为代称（含已封存的赋分单），身份证号、手机号、请假类别、需求调研的文字和含本人的文件一并删除，本人的客户端吊销。工号、任职、课时和学分保留，依据见应答。任职尚未结束或赋分单尚未封存时拒绝。删除不可撤销，重复请求应答相同。',
    ],
    params: ById,
    body: ErasureRequest,
    answer: Erasure,
    errors: ['erasureNotYet'],
    handle: ({ actor, now }, { params, body }) => erasePersonalData(app.db, { actor, now, ...params, ...body }),
  })
}

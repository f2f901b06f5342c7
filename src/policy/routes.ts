import type { FastifyInstance } from 'fastify'
import { query } from '../db/database.js'
import { notFound } from '../errors.js'
import { route } from '../http/route.js'
import { closed, Id, Paging } from '../lib/wire.js'
import { findPolicyEdition, listPolicyEditions } from './read.js'
import { registerPolicyEdition } from './register-policy-edition.js'
import { PolicyEdition, PolicyEditionDocument, PolicyEditionPage } from './schema.js'

const tag = 'policy'

export function policyRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'listPolicyEditions',
    method: 'GET',
    path: '/v1/policy-editions',
    tag,
    summary: ['List policy editions', '列出政策版本'],
    description: ['Newest first academic year first.', '按起始学年由新到旧排列。'],
    query: closed(Paging),
    answer: PolicyEditionPage,
    errors: ['invalidCursor'],
    handle: ({ actor }, { query: { limit = 50, cursor } }) =>
      query(app.db, actor, (tx) => listPolicyEditions(tx, { districtId: actor.districtId, limit, cursor })),
  })

  route(app, {
    operationId: 'getPolicyEdition',
    method: 'GET',
    path: '/v1/policy-editions/:id',
    tag,
    summary: ['Get a policy edition', '查看政策版本'],
    description: ['With every parameter and the clause that it rests on.', '含每项参数及其依据条款。'],
    params: closed({ id: Id }),
    answer: PolicyEdition,
    handle: ({ actor }, { params }) =>
      query(
        app.db,
        actor,
        async (tx) =>
          (await findPolicyEdition(tx, actor.districtId, params.id)) ?? Promise.reject(notFound('policyEdition')),
      ),
  })

  route(app, {
    operationId: 'registerPolicyEdition',
    method: 'POST',
    path: '/v1/policy-editions',
    tag,
    summary: ['Register a policy edition', '登记政策版本'],
    description: [
      'Checks the whole document, gives every reason when it is refused, and freezes it. It holds from its `firstAcademicYear` until a newer one.',
      '校验整份文件，不通过时给出全部原因；登记后不可更改，自 `firstAcademicYear` 起施行，直至更新的版本。',
    ],
    body: PolicyEditionDocument,
    answer: PolicyEdition,
    status: 201,
    location: ({ id }) => `/v1/policy-editions/${id}`,
    errors: ['policyEditionExists', 'policyEditionReachesBack', 'rulesRefused'],
    handle: ({ actor }, { body }) => registerPolicyEdition(app.db, { actor, document: body }),
  })
}

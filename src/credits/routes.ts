import { Type } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { query } from '../db/database.js'
import { notFound, type ErrorCode } from '../errors.js'
import { route } from '../http/route.js'
import { AcademicYearCode, closed, Id, Paging, ref, SemesterNumber } from '../lib/wire.js'
import { Operation } from '../operations/schema.js'
import { presentOperation } from '../operations/start-operation.js'
import { amendCreditRuns } from './amend-credit-runs.js'
import { createCreditRun } from './create-credit-run.js'
import { createDistrictCreditRuns } from './create-district-credit-runs.js'
import { explainCreditStatement } from './explain-credit-statement.js'
import { presentRun, presentStatement } from './present.js'
import { previewCreditRun } from './preview-credit-run.js'
import { findCreditRun, findCreditStatement, listCreditRuns, listCreditStatements } from './read.js'
import { recomputeCreditRun } from './recompute-credit-run.js'
import {
  Amendments,
  CreditExplanation,
  CreditRun,
  CreditRunKind,
  CreditRunPage,
  CreditRunPreview,
  CreditRunPreviewRequest,
  CreditRunSignOff,
  CreditRunStatus,
  CreditStatement,
  CreditStatementPage,
  NewAmendment,
  NewCreditRun,
  NewDistrictCreditRuns,
} from './schema.js'
import { sealCreditRun } from './seal-credit-run.js'
import { signOffCreditRun } from './sign-off-credit-run.js'

const tag = 'credits'
const ById = closed({ id: Id })
const basisErrors = ['unknownSchool', 'unknownAcademicYear', 'noPolicyEdition'] as const satisfies readonly ErrorCode[]

export function creditRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'createCreditRun',
    method: 'POST',
    path: '/v1/credit-runs',
    tag,
    summary: ['Draw up a credit run', '拟制学期赋分'],
    description: [
      'For one school and semester, as a draft with a statement for each teacher whose homeroom duty at semester end is there (§5.3).',
      '为一所学校的一个学期拟制赋分草稿，学期末在该校任职的每位班主任各有一份赋分单（§5.3）。',
    ],
    body: NewCreditRun,
    answer: CreditRun,
    status: 201,
    location: ({ id }) => `/v1/credit-runs/${id}`,
    errors: [...basisErrors, 'creditRunExists'],
    handle: ({ actor, now }, { body }) => createCreditRun(app.db, { actor, now, run: body }),
  })

  route(app, {
    operationId: 'createDistrictCreditRuns',
    method: 'POST',
    path: '/v1/credit-runs/district',
    tag,
    summary: ['Draw up the runs of the whole district', '拟制全区学期赋分'],
    description: [
      'Long work: one draft for each school. Open drafts are computed again; what is signed off or sealed is left alone.',
      '长任务：每校一份草稿。未签署的草稿重新计算，已签署或封存的不变。',
    ],
    body: NewDistrictCreditRuns,
    answer: Operation,
    status: 202,
    location: ({ id }) => `/v1/operations/${id}`,
    errors: ['unknownAcademicYear', 'noPolicyEdition'],
    handle: async ({ actor, language }, { body }) =>
      presentOperation(await createDistrictCreditRuns(app.db, { actor, request: body }), language),
  })

  route(app, {
    operationId: 'listCreditRuns',
    method: 'GET',
    path: '/v1/credit-runs',
    tag,
    summary: ['List credit runs', '列出赋分'],
    description: ['Newest first.', '由新到旧。'],
    query: closed({
      ...Paging,
      academicYear: Type.Optional(AcademicYearCode),
      semester: Type.Optional(SemesterNumber),
      schoolId: Type.Optional(Id),
      status: Type.Optional(ref(CreditRunStatus)),
      kind: Type.Optional(ref(CreditRunKind)),
    }),
    answer: CreditRunPage,
    errors: ['invalidCursor'],
    handle: async ({ actor }, { query: { limit = 50, ...filters } }) => {
      const { data, nextCursor } = await query(app.db, actor, (tx) => listCreditRuns(tx, actor, { limit, ...filters }))
      return { data: data.map(presentRun), nextCursor }
    },
  })

  route(app, {
    operationId: 'getCreditRun',
    method: 'GET',
    path: '/v1/credit-runs/:id',
    tag,
    summary: ['Get a credit run', '查看赋分'],
    description: ['With its control totals and the SHA-256 of its statements.', '含控制总数和赋分单列表的 SHA-256。'],
    params: ById,
    answer: CreditRun,
    handle: async ({ actor }, { params }) => {
      const run = await query(app.db, actor, (tx) => findCreditRun(tx, actor, params.id))
      if (!run) throw notFound('creditRun')
      return presentRun(run)
    },
  })

  route(app, {
    operationId: 'recomputeCreditRun',
    method: 'POST',
    path: '/v1/credit-runs/:id/recompute',
    tag,
    summary: ['Recompute a credit run', '重新计算赋分'],
    description: [
      'From the ledger as it now stands, while the run is not sealed. If anything changes it goes back to draft.',
      '按台账现状重新计算未封存的赋分；内容有变化则退回草稿。',
    ],
    params: ById,
    answer: CreditRun,
    errors: ['creditRunSealed'],
    handle: ({ actor, now }, { params }) => recomputeCreditRun(app.db, { actor, now, id: params.id }),
  })

  route(app, {
    operationId: 'signOffCreditRun',
    method: 'POST',
    path: '/v1/credit-runs/:id/sign-off',
    tag,
    summary: ['Sign a credit run off', '签署赋分'],
    description: [
      'The principal signs exactly what was shown, named by its SHA-256 (§6.1).',
      '校长按 SHA-256 签署所见内容（§6.1）。',
    ],
    params: ById,
    body: CreditRunSignOff,
    answer: CreditRun,
    errors: ['creditRunSealed', 'creditRunChanged'],
    handle: ({ actor, now }, { params, body }) =>
      signOffCreditRun(app.db, { actor, now, id: params.id, sha256: body.sha256 }),
  })

  route(app, {
    operationId: 'sealCreditRun',
    method: 'POST',
    path: '/v1/credit-runs/:id/seal',
    tag,
    summary: ['Seal a credit run', '封存赋分'],
    description: [
      'The training administrator awards the credits at semester end (§5.3). It is sealed only if it still states what was signed off; from then on it never changes.',
      '师训专管员于学期末赋分（§5.3）。内容须与签署时一致方可封存，封存后永不更改。',
    ],
    params: ById,
    answer: CreditRun,
    errors: ['creditRunNotSignedOff', 'creditRunOutdated', 'semesterNotEnded'],
    handle: ({ actor, now }, { params }) => sealCreditRun(app.db, { actor, now, id: params.id }),
  })

  route(app, {
    operationId: 'amendCreditRuns',
    method: 'POST',
    path: '/v1/credit-runs/amend',
    tag,
    summary: ['Draw up an amendment', '拟制更正赋分'],
    description: [
      'The differences that later corrections make to sealed semesters of an academic year, as a draft; none where they agree. Sealed statements stay as they are, and are named.',
      '后续更正对已封存学期造成的差额，拟成草稿；无差额则为空。已封存的赋分单不变，并在新单中注明。',
    ],
    body: NewAmendment,
    answer: Amendments,
    errors: basisErrors,
    handle: ({ actor, now }, { body }) => amendCreditRuns(app.db, { actor, now, amendment: body }),
  })

  route(app, {
    operationId: 'previewCreditRun',
    method: 'POST',
    path: '/v1/credit-runs/preview',
    tag,
    summary: ['Preview a credit run', '试算赋分'],
    description: [
      'What a school’s run would state under a draft or another edition, beside the one in force. Nothing is stored.',
      '按草拟或其他政策版本试算一校赋分，并与现行版本对照；不保存任何内容。',
    ],
    body: CreditRunPreviewRequest,
    answer: CreditRunPreview,
    errors: [...basisErrors, 'editionAmbiguous', 'notFound', 'rulesRefused'],
    handle: ({ actor }, { body }) => previewCreditRun(app.db, { actor, request: body }),
  })

  route(app, {
    operationId: 'listCreditStatements',
    method: 'GET',
    path: '/v1/credit-statements',
    tag,
    summary: ['List credit statements', '列出赋分单'],
    description: [
      'In the order in which they were drawn up; those of one run in their canonical order, by teacher.',
      '按拟制先后排列；同一赋分内按教师编号的规范顺序。',
    ],
    query: closed({
      ...Paging,
      runId: Type.Optional(Id),
      teacherId: Type.Optional(Id),
      schoolId: Type.Optional(Id),
      academicYear: Type.Optional(AcademicYearCode),
      semester: Type.Optional(SemesterNumber),
      sealed: Type.Optional(Type.Boolean()),
    }),
    answer: CreditStatementPage,
    errors: ['invalidCursor'],
    handle: async ({ actor }, { query: { limit = 50, ...filters } }) => {
      const { data, nextCursor } = await query(app.db, actor, (tx) =>
        listCreditStatements(tx, actor, { limit, ...filters }),
      )
      return { data: data.map(presentStatement), nextCursor }
    },
  })

  route(app, {
    operationId: 'getCreditStatement',
    method: 'GET',
    path: '/v1/credit-statements/:id',
    tag,
    summary: ['Get a credit statement', '查看赋分单'],
    description: [
      'Hours, entitlement, what was awarded before, now and in total, and what remains.',
      '课时、应得学分、此前与本次及累计所赋学分、余数。',
    ],
    params: ById,
    answer: CreditStatement,
    handle: async ({ actor }, { params }) => {
      const statement = await query(app.db, actor, (tx) => findCreditStatement(tx, actor, params.id))
      if (!statement) throw notFound('creditStatement')
      return presentStatement(statement)
    },
  })

  route(app, {
    operationId: 'explainCreditStatement',
    method: 'GET',
    path: '/v1/credit-statements/:id/explanation',
    tag,
    summary: ['Explain a credit statement', '解释赋分单'],
    description: [
      'Every entry, counted or not, with its reason; each step from hours to credit with its clause; and the statement computed again from the stored ledger position.',
      '逐条列出计入与未计入的课时及理由，从课时到学分的每一步及依据条款，并按所存台账位置重新计算核对。',
    ],
    params: ById,
    answer: CreditExplanation,
    handle: ({ actor }, { params }) => explainCreditStatement(app.db, { actor, id: params.id }),
  })
}

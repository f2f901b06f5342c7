import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import './http/types.js'
import * as accessSchemas from './access/schema.js'
import { accessRoutes } from './access/routes.js'
import { tokenRoutes } from './access/tokens/routes.js'
import * as tokenSchemas from './access/tokens/schema.js'
import { attendanceRoutes } from './activities/attendance/routes.js'
import * as attendanceSchemas from './activities/attendance/schema.js'
import * as activitySchemas from './activities/schema.js'
import { activityRoutes } from './activities/routes.js'
import * as checkInSchemas from './activities/check-in/schema.js'
import { checkInRoutes } from './activities/check-in/routes.js'
import * as interactionSchemas from './activities/interactions/schema.js'
import { interactionRoutes } from './activities/interactions/routes.js'
import * as registrationSchemas from './activities/registrations/schema.js'
import { registrationRoutes } from './activities/registrations/routes.js'
import { tallyAccess } from './audit/access-tally.js'
import * as auditSchemas from './audit/schema.js'
import { auditRoutes } from './audit/routes.js'
import * as tierSchemas from './courses/tiers/schema.js'
import { tierRoutes } from './courses/tiers/routes.js'
import * as creditSchemas from './credits/schema.js'
import { creditRoutes } from './credits/routes.js'
import * as courseApplicationSchemas from './courses/applications/schema.js'
import { courseApplicationRoutes } from './courses/applications/routes.js'
import * as courseFeedbackSchemas from './courses/feedback/schema.js'
import { courseFeedbackRoutes } from './courses/feedback/routes.js'
import * as resourceSchemas from './courses/resources/schema.js'
import { resourceRoutes } from './courses/resources/routes.js'
import * as courseSchemas from './courses/schema.js'
import { courseRoutes } from './courses/routes.js'
import { curriculumRoutes } from './curriculum/routes.js'
import * as curriculumSchemas from './curriculum/schema.js'
import type { Database } from './db/database.js'
import * as hourSchemas from './hours/schema.js'
import { hourRoutes } from './hours/routes.js'
import { documentApi, serveDocumentation } from './http/documentation.js'
import { checkAddresses } from './http/addresses.js'
import { serveHealth } from './http/health.js'
import { limitRoutes, sharedSchemas as limitSchemas } from './http/limits.js'
import { shedLoad } from './http/load-shedding.js'
import { measureRequests } from './http/metrics.js'
import { answerProblems } from './http/problem.js'
import { limitRates } from './http/rate-limits.js'
import { takeBodies } from './http/bodies.js'
import { sharedSchemas as routeSchemas } from './http/route.js'
import { answerUnreadableAddress, answerUnreadableRequest } from './http/unreadable.js'
import { sendSecurityHeaders } from './http/security-headers.js'
import { lingerOverUnreadBodies } from './http/unread-bodies.js'
import { validateStrictly } from './http/validation.js'
import * as exportSchemas from './integration/exports/schema.js'
import { exportRoutes } from './integration/exports/routes.js'
import * as importSchemas from './integration/imports/schema.js'
import { importRoutes } from './integration/imports/routes.js'
import { defaultServiceLimits, requestLimits, timeouts, type ServiceLimits } from './lib/limits.js'
import * as assessmentSchemas from './needs/assessments/schema.js'
import { assessmentRoutes } from './needs/assessments/routes.js'
import * as needSchemas from './needs/profile/schema.js'
import { needRoutes } from './needs/profile/routes.js'
import * as surveySchemas from './needs/surveys/schema.js'
import * as surveyResultSchemas from './needs/surveys/results/schema.js'
import { surveyRoutes } from './needs/surveys/routes.js'
import * as operationSchemas from './operations/schema.js'
import { operationRoutes } from './operations/routes.js'
import * as planSchemas from './plans/schema.js'
import { planRoutes } from './plans/routes.js'
import * as planExecutionSchemas from './plans/execution/schema.js'
import { planExecutionRoutes } from './plans/execution/routes.js'
import * as leadershipSchemas from './plans/leadership/schema.js'
import { leadershipRoutes } from './plans/leadership/routes.js'
import * as planPeopleSchemas from './plans/people/schema.js'
import * as annualReviewSchemas from './plans/reviews/schema.js'
import { annualReviewRoutes } from './plans/reviews/routes.js'
import * as policySchemas from './policy/schema.js'
import { policyRoutes } from './policy/routes.js'
import * as privacySchemas from './privacy/schema.js'
import { privacyRoutes } from './privacy/routes.js'
import * as progressSchemas from './progress/schema.js'
import { progressRoutes } from './progress/routes.js'
import * as rosterSchemas from './roster/schema.js'
import { calendarRoutes } from './roster/calendar/routes.js'
import { dutyRoutes } from './roster/duties/routes.js'
import { leaveRoutes } from './roster/leaves/routes.js'
import { obligationRoutes } from './roster/obligations/routes.js'
import { teacherRoutes } from './roster/routes.js'
import { schoolRoutes } from './roster/schools/routes.js'
import { teacherTokenRoutes } from './roster/teacher-tokens/routes.js'
import * as teacherTokenSchemas from './roster/teacher-tokens/schema.js'
import { defaultIssuer } from './settings.js'
import { tenantRoutes } from './tenants/routes.js'

export type AppOptions = {
  db: Database
  /** Who the access tokens say has issued them; a public address, or a name. */
  issuer?: string
  /** The time; tests hold it still. */
  clock?: () => Date
  logger?: FastifyBaseLogger
  /** What whoever runs the service bounds; the defaults of `lib/limits.ts` unless said. */
  limits?: Partial<ServiceLimits> | undefined
  /** Addresses whose X-Forwarded-For is believed, separated by commas. */
  trustedProxies?: string | undefined
  /** Tests do not wait for half a minute. */
  times?: Partial<{ headers: number; request: number; check: number; pressure: number }>
}

const schemas = [
  routeSchemas,
  limitSchemas,
  accessSchemas,
  tokenSchemas,
  teacherTokenSchemas,
  operationSchemas,
  policySchemas,
  rosterSchemas,
  courseSchemas,
  resourceSchemas,
  courseFeedbackSchemas,
  courseApplicationSchemas,
  surveySchemas,
  surveyResultSchemas,
  assessmentSchemas,
  needSchemas,
  tierSchemas,
  hourSchemas,
  activitySchemas,
  attendanceSchemas,
  registrationSchemas,
  checkInSchemas,
  interactionSchemas,
  planSchemas,
  planPeopleSchemas,
  leadershipSchemas,
  planExecutionSchemas,
  annualReviewSchemas,
  curriculumSchemas,
  progressSchemas,
  creditSchemas,
  auditSchemas,
  importSchemas,
  exportSchemas,
  privacySchemas,
]

/** The whole service, ready to listen: plugins first, then every area's routes. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { db, issuer = defaultIssuer, clock = () => new Date(), logger, trustedProxies } = options
  const limits = { ...defaultServiceLimits, ...options.limits }
  const times = { ...timeouts, ...options.times }
  const app = Fastify({
    ...(logger ? { loggerInstance: logger } : {}),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: requestLimits.jsonBytes,
    requestTimeout: times.request,
    connectionTimeout: times.connection,
    keepAliveTimeout: times.keepAlive,
    http: {
      headersTimeout: times.headers,
      requestTimeout: times.request,
      connectionsCheckingInterval: times.check,
      maxHeaderSize: requestLimits.headerBytes,
    },
    ...(trustedProxies ? { trustProxy: trustedProxies } : {}),
    return503OnClosing: true,
    frameworkErrors: answerUnreadableAddress,
    clientErrorHandler: answerUnreadableRequest,
    routerOptions: { maxParamLength: requestLimits.pathParameterCharacters, ignoreTrailingSlash: false },
  })
  app.decorate('db', db)
  app.decorate('issuer', issuer)
  app.decorate('clock', clock)
  const tally = tallyAccess(db, clock)
  app.decorate('tally', tally)
  app.addHook('onClose', () => tally.stop())
  app.decorate('limits', limits)
  app.decorateRequest('actor')

  const shared = [
    ...new Map(
      schemas
        .flatMap((area) => Object.values<unknown>(area))
        .filter(isNamedSchema)
        .map((schema) => [schema.$id, schema]),
    ).values(),
  ]
  for (const schema of shared) app.addSchema(schema)
  // Answers are made from closed types and compared with their schemas by the tests: no request pays for it again.
  app.setSerializerCompiler(() => JSON.stringify)

  answerProblems(app)
  takeBodies(app)
  lingerOverUnreadBodies(app)
  validateStrictly(app, shared)
  measureRequests(app)
  sendSecurityHeaders(app)
  checkAddresses(app)
  await shedLoad(app, limits, times.pressure)
  await limitRates(app, limits)
  await documentApi(app)

  serveHealth(app)
  limitRoutes(app)
  accessRoutes(app)
  tokenRoutes(app)
  tenantRoutes(app)
  operationRoutes(app)
  policyRoutes(app)
  schoolRoutes(app)
  teacherRoutes(app)
  dutyRoutes(app)
  leaveRoutes(app)
  obligationRoutes(app)
  calendarRoutes(app)
  teacherTokenRoutes(app)
  courseRoutes(app)
  resourceRoutes(app)
  courseFeedbackRoutes(app)
  courseApplicationRoutes(app)
  surveyRoutes(app)
  assessmentRoutes(app)
  needRoutes(app)
  tierRoutes(app)
  hourRoutes(app)
  activityRoutes(app)
  attendanceRoutes(app)
  registrationRoutes(app)
  checkInRoutes(app)
  interactionRoutes(app)
  leadershipRoutes(app)
  planRoutes(app)
  planExecutionRoutes(app)
  annualReviewRoutes(app)
  curriculumRoutes(app)
  progressRoutes(app)
  creditRoutes(app)
  auditRoutes(app)
  importRoutes(app)
  exportRoutes(app)
  privacyRoutes(app)
  await serveDocumentation(app)
  return app
}

function isNamedSchema(value: unknown): value is { $id: string } {
  return typeof value === 'object' && value !== null && '$id' in value
}

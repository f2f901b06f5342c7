import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import './http/types.js'
import * as accessSchemas from './access/schema.js'
import { accessRoutes } from './access/routes.js'
import * as activitySchemas from './activities/schema.js'
import { activityRoutes } from './activities/routes.js'
import * as creditSchemas from './credits/schema.js'
import { creditRoutes } from './credits/routes.js'
import type { Database } from './db/database.js'
import * as hourSchemas from './hours/schema.js'
import { hourRoutes } from './hours/routes.js'
import { documentApi, serveDocumentation } from './http/documentation.js'
import { serveHealth } from './http/health.js'
import { measureRequests } from './http/metrics.js'
import { answerProblems } from './http/problem.js'
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
import * as operationSchemas from './operations/schema.js'
import { operationRoutes } from './operations/routes.js'
import * as policySchemas from './policy/schema.js'
import { policyRoutes } from './policy/routes.js'
import * as progressSchemas from './progress/schema.js'
import { progressRoutes } from './progress/routes.js'
import * as rosterSchemas from './roster/schema.js'
import { rosterRoutes } from './roster/routes.js'
import { tenantRoutes } from './tenants/routes.js'

export type AppOptions = {
  db: Database
  /** The time; tests hold it still. */
  clock?: () => Date
  logger?: FastifyBaseLogger
}

const schemas = [
  routeSchemas,
  accessSchemas,
  operationSchemas,
  policySchemas,
  rosterSchemas,
  hourSchemas,
  activitySchemas,
  progressSchemas,
  creditSchemas,
  importSchemas,
  exportSchemas,
]

/** The whole service, ready to listen: plugins first, then every area's routes. */
export async function buildApp({ db, clock = () => new Date(), logger }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    ...(logger ? { loggerInstance: logger } : {}),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: 2 * 1024 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    return503OnClosing: true,
    frameworkErrors: answerUnreadableAddress,
    clientErrorHandler: answerUnreadableRequest,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
  })
  app.decorate('db', db)
  app.decorate('clock', clock)
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
  await documentApi(app)

  serveHealth(app)
  accessRoutes(app)
  tenantRoutes(app)
  operationRoutes(app)
  policyRoutes(app)
  rosterRoutes(app)
  hourRoutes(app)
  activityRoutes(app)
  progressRoutes(app)
  creditRoutes(app)
  importRoutes(app)
  exportRoutes(app)
  await serveDocumentation(app)
  return app
}

function isNamedSchema(value: unknown): value is { $id: string } {
  return typeof value === 'object' && value !== null && '$id' in value
}

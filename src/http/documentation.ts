import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { tokenScopes } from '../access/tokens/schema.js'
import { addExamples, type ApiDocument } from './examples.js'

const scopeTexts = Object.fromEntries(Object.entries(tokenScopes).map(([name, { description }]) => [name, description]))

/** The OpenAPI document, written from the routes that follow. */
export async function documentApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Yanxiu 研修',
        version: '1',
        description:
          'Class hours and credits of school-based training for homeroom teachers.\n\n中小学班主任校本研修的课时与学分。',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags: [
        'access',
        'operations',
        'policy',
        'roster',
        'courses',
        'needs',
        'hours',
        'activities',
        'curriculum',
        'plans',
        'progress',
        'credits',
        'audit',
        'integration',
      ].map((name) => ({ name })),
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'API key: Authorization: Bearer yx_… / API 密钥' },
          oauth2: {
            type: 'oauth2',
            description: 'Access token: Authorization: Bearer … / 访问令牌',
            flows: { clientCredentials: { tokenUrl: '/oauth/token', scopes: scopeTexts } },
          },
          clientCredentials: {
            type: 'http',
            scheme: 'basic',
            description:
              "A client's id and API key, for the token endpoint only / 客户端编号与 API 密钥，仅用于令牌端点",
          },
        },
      },
    },
    transformObject: (document) =>
      'openapiObject' in document
        ? (addExamples(document.openapiObject as unknown as ApiDocument) as never)
        : document.swaggerObject,
    refResolver: {
      buildLocalReference: (json, _base, _fragment, i) => (typeof json.$id === 'string' ? json.$id : `def-${i}`),
    },
  })
}

/** The page loads nothing from elsewhere, and works where the service is served without TLS. */
const documentationPolicy =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

/** The document as JSON, and a page for people that needs no internet. */
export async function serveDocumentation(app: FastifyInstance): Promise<void> {
  await app.register(async (scope) => {
    // The page's own scripts and styles, and nothing else.
    scope.addHook('onRequest', async (_request, reply) => {
      reply.removeHeader('content-security-policy')
    })
    await scope.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: true,
      transformStaticCSP: () => documentationPolicy,
      uiConfig: { deepLinking: true },
    })
  })
  app.get('/v1/openapi.json', { schema: { hide: true } as object }, async () => app.swagger())
}

import { Readable } from 'node:stream'
import type { Static } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OperationId } from '../access/permissions.js'
import type { ErrorCode } from '../errors.js'
import { authorize, securityOf } from './authentication.js'
import { notModified } from './preconditions.js'
import {
  callersOf,
  contextOf,
  errorsOf,
  noQuery,
  noteRead,
  problemResponses,
  rateHeaders,
  type Both,
  type Context,
  type Shape,
} from './route.js'

/** A file as an answer: its size in bytes and its SHA-256 (hex) are known before the first byte is sent. */
export type Download = {
  name: string
  /** The name for clients that read none but ASCII. */
  asciiName?: string
  mediaType: string
  bytes: number
  sha256: string
  body: Buffer | AsyncIterable<Uint8Array>
}

type DownloadSpec<P extends Shape, Q extends Shape> = {
  operationId: OperationId
  path: string
  tag: string
  summary: Both
  description: Both
  params?: P
  query?: Q
  /** Every media type that the file can have, without parameters. */
  mediaTypes: readonly string[]
  errors?: readonly ErrorCode[]
  handle: (context: Context, input: { params: Static<P>; query: Static<Q> }) => Promise<Download>
}

const documentedHeaders = {
  'Repr-Digest': {
    type: 'string',
    description: 'SHA-256 of the file: sha-256=:base64: (RFC 9530) / 文件的 SHA-256',
  },
  'Content-Disposition': { type: 'string', description: 'The name of the file (RFC 6266) / 文件名' },
  ETag: { type: 'string', description: 'Changes with the bytes / 随内容变化' },
}

/** Mounts an operation that answers with a file rather than JSON: streamed, named, and with the digest of its bytes. */
export function downloadRoute<P extends Shape, Q extends Shape>(app: FastifyInstance, spec: DownloadSpec<P, Q>): void {
  const binary = { schema: { type: 'string', format: 'binary' } }
  app.route({
    method: 'GET',
    url: spec.path,
    config: { operationId: spec.operationId },
    schema: {
      operationId: spec.operationId,
      tags: [spec.tag],
      summary: spec.summary.join(' / '),
      description: [...spec.description, callersOf(spec.operationId)].join('\n\n'),
      security: securityOf('GET'),
      ...(spec.params ? { params: spec.params } : {}),
      querystring: spec.query ?? noQuery,
      response: {
        200: {
          description: spec.summary.join(' / '),
          headers: { ...documentedHeaders, ...rateHeaders },
          content: Object.fromEntries(spec.mediaTypes.map((mediaType) => [mediaType, binary])),
        },
        ...problemResponses(errorsOf({ ...spec, method: 'GET' })),
      },
    } as object,
    onRequest: authorize(app, spec.operationId, 'GET'),
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const file = await spec.handle(contextOf(app, request), {
        params: request.params as Static<P>,
        query: request.query as Static<Q>,
      })
      noteRead(app, request, spec.operationId, file)
      const etag = `"${file.sha256}"`
      reply.headers({ etag, 'cache-control': 'private, no-cache' })
      if (notModified(request, etag)) return reply.code(304).send()
      reply.headers({
        'content-type': file.mediaType,
        'content-length': file.bytes,
        'content-disposition': contentDisposition(file.name, file.asciiName),
        'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
      })
      return reply.send(Buffer.isBuffer(file.body) ? file.body : Readable.from(file.body, { objectMode: false }))
    },
  })
}

/** RFC 6266: the name in full for those who read UTF-8 (RFC 8187), and one in plain ASCII for the others. */
export function contentDisposition(name: string, ascii?: string): string {
  const plain = (ascii ?? name).replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const full = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}

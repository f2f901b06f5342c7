import type { FastifyInstance } from 'fastify'
import { Refusal } from '../errors.js'

const fileTypes = [
  'application/zip',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
]

/** JSON everywhere but where an operation takes a file, whose bytes arrive as they are. */
export function takeBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser(fileTypes, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addHook('preParsing', async (request) => {
    const header = request.headers['content-type']
    if (header === undefined) return
    const mediaType = header.split(';')[0]!.trim().toLowerCase()
    const taken = request.routeOptions.config.mediaTypes
    if (taken && !taken.includes(mediaType))
      throw new Refusal('unsupportedMediaType', { mediaType: mediaType.slice(0, 100) })
  })
}

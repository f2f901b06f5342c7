import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../errors.js'
import { parseForm } from './form.js'
import { continueRequest } from './unread-bodies.js'

/** What a token request is sent as; it has a few short fields. */
export const formType = 'application/x-www-form-urlencoded'
export const formBytes = 8 * 1024

/** JSON everywhere but where an operation takes a form, or a file, whose bytes arrive as they are. */
export function takeBodies(app: FastifyInstance): void {
  app.removeContentTypeParser(['text/plain', 'application/json'])
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = decodeUtf8(body as Buffer)
    if (text === null) done(new Refusal('malformedRequest', { reason: 'UTF-8' }))
    else parseJson(request, text, done)
  })
  app.addContentTypeParser(formType, { parseAs: 'buffer', bodyLimit: formBytes }, (_request, body, done) => {
    try {
      done(null, parseForm(body as Buffer))
    } catch (error) {
      done(error as Error)
    }
  })
  app.addHook('preParsing', (request, reply, _body, done) => {
    const refusal = refusalOf(request)
    if (!refusal) continueRequest(request.raw, reply.raw)
    done(refusal ?? undefined)
  })
}

/** Media types of files that an operation takes: their bytes arrive as they are. */
export function takeFiles(app: FastifyInstance, mediaTypes: readonly string[]): void {
  const added = mediaTypes.filter((mediaType) => !app.hasContentTypeParser(mediaType))
  if (added.length > 0)
    app.addContentTypeParser(added, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/** What the headers alone say against a body, before any of it is read. */
function refusalOf({ headers, routeOptions }: FastifyRequest): Refusal | null {
  const taken = routeOptions.config.mediaTypes
  const encoding = headers['content-encoding']?.trim().toLowerCase()
  if (encoding && encoding !== 'identity')
    return new Refusal('unsupportedContentEncoding', { encoding: encoding.slice(0, 100) }, [], {
      'accept-encoding': 'identity',
    })
  const type = headers['content-type']
  if (type !== undefined && taken) {
    const mediaType = type.split(';')[0]!.trim().toLowerCase()
    if (!taken.includes(mediaType)) return new Refusal('unsupportedMediaType', { mediaType: mediaType.slice(0, 100) })
  }
  const maximum = routeOptions.bodyLimit
  if (maximum !== undefined && Number(headers['content-length']) > maximum)
    return new Refusal('payloadTooLarge', { maximum })
  return null
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** JSON is UTF-8: a body in another encoding is refused, since its names would be stored as question marks. */
function decodeUtf8(body: Buffer): string | null {
  try {
    return utf8.decode(body)
  } catch {
    return null
  }
}

import type { FastifyInstance } from 'fastify'
import { Refusal } from '../errors.js'
import { requestLimits } from '../lib/limits.js'

/**
 * Refuses, before any work, addresses that are too long, have too many parameters, or carry a secret: addresses end up
 * in the logs of every proxy on the way.
 */
export function checkAddresses(app: FastifyInstance): void {
  const { addressBytes, queryParameters } = requestLimits
  app.addHook('onRequest', ({ url }, _reply, done) => {
    if (url.length > addressBytes) return done(new Refusal('addressTooLong', { maximum: addressBytes }))
    const at = url.indexOf('?')
    if (at < 0) return done()
    const parameters = url.slice(at + 1).split('&')
    if (parameters.length > queryParameters) return done(new Refusal('tooManyParameters', { maximum: queryParameters }))
    if (parameters.some(holdsSecret)) return done(new Refusal('secretInAddress'))
    done()
  })
}

const secretNames =
  /^(api|access|client|secret|private)?(key|token|secret|password|passwd|pwd)$|^(refresh|id|auth|bearer)token$|^authorization$/
/** An API key, or a signed token: three parts, of which the first is a JSON object in base64. */
const secretText = /(^|[^A-Za-z0-9_-])(yx_[A-Za-z0-9_-]{20}|eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]+\.)/

function holdsSecret(parameter: string): boolean {
  const text = decoded(parameter)
  const name = text
    .split('=', 1)[0]!
    .toLowerCase()
    .replace(/[^a-z]/g, '')
  return secretNames.test(name) || secretText.test(text)
}

function decoded(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    return text
  }
}

import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { Any } from './service.js'

type Answer = { method: string; url: string; status: number; contentType: string; body: unknown }

/**
 * Compares answers with the OpenAPI document of the service: a status that it does not name, a property that is missing
 * or too many, a value of another form is an error. Addresses that the document does not have are left alone.
 */
export function compareWithDocument(document: Any): (answer: Answer) => void {
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false })
  addFormats.default(ajv, ['date', 'date-time', 'uuid'])
  ajv.addSchema(document, 'openapi')
  const operations = Object.entries<Any>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Any>(methods).map(([method, { operationId, responses }]) => ({
      path,
      method,
      operationId,
      responses,
      pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
      literal: path.split('/').filter((part) => !part.startsWith('{')).length,
    })),
  )
  operations.sort((a, b) => b.literal - a.literal)
  const compiled = new Map<string, ValidateFunction>()
  return ({ method, url, status, contentType, body }) => {
    const address = url.split('?')[0]!
    const found = operations.find((known) => known.method === method.toLowerCase() && known.pattern.test(address))
    if (!found || status === 304) return
    const { operationId, path, responses } = found
    const documented = responses[String(status)]
    if (!documented) throw new Error(`${operationId} answers ${status}, which its document does not have`)
    const mediaType = contentType.split(';')[0]!
    if (!documented.content?.[mediaType]) throw new Error(`${operationId} answers ${status} as ${mediaType}`)
    if (!mediaType.endsWith('json')) return
    const steps = ['paths', path, found.method, 'responses', String(status), 'content', mediaType, 'schema']
    const pointer = steps.map((step) => encodeURIComponent(step.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/')
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `openapi#/${pointer}` })
    compiled.set(pointer, validate)
    if (!validate(body))
      throw new Error(`${operationId} answers ${status} unlike its document: ${ajv.errorsText(validate.errors)}`)
  }
}

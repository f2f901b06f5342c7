import { Ajv, type ErrorObject, type Options } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'
import type { ErrorCode, Reason } from '../errors.js'
import { Refusal } from '../errors.js'
import { isInstant, isIsoDate } from '../lib/calendar.js'

export type SchemaViolation = ErrorObject

/**
 * Bodies are taken strictly: nothing is coerced, filled in or dropped. Queries and path parameters are text on the wire,
 * so they are coerced. Every violation is reported at once.
 */
export function validateStrictly(app: FastifyInstance, shared: readonly object[]): void {
  const strict = compiler({ coerceTypes: false, useDefaults: false }, shared)
  const coercing = compiler({ coerceTypes: true, useDefaults: true }, shared)
  app.setValidatorCompiler(({ schema, httpPart }) => {
    // A file is its own importer's matter.
    if ((schema as { format?: string }).format === 'binary') return (data: unknown) => ({ value: data })
    const validate = (httpPart === 'body' ? strict : coercing).compile(schema as object)
    return (data: unknown) => {
      if (validate(data)) return { value: data }
      return { error: Object.assign(new Error('validation'), { validation: validate.errors }) as never }
    }
  })
  app.addHook('preValidation', (request, _reply, done) => {
    if (!Buffer.isBuffer(request.body)) request.body = cleanText(request.body)
    request.query = cleanText(request.query)
    request.params = cleanText(request.params)
    done()
  })
}

function compiler(options: Options, shared: readonly object[]): Ajv {
  const ajv = new Ajv({ allErrors: true, strict: false, removeAdditional: false, ...options })
  addFormats.default(ajv, { mode: 'full', formats: ['uuid', 'binary'] })
  ajv.addFormat('date', isIsoDate)
  ajv.addFormat('date-time', isInstant)
  for (const schema of shared) ajv.addSchema(schema)
  return ajv
}

/** How deep a body may be nested: far more than any shape here, far less than what a walk through it can bear. */
const maximumDepth = 64

/** Text from outside is compared and hashed in NFC; U+0000 and lone surrogates cannot be stored and are refused. */
export function cleanText<T>(value: T): T {
  // Almost all text is in NFC already, and then nothing is copied.
  return isClean(value, 0) ? value : cleaned(value, 0)
}

function isClean(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return normalForm(value) === value
  if (typeof value !== 'object' || value === null) return true
  requireDepth(depth)
  for (const key of Object.keys(value)) {
    if (!isClean(key, depth) || !isClean((value as Record<string, unknown>)[key], depth + 1)) return false
  }
  return true
}

function cleaned<T>(value: T, depth: number): T {
  if (typeof value === 'string') return normalForm(value) as T
  if (typeof value !== 'object' || value === null) return value
  requireDepth(depth)
  const inside = <V>(held: V) => cleaned(held, depth + 1)
  if (Array.isArray(value)) return value.map(inside) as T
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [cleaned(key, depth), inside(held)])) as T
}

function requireDepth(depth: number): void {
  if (depth >= maximumDepth) throw new Refusal('nestedTooDeeply', { maximum: maximumDepth })
}

const plainText = /^[\x01-\x7f]*$/

function normalForm(text: string): string {
  if (plainText.test(text)) return text
  if (text.includes('\0') || !text.isWellFormed()) throw new Refusal('invalidText')
  return text.normalize('NFC')
}

/** Each violation as a coded reason; the branches of a union are noise beside their own violations. */
export function reasonsOf(violations: readonly SchemaViolation[], part = 'body'): Reason[] {
  const told = violations.filter(
    (violation) => violation.keyword !== 'anyOf' && violation.keyword !== 'if' && !isNullBranch(violation, violations),
  )
  return (told.length > 0 ? told : violations).slice(0, 200).map((violation) => reasonOf(violation, part))
}

/** That a value is not null either says nothing beside what it should be. */
function isNullBranch({ keyword, params, instancePath }: SchemaViolation, all: readonly SchemaViolation[]): boolean {
  return (
    keyword === 'type' &&
    params.type === 'null' &&
    all.some((other) => other.instancePath === instancePath && other.keyword !== 'anyOf' && other.params !== params)
  )
}

function reasonOf({ keyword, instancePath, params }: SchemaViolation, part: string): Reason {
  const base = part === 'body' ? '' : `/${part}`
  const at = (property: unknown) =>
    `${base}${instancePath}/${String(property).replace(/~/g, '~0').replace(/\//g, '~1')}`
  const here = (code: ErrorCode, figures: Reason['params'] = {}): Reason => ({
    code,
    pointer: `${base}${instancePath}`,
    params: figures,
  })
  switch (keyword) {
    case 'required':
      return {
        code: 'missingProperty',
        pointer: at(params.missingProperty),
        params: { property: params.missingProperty },
      }
    case 'additionalProperties':
      return {
        code: 'unknownProperty',
        pointer: at(params.additionalProperty),
        params: { property: params.additionalProperty },
      }
    case 'type':
      return here('wrongType', { expected: String(params.type) })
    case 'enum':
    case 'const':
      return here('unknownValue', { allowed: [params.allowedValues ?? params.allowedValue].flat().join(', ') })
    case 'pattern':
      return here('wrongFormat', { expected: String(params.pattern) })
    case 'format':
      return here('wrongFormat', { expected: String(params.format) })
    case 'uniqueItems':
      return here('duplicateItem')
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return here('outOfRange', { expected: `${params.comparison} ${params.limit}` })
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
      return here('outOfRange', { expected: `${keyword} ${params.limit}` })
    default:
      return here('schemaViolation')
  }
}

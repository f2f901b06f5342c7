import fc, { type Arbitrary } from 'fast-check'

/** A JSON Schema as the OpenAPI document has them. */
export type Schema = {
  $ref?: string
  type?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  minProperties?: number
}

/** What a property of some name usually holds, so that a good part of the requests makes sense to the service. */
export type Hints = Readonly<Record<string, readonly unknown[]>>

const day = 86_400_000
const dates = fc
  .oneof(
    { weight: 8, arbitrary: fc.integer({ min: Date.UTC(2024, 7) / day, max: Date.UTC(2025, 8) / day }) },
    { weight: 1, arbitrary: fc.integer({ min: Date.UTC(1, 0) / day, max: Date.UTC(9999, 11) / day }) },
  )
  .map((days) => dateText(new Date(days * day)))
const instants = fc
  .tuple(dates, fc.nat(23), fc.nat(59), fc.constantFrom('Z', '+08:00', '-11:30', '+14:00'))
  .map(([date, hour, minute, zone]) => `${date}T${two(hour)}:${two(minute)}:00${zone}`)
const lines = fc.oneof(
  fc.constantFrom('示例', '班主任研修', 'A', '𠮷㐂', "O'Neill; --", '=1+1', '%_\\'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => /\S/.test(text) && text.length <= 30),
)

/** Values that fit a schema of the document; a property that `hints` names mostly has one of the hinted values. */
export function arbitraryOf(
  schema: Schema,
  schemas: Record<string, Schema>,
  hints: Hints,
  name = '',
): Arbitrary<unknown> {
  const known = hints[name]
  const free = freely(schema, schemas, hints, name)
  return known ? fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: free }) : free
}

function freely(schema: Schema, schemas: Record<string, Schema>, hints: Hints, name: string): Arbitrary<unknown> {
  const of = (inner: Schema, inName: string) => arbitraryOf(inner, schemas, hints, inName)
  if (schema.$ref) {
    const to = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
    return of(schemas[to]!, hints[to] ? to : name)
  }
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((branch) => of(branch, name)))
  switch (schema.type) {
    case 'object':
      return objects(schema, of)
    case 'array':
      return arrays(schema, of, name)
    case 'integer':
    case 'number':
      return fc.integer({
        min: schema.minimum ?? -(2 ** 31),
        max: Math.max(schema.maximum ?? 2 ** 31 - 1, schema.minimum ?? 0),
      })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return texts(schema)
    default:
      throw new Error(`no values are known for ${JSON.stringify(schema)}`)
  }
}

function objects(
  { properties = {}, required = [], minProperties = 0 }: Schema,
  of: (s: Schema, n: string) => Arbitrary<unknown>,
) {
  const members = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, of(inner, name)]))
  return fc
    .record(members, { requiredKeys: required, noNullPrototype: true })
    .filter((made) => Object.keys(made).length >= minProperties)
}

function arrays(
  { items = {}, minItems = 0, maxItems = 100, uniqueItems }: Schema,
  of: (s: Schema, n: string) => Arbitrary<unknown>,
  name: string,
) {
  const length = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 3)) }
  const item = of(items, `${name}[]`)
  return uniqueItems
    ? fc.uniqueArray(item, { ...length, selector: (made) => JSON.stringify(made) })
    : fc.array(item, length)
}

function texts({ format, pattern, minLength = 0, maxLength = 200 }: Schema): Arbitrary<string> {
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength
  if (format === 'date') return dates
  if (format === 'date-time') return pattern ? instants.filter((text) => new RegExp(pattern).test(text)) : instants
  if (pattern === '\\S') return lines.filter(fits)
  if (pattern) return fc.stringMatching(new RegExp(pattern), { size: 'small' }).filter(fits)
  return fc.oneof(lines, fc.string({ maxLength: Math.min(maxLength, 40) })).filter(fits)
}

const two = (number: number) => String(number).padStart(2, '0')
const dateText = (date: Date) =>
  `${String(date.getUTCFullYear()).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`

/** What does not belong where it is put: of another type, out of range, of another form, or hostile. */
export const junk: Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 31,
  2 ** 53,
  9223372036854775807n.toString(),
  '',
  ' ',
  '1',
  'null',
  'x'.repeat(5000),
  'a\0b',
  'a\ud800b',
  '\udfff',
  'e\u0301',
  '\u202e\ufeff\u200b',
  '2025-02-30',
  '0000-01-01',
  '9999-12-31',
  '9999-12-31T23:59:59+14:00',
  '0001-01-01T00:00:00Z',
  '2024-11-10T14:00:60Z',
  '2024-11-10 14:00',
  '2099-2100',
  '2024-2026',
  '999999.99',
  '-0',
  '1e5',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '0191A2B3-C4D5-7E6F-8A9B-0C1D2E3F4A5B',
  "'; drop table schools; --",
  '../../etc/passwd',
  [],
  {},
  [[]],
  { $ref: '#' },
  ['1', '1'],
)

/** The parts of an OpenAPI document that examples are made from. */
type Schema = {
  $ref?: string
  type?: string
  enum?: unknown[]
  examples?: unknown[]
  example?: unknown
  default?: unknown
  format?: string
  minimum?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  anyOf?: Schema[]
}
type Content = Record<string, { schema?: Schema; example?: unknown }>
type ApiOperation = { requestBody?: { content: Content }; responses: Record<string, { content?: Content }> }
export type ApiDocument = {
  paths: Record<string, Record<string, ApiOperation>>
  components: { schemas: Record<string, Schema> }
}

/** Gives each JSON body of each operation an example, put together from the examples of its properties. */
export function addExamples(document: ApiDocument): ApiDocument {
  const { schemas } = document.components
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    const contents = [operation.requestBody?.content, ...successes(operation)]
    for (const content of contents) {
      const json = content?.['application/json']
      if (json?.schema) json.example = exampleOf(json.schema, schemas)
    }
  }
  return document
}

function successes({ responses }: ApiOperation): (Content | undefined)[] {
  return Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([, response]) => response.content)
}

const formats: Record<string, string> = {
  uuid: '0191a2b3-c4d5-7e6f-8a9b-0c1d2e3f4a5b',
  date: '2024-09-01',
  'date-time': '2024-11-10T14:00:00+08:00',
}

function exampleOf(schema: Schema, schemas: Record<string, Schema>): unknown {
  if (schema.$ref) return exampleOf(schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {}, schemas)
  const given = schema.example ?? schema.examples?.[0] ?? schema.default ?? schema.enum?.[0]
  if (given !== undefined) return given
  if (schema.anyOf) return exampleOf(schema.anyOf[0] ?? {}, schemas)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, property]) => [name, exampleOf(property, schemas)]),
      )
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => exampleOf(schema.items ?? {}, schemas))
    case 'integer':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'string':
      return schema.format ? (formats[schema.format] ?? '示例') : '示例'
    default:
      return {}
  }
}

import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import openapiTS, {
  addJSDocComment,
  astToString,
  COMMENT_HEADER,
  type OpenAPI3,
  type OperationObject,
  type ParameterObject,
  type PathItemObject,
  type RequestBodyObject,
  type ResponseObject,
} from 'openapi-typescript'
import ts from 'typescript'

/** What the client needs to know of an operation at run time; a flag stands only where it is true. */
type OperationEntry = {
  method: string
  path: string
  query: string[]
  list?: true
  raw?: true
  download?: true
  digest?: true
}

type Method = (typeof METHODS)[number]
const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const
const SENT_HEADERS = ['if-match', 'if-none-match', 'idempotency-key', 'accept-language', 'authorization']
const OWN_ARGUMENTS = ['body', 'ifMatch', 'contentType']

/**
 * Writes the generated part of the SDK from an OpenAPI 3.1 document: file name → text. The same document gives the same
 * bytes. Throws when the document has something that the client cannot send, so that no operation is silently crippled.
 */
export async function generateSdk(document: OpenAPI3): Promise<Record<'schema.gen.ts' | 'operations.gen.ts', string>> {
  const own = withoutOpenOperations(document)
  const operations = operationsOf(own)
  const nodes = await openapiTS(structuredClone(own), { defaultNonNullable: false, silent: true })
  describeOperations(nodes, operations)
  return {
    'schema.gen.ts': `${COMMENT_HEADER}${astToString(nodes).trimEnd()}\n`,
    'operations.gen.ts': tableText(own, operations),
  }
}

/**
 * A method sends the client's key or token. What is called without either, to get a token or to verify one, is a matter for
 * OAuth libraries: it speaks forms and errors of its own, and no method stands for it.
 */
function withoutOpenOperations(document: OpenAPI3): OpenAPI3 {
  const sendsKey = (operation: OperationObject) =>
    operation.security === undefined || operation.security.some((one) => 'apiKey' in one)
  const paths = Object.entries(document.paths ?? {}).flatMap(([path, item]) => {
    const pathItem = resolve<PathItemObject>(document, item)
    const isOpen = (method: Method) =>
      pathItem[method] && !sendsKey(resolve<OperationObject>(document, pathItem[method]))
    const kept = Object.fromEntries(Object.entries(item).filter(([name]) => !isOpen(name as Method)))
    return Object.keys(kept).length > 0 ? [[path, kept] as const] : []
  })
  return { ...document, paths: Object.fromEntries(paths) }
}

type FoundOperation = { path: string; method: Method; parameters: ParameterObject[]; operation: OperationObject }

function operationsOf(document: OpenAPI3): Map<string, FoundOperation> {
  const found = new Map<string, FoundOperation>()
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const pathItem = resolve<PathItemObject>(document, item)
    for (const method of METHODS) {
      if (!pathItem[method]) continue
      const operation = resolve<OperationObject>(document, pathItem[method])
      if (operation.operationId === undefined) continue
      if (found.has(operation.operationId)) throw new Error(`two operations are called ${operation.operationId}`)
      const parameters = [...(pathItem.parameters ?? []), ...(operation.parameters ?? [])]
      found.set(operation.operationId, {
        path,
        method,
        operation,
        parameters: parameters.map((one) => resolve<ParameterObject>(document, one)),
      })
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Follows a local reference. */
function resolve<T extends object>(document: OpenAPI3, value: T | { $ref: string }): T {
  if (!('$ref' in value)) return value
  const steps = value.$ref.replace(/^#\//, '').split('/')
  let at: unknown = document
  for (const step of steps) at = (at as Record<string, unknown>)[step.replace(/~1/g, '/').replace(/~0/g, '~')]
  if (!at) throw new Error(`the document has no ${value.$ref}`)
  return resolve(document, at as T)
}

function entryOf(document: OpenAPI3, operationId: string, found: FoundOperation): OperationEntry {
  const { path, method, parameters, operation } = found
  const named = (place: string) => parameters.filter((one) => one.in === place).map((one) => one.name)
  const [pathNames, query] = [named('path'), named('query')]
  const names = [...pathNames, ...query]
  for (const name of names)
    if (OWN_ARGUMENTS.includes(name) || names.indexOf(name) !== names.lastIndexOf(name))
      throw new Error(`${operationId}: the parameter ${name} is ambiguous in a flat argument object`)
  for (const name of [...named('header'), ...named('cookie')])
    if (!SENT_HEADERS.includes(name.toLowerCase())) throw new Error(`${operationId}: the client cannot send ${name}`)

  const successes = Object.entries(operation.responses ?? {})
    .filter(([status]) => status.startsWith('2'))
    .map(([, response]) => resolve<ResponseObject>(document, response))
  const answers = successes.flatMap((response) => Object.keys(response.content ?? {}))
  const download = answers.length > 0 && !answers.includes('application/json')
  const digest = successes.some((one) => Object.keys(one.headers ?? {}).some((name) => /^repr-digest$/i.test(name)))
  const requestBody = operation.requestBody && resolve<RequestBodyObject>(document, operation.requestBody)
  return {
    method: method.toUpperCase(),
    path,
    query,
    ...(method === 'get' && query.includes('cursor') ? { list: true } : {}),
    ...(requestBody && !('application/json' in requestBody.content) ? { raw: true } : {}),
    ...(download ? { download: true } : {}),
    ...(download && digest ? { digest: true } : {}),
  }
}

function tableText(document: OpenAPI3, operations: Map<string, FoundOperation>): string {
  const lines = [...operations].map(([id, found]) => `  ${id}: ${literal(entryOf(document, id, found))},\n`)
  return (
    '// Written by scripts/generate-sdk.ts; do not change by hand.\n\n' +
    `export const operationTable = {\n${lines.join('')}} as const\n`
  )
}

function literal(entry: OperationEntry): string {
  const properties = Object.entries(entry).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  return `{ ${properties.join(', ')} }`
}

/** Puts each operation's text on its member of `operations`, where an editor finds it for the client's methods. */
function describeOperations(nodes: ts.Node[], operations: Map<string, FoundOperation>): void {
  for (const node of nodes) {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'operations') continue
    for (const member of node.members) {
      const name =
        member.name && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name)) ? member.name.text : ''
      const operation = operations.get(name)?.operation
      if (operation && ts.isPropertySignature(member)) {
        const { summary, description, deprecated } = operation
        addJSDocComment(
          {
            ...(summary ? { summary } : {}),
            ...(description ? { description } : {}),
            ...(deprecated ? { deprecated } : {}),
          },
          member,
        )
      }
    }
  }
}

/** `tsx scripts/generate-sdk.ts [--check]`: writes sdk/src/*.gen.ts, or fails when they are not as the document says. */
async function main(check: boolean): Promise<void> {
  const root = new URL('../', import.meta.url)
  const document = JSON.parse(await readFile(new URL('openapi/openapi.json', root), 'utf8')) as OpenAPI3
  for (const [name, text] of Object.entries(await generateSdk(document))) {
    const file = new URL(`sdk/src/${name}`, root)
    if (!check) await writeFile(file, text)
    else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
      console.error(`${fileURLToPath(file)} differs from openapi/openapi.json; run: tsx scripts/generate-sdk.ts`)
      process.exitCode = 1
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--check'))

import fc from 'fast-check'
import type { Schema } from './arbitraries.js'
import { checkAnswers, type Answer, type Sent } from './check-answer.js'
import { files } from './files.js'
import { casesOf, mapText, operationsOf, type Body, type Case, type Operation } from './requests.js'
import type { FuzzWorld } from './world.js'

/** What is sent over the wire. */
export type Wire = {
  method: Operation['method']
  url: string
  headers: Record<string, string>
  payload?: Buffer | string
}
export type Send = (request: Wire) => Promise<Answer>

export type Figures = {
  cases: number
  successes: number
  /** Operations without a single success. */
  without: string[]
  byStatus: Record<string, number>
  /** What does not hold, each with its shrunk request. */
  defects: string[]
  seconds: number
}

/** The service itself, without a socket between. */
export function injected({ service }: FuzzWorld): Send {
  return async (request) => {
    const { statusCode, headers, body } = await service.app.inject(request)
    return { status: statusCode, headers, text: body }
  }
}

export type FuzzOptions = {
  cases: number
  seed: number
  send?: Send
  /** Only these operations. */
  only?: readonly string[]
}

/** Sends so many requests to each operation of the service's own document, and checks each answer. */
export async function fuzz(
  world: FuzzWorld,
  { cases, seed, send = injected(world), only }: FuzzOptions,
): Promise<Figures> {
  const began = Date.now()
  const document = JSON.parse(JSON.stringify(world.service.app.swagger())) as {
    components: { schemas: Record<string, Schema> }
  }
  const check = checkAnswers(document)
  const figures: Figures = { cases: 0, successes: 0, without: [], byStatus: {}, defects: [], seconds: 0 }
  for (const operation of operationsOf(document)) {
    if (only && !only.includes(operation.operationId)) continue
    await world.prepare()
    let successes = 0
    const property = fc.asyncProperty(casesOf(operation, document.components.schemas, world.hints), async (given) => {
      const { sent, wire } = render(operation, given, world)
      const answer = await send(wire)
      figures.cases += 1
      figures.byStatus[answer.status] = (figures.byStatus[answer.status] ?? 0) + 1
      if (answer.status < 300) successes += 1
      check(operation, sent, answer)
    })
    const found = await fc.check(property, { seed, numRuns: cases })
    if (found.failed) figures.defects.push(told(found))
    figures.successes += successes
    if (successes === 0) figures.without.push(operation.operationId)
  }
  figures.seconds = (Date.now() - began) / 1000
  return figures
}

function told({ errorInstance, counterexample, seed, counterexamplePath }: fc.RunDetails<[Case]>): string {
  const request = JSON.stringify(counterexample?.[0]) ?? ''
  return `${String((errorInstance as Error | null)?.message)}\n  ${request.slice(0, 3000)}\n  seed ${seed}, path ${counterexamplePath}`
}

/** Puts ids in place of their names, and writes the request out. */
function render(operation: Operation, given: Case, { callers, named }: FuzzWorld): { sent: Sent; wire: Wire } {
  const resolve = <T>(value: T) => mapText(value, (said) => named.get(said) ?? said) as T
  const path = resolve(given.path)
  const query = resolve(given.query)
  const address = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(path[name]))
  const search = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
  const url = search ? `${address}?${search}` : address
  const key = callers.get(given.who)!.key
  const { payload, contentType, json } = written(given.body, resolve)
  const headers = {
    ...(given.who === 'nobody' ? {} : { authorization: `Bearer ${key}` }),
    ...(contentType ? { 'content-type': contentType } : {}),
    ...given.headers,
  }
  return {
    sent: { given, url, query, path, json },
    wire: { method: operation.method, url, headers, ...(payload === undefined ? {} : { payload }) },
  }
}

function written(
  body: Body,
  resolve: <T>(value: T) => T,
): { payload?: Buffer | string; contentType?: string; json?: unknown } {
  switch (body.as) {
    case 'none':
      return {}
    case 'json': {
      const json = resolve(body.value)
      return { payload: JSON.stringify(json) ?? 'null', contentType: 'application/json', json }
    }
    case 'text':
      return { payload: body.text, contentType: body.contentType }
    case 'bytes':
      return { payload: Buffer.from(body.hex, 'hex'), contentType: body.contentType }
    case 'file':
      return { payload: files[body.file].bytes, contentType: body.contentType }
  }
}

/** Lone surrogates cannot be written in an address; what stands for them here cannot be read there. */
function encoded(value: unknown): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.isWellFormed() ? encodeURIComponent(text) : '%ed%a0%80'
}

/** The figures of a run in words, with every defect. */
export function describeFigures(figures: Figures, seed: number): string {
  const { cases, successes, without, byStatus, defects, seconds } = figures
  const share = ((100 * successes) / Math.max(cases, 1)).toFixed(1)
  return [
    `seed ${seed}: ${cases} requests in ${seconds.toFixed(1)} s, ${share} % answered with 2xx`,
    `by status: ${Object.entries(byStatus)
      .map(([status, count]) => `${status} ${count}`)
      .join(', ')}`,
    `operations without a 2xx: ${without.join(', ') || 'none'}`,
    `${defects.length} defects`,
    ...defects,
  ].join('\n')
}

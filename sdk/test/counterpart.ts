import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import { createClient, type ClientOptions } from '../src/client.js'
import type { Client } from '../src/types.js'
import { operationTable } from './fixture/operations.gen.js'
import type { operations } from './fixture/schema.gen.js'

export type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: Buffer }
export type Handler = (response: ServerResponse, seen: Seen, attempt: number) => void

/** A real HTTP server that answers by the handler and remembers what it was asked, and a client of it. */
export async function counterpart(
  t: Test,
  handler: Handler,
  options: Partial<ClientOptions> = {},
): Promise<{ client: Client<operations>; seen: Seen[]; baseUrl: string }> {
  const seen: Seen[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one = { method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(chunks) }
      seen.push(one)
      handler(response, one, seen.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = createClient<operations>(operationTable, { baseUrl, apiKey: 'yx_test', ...options } as ClientOptions)
  return { client, seen, baseUrl }
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

export function problem(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Record<string, string> = {},
): void {
  const body = {
    type: `https://yanxiu.invalid/problems/${code}`,
    title: code,
    status,
    detail: `because ${code}`,
    instance: '/v1',
    code,
    requestId: 'r-1',
    errors: [],
  }
  response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify(body))
}

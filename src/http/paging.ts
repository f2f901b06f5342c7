import type { FastifyRequest } from 'fastify'

/** `Link: <…>; rel="next"` for a list that goes on. */
export function linkToNext(request: FastifyRequest, answer: unknown): string | null {
  const cursor = (answer as { nextCursor?: string | null } | null)?.nextCursor
  if (!cursor) return null
  const url = new URL(request.url, 'http://local')
  url.searchParams.set('cursor', cursor)
  return `<${url.pathname}${url.search}>; rel="next"`
}

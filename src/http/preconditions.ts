import type { FastifyRequest } from 'fastify'
import type { Condition } from '../lib/versions.js'

/** The versions that If-Match names; a tag that is none of ours matches no version. */
export function conditionOf(request: FastifyRequest): Condition {
  const header = request.headers['if-match']
  if (header === undefined) return 'none'
  if (header.trim() === '*') return 'any'
  return header
    .split(',')
    .map((tag) => /^\s*"(\d{1,9})"\s*$/.exec(tag)?.[1])
    .map((version) => (version === undefined ? 0 : Number(version)))
}

/** A resource's ETag is its version; an answer that wraps the resource carries the resource's. */
export function etagOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return null
  const { version, data } = answer as { version?: unknown; data?: { version?: unknown } }
  const found = version ?? (Array.isArray(data) ? undefined : data?.version)
  return typeof found === 'number' ? `"${found}"` : null
}

export function notModified(request: FastifyRequest, etag: string): boolean {
  const header = request.headers['if-none-match']
  if (header === undefined) return false
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

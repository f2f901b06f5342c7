import type { FastifyRequest } from 'fastify'
import type { Language } from '../errors.js'

/** Chinese or English by the client's Accept-Language, whichever it weighs more; Chinese when it says nothing of either. */
export function languageOf(request: FastifyRequest): Language {
  const header = request.headers['accept-language']
  if (!header) return 'zh'
  const weight = (language: string) =>
    Math.max(
      -1,
      ...header
        .split(',')
        .map((part) => part.trim().toLowerCase())
        .filter((part) => part.startsWith(language))
        .map((part) => Number(/;\s*q=([0-9.]+)/.exec(part)?.[1] ?? 1)),
    )
  return weight('en') > Math.max(weight('zh'), 0) ? 'en' : 'zh'
}

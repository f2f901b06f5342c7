import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino'
import { withoutPersonalNumbers } from '../lib/personal-numbers.js'

/** JSON logs without personal data: no query strings (they can carry names), no headers, no bodies. */
export function createLogger(level: string, stream?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    redact: {
      paths: ['*.key', '*.name', '*.authorization', 'identityNumber', 'phone', '*.identityNumber', '*.phone'],
      censor: '[redacted]',
    },
    // Addresses and messages of errors are the client's own words.
    hooks: { streamWrite: withoutPersonalNumbers },
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?')[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  }
  return stream ? pino(options, stream) : pino(options)
}

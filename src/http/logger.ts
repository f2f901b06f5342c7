import { pino, type DestinationStream, type Logger } from 'pino'

/** JSON logs without personal data: no query strings (they can carry names), no headers, no bodies. */
export function createLogger(level: string, destination: DestinationStream = pino.destination(1)): Logger {
  const options = {
    level,
    redact: { paths: ['*.key', '*.name', '*.authorization'], censor: '[redacted]' },
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?')[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  }
  return pino(options, destination)
}

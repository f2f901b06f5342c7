import { resolve } from 'node:path'
import { Type, type Static } from '@sinclair/typebox'
import type { ErrorObject } from 'ajv'
import { envSchema } from 'env-schema'
import { DATA_KEYS_PATTERN } from './lib/data-keys.js'
import { defaultServiceLimits as defaults, type ServiceLimits } from './lib/limits.js'
import { enumeration } from './lib/wire.js'

/**
 * A name rather than an address, since instances behind one door do not know it and must agree. Tokens of two services
 * of this name are still no good for each other: their keys differ.
 */
export const defaultIssuer = 'urn:yanxiu:tokens'

/** Everything that the environment decides. */
const Settings = Type.Object({
  PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 3000 }),
  HOST: Type.String({ minLength: 1, default: '127.0.0.1' }),
  DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://.+' })),
  /** The owner's login, for migrations; the service's own needs no rights on tables then. */
  MIGRATION_DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://.+' })),
  DATABASE_CONNECTIONS: Type.Integer({ minimum: 4, maximum: 500, default: 10 }),
  DATA_FOLDER: Type.String({ minLength: 1, default: '.data' }),
  DATA_KEYS: Type.Optional(Type.String({ pattern: DATA_KEYS_PATTERN })),
  FILE_RETENTION_DAYS: Type.Integer({ minimum: 0, maximum: 36_500, default: 180 }),
  OPERATOR_KEY: Type.Optional(Type.String({ pattern: '^yx_[A-Za-z0-9_-]{20,100}$' })),
  ISSUER: Type.String({ pattern: '^(https?://|urn:)[!-~]{1,200}$', default: defaultIssuer }),
  SAMPLE_DATA: enumeration(['auto', 'never'], { default: 'auto' }),
  TRUSTED_PROXIES: Type.Optional(Type.String({ pattern: '^[0-9A-Fa-f.:/]+(,[0-9A-Fa-f.:/]+)*$' })),
  RATE_LIMIT: Type.Integer({ minimum: 0, maximum: 1_000_000, default: defaults.requestsPerMinute ?? 0 }),
  RATE_LIMIT_ATTEMPTS: Type.Integer({ minimum: 0, maximum: 1_000_000, default: defaults.attemptsPerMinute ?? 0 }),
  OVERLOAD_DELAY: Type.Integer({ minimum: 0, maximum: 60_000, default: defaults.eventLoopDelay ?? 0 }),
  OVERLOAD_UTILIZATION: Type.Number({ minimum: 0, maximum: 1, default: defaults.eventLoopUtilization ?? 0 }),
  OVERLOAD_QUEUE: Type.Integer({ minimum: 0, maximum: 100_000, default: defaults.databaseQueue ?? 0 }),
  LOG_LEVEL: enumeration(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { default: 'info' }),
})
export type Settings = Static<typeof Settings>

/** Reads the settings; a wrong one is an error whose message names it in one line. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const settings = checked(present(env))
  return { ...settings, DATA_FOLDER: resolve(settings.DATA_FOLDER) }
}

/** The limits among the settings; 0 is none. */
export function serviceLimitsOf(settings: Settings): ServiceLimits {
  return {
    requestsPerMinute: settings.RATE_LIMIT || null,
    attemptsPerMinute: settings.RATE_LIMIT_ATTEMPTS || null,
    eventLoopDelay: settings.OVERLOAD_DELAY || null,
    eventLoopUtilization: settings.OVERLOAD_UTILIZATION || null,
    databaseQueue: settings.OVERLOAD_QUEUE || null,
  }
}

function checked(data: Record<string, string>): Settings {
  try {
    return envSchema<Settings>({ schema: Settings, data, dotenv: false, env: false })
  } catch (error) {
    const { errors } = error as { errors?: ErrorObject[] }
    if (!errors) throw error
    const told = errors.map(({ instancePath, params, message }) => {
      const name = instancePath.slice(1)
      return params.allowedValues
        ? `${name} is none of ${[params.allowedValues].flat().join(', ')}`
        : `${name} ${message}`
    })
    throw new Error(told.join('; '), { cause: error })
  }
}

/** An empty variable counts as unset, as shells and compose files mean it. */
function present(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => Boolean(pair[1])))
}

import { resolve } from 'node:path'
import { Type, type Static } from '@sinclair/typebox'
import type { ErrorObject } from 'ajv'
import { envSchema } from 'env-schema'
import { enumeration } from './lib/wire.js'

/** Everything that the environment decides. */
const Settings = Type.Object({
  PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 3000 }),
  HOST: Type.String({ minLength: 1, default: '127.0.0.1' }),
  DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://.+' })),
  /** The owner's login, for migrations; the service's own needs no rights on tables then. */
  MIGRATION_DATABASE_URL: Type.Optional(Type.String({ pattern: '^postgres(ql)?://.+' })),
  DATABASE_CONNECTIONS: Type.Integer({ minimum: 4, maximum: 500, default: 10 }),
  DATA_FOLDER: Type.String({ minLength: 1, default: '.data' }),
  OPERATOR_KEY: Type.Optional(Type.String({ pattern: '^yx_[A-Za-z0-9_-]{20,100}$' })),
  SAMPLE_DATA: enumeration(['auto', 'never'], { default: 'auto' }),
  LOG_LEVEL: enumeration(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { default: 'info' }),
})
export type Settings = Static<typeof Settings>

/** Reads the settings; a wrong one is an error whose message names it in one line. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const settings = checked(present(env))
  return { ...settings, DATA_FOLDER: resolve(settings.DATA_FOLDER) }
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

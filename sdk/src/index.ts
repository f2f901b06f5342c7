import { createClient, type ClientOptions } from './client.js'
import { operationTable } from './operations.gen.js'
import type { components, operations } from './schema.gen.js'
import type { Client } from './types.js'

/** A client of the service with one typed method for each operation. */
export type Yanxiu = Client<operations>

/** The service's named shapes: `Schemas['Teacher']`. */
export type Schemas = components['schemas']

/** Makes a client. Nothing is sent before its first call. Throws TypeError when `baseUrl` is no absolute address. */
export function createYanxiu(options: ClientOptions): Yanxiu {
  return createClient<operations>(operationTable, options)
}

export {
  ApiError,
  AuthenticationError,
  BadRequestError,
  ChecksumError,
  ConflictError,
  ConnectionError,
  NotFoundError,
  PayloadTooLargeError,
  PermissionDeniedError,
  PreconditionFailedError,
  PreconditionRequiredError,
  RateLimitError,
  ServerError,
  ServiceUnavailableError,
  TimeoutError,
  UnprocessableError,
  UnsupportedMediaTypeError,
  YanxiuError,
} from './errors.js'
export { OperationFailedError, waitForOperation } from './wait-for-operation.js'
export type { ClientOptions } from './client.js'
export type { Problem } from './errors.js'
export type { Answer, Arguments, Call, CallOptions, Download, RawBody, Result } from './types.js'
export type { operations as Operations } from './schema.gen.js'
export type { OperationState, WaitOptions } from './wait-for-operation.js'

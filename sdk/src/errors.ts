/** The errors that the client throws. A call that its own signal aborts throws the signal's reason instead. */

/** Problem details (RFC 9457) as the service gives them. */
export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  /** Stable; branch on this rather than on texts. */
  code: string
  requestId: string
  errors: { pointer: string; code: string; detail: string }[]
}

export class YanxiuError extends Error {
  override readonly name: string = 'YanxiuError'
}

/** No answer came: the connection failed, or broke off. */
export class ConnectionError extends YanxiuError {
  override readonly name: string = 'ConnectionError'
}

/** No answer came in time. */
export class TimeoutError extends ConnectionError {
  override readonly name = 'TimeoutError'
}

/** A downloaded file is not the one that the service sent. */
export class ChecksumError extends YanxiuError {
  override readonly name = 'ChecksumError'
}

/** The service answered with an error. */
export class ApiError extends YanxiuError {
  override readonly name: string = 'ApiError'
  readonly problem: Problem
  readonly status: number
  readonly code: string
  readonly requestId: string | null
  /** Seconds, when the service asks to wait. */
  readonly retryAfter: number | null
  /**
   * True when an earlier attempt of this PUT, PATCH or DELETE ended without a clear answer: the change may stand, and
   * this refusal be the echo of it. Read the resource before doing anything else.
   */
  mayHaveApplied = false

  constructor(problem: Problem, requestId: string | null, retryAfter: number | null) {
    super(
      `${problem.status} ${problem.code}: ${problem.detail || problem.title}${requestId ? ` (request ${requestId})` : ''}`,
    )
    this.problem = problem
    this.status = problem.status
    this.code = problem.code
    this.requestId = requestId
    this.retryAfter = retryAfter
  }
}

export class BadRequestError extends ApiError {
  override readonly name = 'BadRequestError'
}
export class AuthenticationError extends ApiError {
  override readonly name = 'AuthenticationError'
}
export class PermissionDeniedError extends ApiError {
  override readonly name = 'PermissionDeniedError'
}
export class NotFoundError extends ApiError {
  override readonly name = 'NotFoundError'
}
export class ConflictError extends ApiError {
  override readonly name = 'ConflictError'
}
export class PreconditionFailedError extends ApiError {
  override readonly name = 'PreconditionFailedError'
}
export class PayloadTooLargeError extends ApiError {
  override readonly name = 'PayloadTooLargeError'
}
export class UnsupportedMediaTypeError extends ApiError {
  override readonly name = 'UnsupportedMediaTypeError'
}
export class UnprocessableError extends ApiError {
  override readonly name = 'UnprocessableError'
}
export class PreconditionRequiredError extends ApiError {
  override readonly name = 'PreconditionRequiredError'
}
export class RateLimitError extends ApiError {
  override readonly name = 'RateLimitError'
}
export class ServerError extends ApiError {
  override readonly name: string = 'ServerError'
}
export class ServiceUnavailableError extends ServerError {
  override readonly name = 'ServiceUnavailableError'
}

const classOf = (status: number): typeof ApiError => {
  switch (status) {
    case 400:
      return BadRequestError
    case 401:
      return AuthenticationError
    case 403:
      return PermissionDeniedError
    case 404:
      return NotFoundError
    case 409:
      return ConflictError
    case 412:
      return PreconditionFailedError
    case 413:
      return PayloadTooLargeError
    case 415:
      return UnsupportedMediaTypeError
    case 422:
      return UnprocessableError
    case 428:
      return PreconditionRequiredError
    case 429:
      return RateLimitError
    case 503:
      return ServiceUnavailableError
    default:
      return status >= 500 ? ServerError : ApiError
  }
}

/** The error for an answer; one that is no problem document (a proxy's page, say) has the code `unknown`. */
export function apiErrorOf(response: Response, text: string, retryAfter: number | null): ApiError {
  const { status } = response
  const given = problemIn(text)
  const requestId = response.headers.get('request-id') ?? given.requestId ?? null
  const problem = {
    ...{
      type: 'about:blank',
      title: response.statusText || `HTTP ${status}`,
      detail: '',
      instance: '',
      code: 'unknown',
      errors: [],
    },
    ...given,
    status,
    requestId: requestId ?? '',
  }
  return new (classOf(status))(problem, requestId, retryAfter)
}

function problemIn(text: string): Partial<Problem> {
  try {
    const value: unknown = JSON.parse(text)
    const isProblem = typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string'
    return isProblem ? (value as Partial<Problem>) : {}
  } catch {
    return {}
  }
}

/**
 * Every bound that a client can meet, each number in this one place: what enforces it and `GET /v1/limits` both read it
 * here. Bytes, milliseconds and items, as the names say.
 */
const mebibyte = 1024 * 1024

/** What a request may be. */
export const requestLimits = {
  jsonBytes: 2 * mebibyte,
  /** How deep arrays and objects may lie in one another. */
  jsonDepth: 32,
  /** Members and items of a JSON body, all together: what is refused is refused before every one of them is judged. */
  jsonValues: 50_000,
  fileBytes: 32 * mebibyte,
  addressBytes: 8192,
  pathParameterCharacters: 200,
  queryParameters: 50,
  headerBytes: 16_384,
  idempotencyKeyCharacters: 255,
} as const

/** How much one answer or one request may hold of a kind. */
export const itemLimits = { page: 200, pageDefault: 50, batch: 500 } as const

/** How long things may take, in milliseconds. */
export const timeouts = {
  /** Until the last byte of the headers, and of the whole request. */
  headers: 10_000,
  request: 30_000,
  /** A connection that carries nothing; it is kept longer between two requests. */
  connection: 60_000,
  keepAlive: 72_000,
  /** How often the two first are looked at: they are late by so much at most. */
  check: 1000,
  connect: 2000,
  statement: 3000,
  lock: 2000,
  idleInTransaction: 5000,
  transaction: 10_000,
  /** A request's whole time with the database: it is answered within 3.5 seconds whatever the database does. */
  database: 3100,
} as const

export const idempotencyKeyDays = 7

/** The time over which requests are counted. */
export const rateWindow = 60_000

/** The bounds that whoever runs the service sets; null is none. */
export type ServiceLimits = {
  /** Requests of one client in a minute. */
  requestsPerMinute: number | null
  /** Requests without valid credentials from one address in a minute. */
  attemptsPerMinute: number | null
  /** Mean delay of the event loop, in milliseconds, from which on requests are turned away. */
  eventLoopDelay: number | null
  /** Share of its time that the event loop may be at work, between 0 and 1. */
  eventLoopUtilization: number | null
  /** Requests that may wait for a connection to the database. */
  databaseQueue: number | null
}

/** A script at a semester's end sends some dozens of requests a second for minutes: it stays below. */
export const defaultServiceLimits: ServiceLimits = {
  requestsPerMinute: 6000,
  attemptsPerMinute: 60,
  eventLoopDelay: 1000,
  eventLoopUtilization: null,
  databaseQueue: 500,
}

/** The shapes of calls and answers, derived from the `operations` that openapi-typescript writes. */

/** What the client knows of an operation at run time. */
export type OperationEntry = {
  readonly method: string
  readonly path: string
  readonly query: readonly string[]
  /** Takes a cursor and answers `{data, nextCursor}`. */
  readonly list?: true
  /** Its body is a file rather than JSON. */
  readonly raw?: true
  /** Answers a file rather than JSON. */
  readonly download?: true
  /** Promises a Repr-Digest, so that a file without one is refused. */
  readonly digest?: true
}

/** A file to upload. A stream can be read only once, so a call with one is never tried again. */
export type RawBody = Blob | ArrayBuffer | Uint8Array | ReadableStream<Uint8Array> | string

/** A file being downloaded. */
export type Download = {
  /** The file's bytes. It fails with ChecksumError at its end when they are not those that the service sent. */
  stream: ReadableStream<Uint8Array>
  contentType: string | null
  /** In bytes, when the service says so. */
  size: number | null
  /** The checksum that the bytes are held against, in hexadecimal; null when the service gives none. */
  sha256: string | null
}

export type CallOptions = {
  signal?: AbortSignal | undefined
  /** Milliseconds for each attempt; for a download, until its headers and then between two chunks. */
  timeout?: number | undefined
  /** For a POST; minted when not given. */
  idempotencyKey?: string | undefined
  /** How often a failed attempt may be repeated. */
  retries?: number | undefined
  headers?: Record<string, string> | undefined
}

export type Answer<T> = {
  data: T
  /** Its body is already read. */
  response: Response
  etag: string | null
  requestId: string | null
}

type Part<Op, Place extends string> = Op extends { parameters: { [K in Place]?: infer P } }
  ? [NonNullable<P>] extends [never]
    ? unknown
    : NonNullable<P>
  : unknown

type Header<Op> = Part<Op, 'header'>

/** Writes may say which version they change: its ETag, or its version number. */
type IfMatchArgument<Op> =
  unknown extends Header<Op>
    ? unknown
    : Header<Op> extends { 'if-match': string } | { 'If-Match': string }
      ? { ifMatch: string | number }
      : { ifMatch?: string | number | undefined }

type BodyArgument<Op> = Op extends { requestBody: { content: infer C } }
  ? C extends { 'application/json': infer B }
    ? { body: B }
    : { body: RawBody; contentType: keyof C & string }
  : Op extends { requestBody?: { content: { 'application/json': infer B } } }
    ? { body?: B | undefined }
    : unknown

type Flat<T> = { [K in keyof T]: T[K] }

/** One flat object: path and query parameters, `body`, `ifMatch`, and `contentType` for a file. */
export type Arguments<Op> = Flat<Part<Op, 'path'> & Part<Op, 'query'> & BodyArgument<Op> & IfMatchArgument<Op>>

type SuccessBody<R> = R extends { content: infer C }
  ? C extends { 'application/json': infer B }
    ? B
    : Download
  : undefined

/** The body of a success. */
export type Result<Op> = Op extends { responses: infer R }
  ? { [S in keyof R]: `${S & (string | number)}` extends `2${string}` ? SuccessBody<R[S]> : never }[keyof R]
  : never

type Pages<Op> =
  Part<Op, 'query'> extends { cursor?: string }
    ? Result<Op> extends { data: readonly (infer Item)[] }
      ? AsyncIterable<Item>
      : unknown
    : unknown

/** The promise of a result; a list can also be iterated over, through all its pages. */
export type Call<Op> = Promise<Result<Op>> & { withResponse(): Promise<Answer<Result<Op>>> } & Pages<Op>

type OperationMethod<Op> =
  Record<never, never> extends Arguments<Op>
    ? (args?: Arguments<Op>, options?: CallOptions) => Call<Op>
    : (args: Arguments<Op>, options?: CallOptions) => Call<Op>

/** One method for each operation. */
export type Client<Operations> = { [Id in keyof Operations]: OperationMethod<Operations[Id]> }

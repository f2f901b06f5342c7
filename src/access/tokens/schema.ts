import { Type, type Static } from '@sinclair/typebox'
import { closed, enumeration, Id, ref } from '../../lib/wire.js'
import { DistrictRole } from '../schema.js'

/**
 * How long a token lives, in seconds, and the longest that one may be asked for. Long enough that a client seldom asks,
 * short enough that a stolen one is soon worth nothing; a revoked client's end within two seconds anyway.
 */
export const TOKEN_SECONDS = 900

/** What a token may be used for, whatever its client's role allows: the methods of the operations that it covers. */
export const tokenScopes = {
  yanxiu: {
    methods: ['GET', 'POST', 'PUT', 'PATCH'],
    description: "All that the client's role may / 客户端角色所能做的一切",
  },
  'yanxiu.readonly': { methods: ['GET'], description: 'Reads only / 只读' },
} as const satisfies Record<string, { methods: readonly string[]; description: string }>
export type TokenScope = keyof typeof tokenScopes

/** What a signing key shows of itself (RFC 7517). */
export const PublicJwk = closed(
  {
    kty: enumeration(['EC']),
    crv: enumeration(['P-256']),
    x: Type.String({ description: 'Coordinate, base64url / 坐标（base64url）' }),
    y: Type.String({ description: 'Coordinate, base64url / 坐标（base64url）' }),
    kid: Id,
    use: enumeration(['sig']),
    alg: enumeration(['ES256']),
  },
  { $id: 'PublicJwk', description: 'Public key of a signature / 签名公钥' },
)
export type PublicJwk = Static<typeof PublicJwk>

export const SigningKeySet = closed({ keys: Type.Array(ref(PublicJwk)) }, { $id: 'SigningKeySet' })
export type SigningKeySet = Static<typeof SigningKeySet>

/** What a client sends to the token endpoint (RFC 6749 §4.4.2); parameters that it does not name are ignored. */
export const TokenRequest = Type.Object(
  {
    grant_type: Type.Optional(
      Type.String({ maxLength: 100, description: '`client_credentials`', examples: ['client_credentials'] }),
    ),
    scope: Type.Optional(
      Type.String({
        maxLength: 2000,
        description: '`yanxiu` (default) or `yanxiu.readonly`, separated by spaces / 权限范围，以空格分隔',
        examples: ['yanxiu'],
      }),
    ),
    client_id: Type.Optional(
      Type.String({ maxLength: 200, description: 'Unless HTTP Basic names it / 未用 HTTP Basic 时给出' }),
    ),
    client_secret: Type.Optional(
      Type.String({ maxLength: 200, description: "The client's API key / 客户端的 API 密钥" }),
    ),
  },
  { $id: 'TokenRequest', additionalProperties: Type.String() },
)
export type TokenRequest = Static<typeof TokenRequest>

export const AccessToken = closed(
  {
    access_token: Type.String({ description: 'Sent as Authorization: Bearer … / 以 Authorization: Bearer 发送' }),
    token_type: enumeration(['Bearer']),
    expires_in: Type.Integer({ minimum: 1, description: 'Seconds / 秒' }),
    scope: Type.String({ description: 'What was granted / 实际授予的权限范围', examples: ['yanxiu'] }),
  },
  { $id: 'AccessToken' },
)
export type AccessToken = Static<typeof AccessToken>

/** An error of the token endpoint, as OAuth clients read it (RFC 6749 §5.2); its texts are ASCII by that rule. */
export const TokenError = closed(
  {
    error: enumeration(['invalid_request', 'invalid_client', 'unsupported_grant_type', 'invalid_scope']),
    error_description: Type.String(),
  },
  { $id: 'TokenError', description: 'RFC 6749 error / 令牌端点的错误' },
)
export type TokenError = Static<typeof TokenError>

const uuid = Type.String({ pattern: Id.pattern! })

/** What a token says (RFC 9068, with the client's bound and, on a teacher's behalf, `act` of RFC 8693). */
export const TokenClaims = Type.Object({
  iss: Type.String(),
  aud: Type.String(),
  /** The client, or the teacher on whose behalf it acts. */
  sub: uuid,
  client_id: uuid,
  iat: Type.Integer(),
  exp: Type.Integer(),
  jti: uuid,
  scope: Type.String(),
  district: uuid,
  role: Type.Union((DistrictRole.enum as readonly DistrictRole[]).map((role) => Type.Literal(role))),
  school: Type.Optional(uuid),
  teacher: Type.Optional(uuid),
  /** Which of its keys the client had: a token does not outlive the key that it was got with. */
  key_version: Type.Integer(),
  act: Type.Optional(Type.Object({ sub: uuid })),
})
export type TokenClaims = Static<typeof TokenClaims>

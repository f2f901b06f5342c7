import type { FastifyInstance } from 'fastify'
import { publicRoute, tokenRoute } from '../../http/open-routes.js'
import { issueToken } from './issue-token.js'
import { keyRing } from './key-ring.js'
import { SigningKeySet } from './schema.js'

const tag = 'access'

export function tokenRoutes(app: FastifyInstance): void {
  tokenRoute(app, {
    operationId: 'issueToken',
    path: '/oauth/token',
    tag,
    summary: ['Issue an access token', '签发访问令牌'],
    description: [
      'OAuth 2 client credentials: `client_id` is the id of an API client, `client_secret` its key, by HTTP Basic or in the form. The token is sent in place of the key, lives for a quarter of an hour, and ends with its client or its key. Scopes that the service does not know are left out. The operator gets none. Nothing is stored, so there is no Idempotency-Key.',
      'OAuth 2 客户端凭据：`client_id` 为 API 客户端编号，`client_secret` 为其密钥，以 HTTP Basic 或表单发送。令牌代替密钥使用，有效期一刻钟，并随客户端或密钥一同失效。系统未知的权限范围不予授予。运营方不签发令牌。不存储任何内容，故无需 Idempotency-Key。',
    ],
    handle: (asked) => issueToken(app, asked),
  })

  publicRoute(app, {
    operationId: 'getSigningKeys',
    path: '/.well-known/jwks.json',
    tag,
    summary: ['Get the public signing keys', '查看签名公钥'],
    description: [
      'With which anyone can verify an access token (RFC 7517): ES256, the next key an hour before it signs, an old one until its last token has expired.',
      '供任何一方校验访问令牌（RFC 7517）：ES256；新公钥提前一小时发布，旧公钥保留至其最后一个令牌过期。',
    ],
    answer: SigningKeySet,
    // Shorter than the hour by which a key is published ahead.
    seconds: 300,
    handle: async () => ({ keys: (await keyRing(app.db)).keys.map(({ publicJwk }) => publicJwk) }),
  })
}

import { openOperations, permissions } from '../src/access/permissions.js'
import { Role } from '../src/access/schema.js'

/** The permission table as a document: every operation, and the roles that may call it. */
export function permissionsTable(): string {
  const roles = (Role as { enum?: readonly string[] }).enum ?? []
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const open = openOperations.map((operationId) => `\`${operationId}\``).join(', ')
  const operations = Object.entries<readonly string[]>(permissions).map(([operationId, allowed]) =>
    row([`\`${operationId}\``, ...roles.map((role) => (allowed.includes(role) ? '✓' : ''))]),
  )
  return `${[
    '# Permissions 权限表',
    '',
    'Written by `npm run generate` from `src/access/permissions.ts`; do not change by hand.',
    '',
    'A client sees its own district. `principal` and `trainingAdministrator` are bound to one school, `teamLeader` and',
    '`teacher` to one teacher; `integration` may be bound to a school. What a client may not see does not exist for it (404).',
    'What it may see but not do is refused (403).',
    '',
    '本表由 `npm run generate` 生成，请勿手工修改。客户端只能看到本区；校长和师训专管员限于一所学校，团队负责人和教师限于一名教师，',
    '集成客户端可限于一所学校。看不到的对象视为不存在（404），看得到但不能做的予以拒绝（403）。',
    '',
    `Anyone may call, without a key: ${open}. 无需密钥即可调用。`,
    '',
    row(['operation', ...roles]),
    row(['---', ...roles.map(() => ':-:')]),
    ...operations,
  ].join('\n')}\n`
}

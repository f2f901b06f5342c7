import { openOperations, permissionTable } from '../src/access/permissions.js'
import { Role } from '../src/access/schema.js'

/** The permission table as a document: every operation, and the roles that may call it. */
export function permissionsTable(): string {
  const roles = (Role as { enum?: readonly string[] }).enum ?? []
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const open = openOperations.map((operationId) => `\`${operationId}\``).join(', ')
  const operations = permissionTable().map(({ operationId, bounds }) =>
    row([`\`${operationId}\``, ...Object.values(bounds).map((bound) => (bound === 'none' ? '' : bound))]),
  )
  return `${[
    '# Permissions 权限表',
    '',
    'Written by `npm run generate` from `src/access/permissions.ts`; do not change by hand.',
    '',
    'Each cell says how far a call reaches: the list of districts and their clients, a district, one school, one person. What',
    'lies outside does not exist for the client (404); an empty cell is refused (403). `integration` may be bound to a school.',
    '',
    '本表由 `npm run generate` 生成，请勿手工修改。单元格为可及范围：区及其客户端的列表、本区、一所学校、一个人。范围外的对象视为',
    '不存在（404），空格表示拒绝（403）。集成客户端可限于一所学校。',
    '',
    `Anyone may call, without a key: ${open}. 无需密钥即可调用。`,
    '',
    row(['operation', ...roles]),
    row(['---', ...roles.map(() => ':-:')]),
    ...operations,
  ].join('\n')}\n`
}

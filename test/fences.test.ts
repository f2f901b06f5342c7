import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ESLint } from 'eslint'
import t from 'tap'

/** Each fence is seen to bite: a copy of the house is given one breach of each, and the check must name them all. */
const breaches: Record<string, { file: string; text: string }> = {
  'rules-are-pure': {
    file: 'src/hours/rules/breach.ts',
    text: `import { createHash } from 'node:crypto'\nexport const x = createHash`,
  },
  'sql-lives-in-the-store': {
    file: 'src/hours/breach-sql.ts',
    text: `import { sql } from 'drizzle-orm'\nexport const x = sql`,
  },
  'store-does-not-decide': {
    file: 'src/breach/read.ts',
    text: `import { countHours } from '../hours/rules/count-hours.js'\nexport const x = countHours`,
  },
  'write-is-private-hours': {
    file: 'src/credits/breach-write.ts',
    text: `import { lockLedgers } from '../hours/write.js'\nexport const x = lockLedgers`,
  },
  'routes-are-a-table-of-contents': {
    file: 'src/breach/routes.ts',
    text: `import { countHours } from '../hours/rules/count-hours.js'\nexport const x = countHours`,
  },
  'http-stays-at-the-door': {
    file: 'src/credits/breach-http.ts',
    text: `import Fastify from 'fastify'\nexport const x = Fastify`,
  },
  'only-app-mounts-routes': {
    file: 'src/credits/breach-routes.ts',
    text: `import { hourRoutes } from '../hours/routes.js'\nexport const x = hourRoutes`,
  },
  'upstream-only-roster': {
    file: 'src/roster/breach-upstream.ts',
    text: `import type { CreditRun } from '../credits/schema.js'\nexport type X = CreditRun`,
  },
  'sdk-stands-alone': {
    file: 'sdk/src/breach.ts',
    text: `import type { ErrorCode } from '../../src/errors.js'\nexport type X = ErrorCode`,
  },
  'service-knows-no-sdk': {
    file: 'src/lib/breach-sdk.ts',
    text: `import type { Yanxiu } from '../../sdk/src/index.js'\nexport type X = Yanxiu`,
  },
  'no-circular': {
    file: 'src/lib/breach-one.ts',
    text: `import type { Two } from './breach-two.js'\nexport type One = Two | 1`,
  },
}

t.test('every fence bites', async (t) => {
  const copy = await mkdtemp(join(tmpdir(), 'yanxiu-fences-'))
  t.teardown(() => rm(copy, { recursive: true, force: true }))
  for (const name of ['src', 'sdk/src', 'tsconfig.json', 'package.json', '.dependency-cruiser.cjs'])
    await cp(name, join(copy, name), { recursive: true })
  await symlink(resolve('node_modules'), join(copy, 'node_modules'))
  await cp('src/hours/rules', join(copy, 'src/breach/rules'), { recursive: true })
  for (const { file, text } of Object.values(breaches)) await writeFile(join(copy, file), `${text}\n`)
  await writeFile(
    join(copy, 'src/lib/breach-two.ts'),
    `import type { One } from './breach-one.js'\nexport type Two = One | 2\n`,
  )
  const { stdout } = spawnSync(
    resolve('node_modules/.bin/depcruise'),
    ['--config', '.dependency-cruiser.cjs', 'src', 'sdk/src'],
    { cwd: copy, encoding: 'utf8' },
  )
  for (const [fence, { file }] of Object.entries(breaches))
    t.ok(
      stdout.split('\n').some((line) => line.includes(`${fence}:`) && line.includes(file)),
      `${fence} names ${file}`,
    )
})

t.test('in a rule the linter refuses everything that is not a value', async (t) => {
  const eslint = new ESLint()
  const impure = [
    'export async function rule() {}',
    'export const rule = () => new Date()',
    'export const rule = () => Date.now()',
    'export const rule = () => Math.random()',
    'export const rule = () => process.env.HOME',
    "export const rule = () => fetch('')",
    'export const rule = () => crypto.randomUUID()',
  ]
  for (const text of impure) {
    const [result] = await eslint.lintText(`${text}\n`, { filePath: 'src/hours/rules/breach.ts' })
    t.equal(result?.errorCount, 1, text)
  }
  const [pure] = await eslint.lintText('export const rule = (at: string) => new Date(at)\n', {
    filePath: 'src/hours/rules/breach.ts',
  })
  t.equal(pure?.errorCount, 0, 'a date that is given is a value')
})

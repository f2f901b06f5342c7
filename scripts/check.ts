/** Everything that is checked without running a test; the first failure does not hide the others. */
import { spawnSync } from 'node:child_process'

const checks: [name: string, command: string, args: string[]][] = [
  ['types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']],
  ['lint', 'eslint', ['.', '--max-warnings', '0']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['fences', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'src', 'sdk/src']],
  ['generated files', 'tsx', ['scripts/generate.ts', '--check']],
  ['OpenAPI', 'redocly', ['lint', 'openapi/openapi.json', '--format', 'stylish']],
  ['SDK', 'tsx', ['sdk/build.ts']],
]

const failed = checks.filter(([name, command, args]) => {
  const started = Date.now()
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${command}`, args, { encoding: 'utf8' })
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  if (status !== 0) console.log(`${stdout}${stderr}`)
  return status !== 0
})
if (failed.length > 0) process.exit(1)

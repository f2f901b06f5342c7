/** Everything that is checked without running a test, two checks at a time; the first failure does not hide the others. */
import { spawn } from 'node:child_process'
import { inLanes } from '../src/lib/lanes.js'

const checks: [name: string, command: string, args: string[]][] = [
  ['types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']],
  ['lint', 'eslint', ['.', '--max-warnings', '0']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['generated files', 'tsx', ['scripts/generate.ts', '--check']],
  ['fences', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'src', 'sdk/src']],
  ['OpenAPI', 'redocly', ['lint', 'openapi/openapi.json', '--format', 'stylish']],
  ['SDK', 'tsx', ['sdk/build.ts']],
]

let failures = 0

await inLanes(checks, 2, async ([name, command, args]) => {
  const started = Date.now()
  const { status, output } = await run(`node_modules/.bin/${command}`, args)
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  if (status === 0) return
  failures += 1
  console.log(output)
})
if (failures > 0) process.exit(1)

function run(command: string, args: readonly string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, output: Buffer.concat(output).toString() }))
  })
}

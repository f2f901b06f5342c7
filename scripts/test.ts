/**
 * Runs tap on one throwaway PostgreSQL server: a template database is migrated once, and each test file, bundled with
 * what it tests, works on a copy of it. Ends with a line that counts what the runner reported. Arguments are test files; none means all.
 */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase, startEmbeddedServer } from '../src/db/embedded.js'
import { migrate } from '../src/db/migrate.js'
import { bundleInto, testFiles } from './bundle-tests.js'

const named = process.argv.slice(2)
const files = named.length > 0 ? named : await testFiles()
// Beside node_modules, which the bundles import from.
await mkdir('.tests', { recursive: true })
const bundles = await mkdtemp('.tests/')
const service = 'src/server.ts'
const folder = await mkdtemp(join(tmpdir(), 'yanxiu-test-'))
const server = await startEmbeddedServer(folder, {
  persistent: false,
  flags: ['-c', 'max_connections=200', '-c', 'shared_buffers=256MB'],
})
try {
  await migrate(await createDatabase(server, 'template'), server.serviceUrl('template'))
  await bundleInto(bundles, [...files, service])
  const bundleOf = (path: string) => join(bundles, path.replace(/\.ts$/, '.js'))
  const results = join(folder, 'results.tap')
  const status = await run(['run', '--reporter=terse', `--output-file=${results}`, ...files.map(bundleOf)], {
    TEST_SERVER_URL: server.url('postgres'),
    TEST_SERVICE_FILE: bundleOf(service),
  })
  const { passed, failed } = count(await readFile(results, 'utf8').catch(() => ''))
  // The reporter may leave the cursor in a line: the count stands alone on its own.
  console.log(`\n${passed} passed, ${failed + (status !== 0 && failed === 0 ? 1 : 0)} failed`)
  process.exitCode = status
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
  await rm(bundles, { recursive: true, force: true })
}

function run(args: string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('node_modules/.bin/tap', args, { stdio: 'inherit', env: { ...process.env, ...env } })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** Counts leaf assertions: a line that closes a subtest is followed by nothing deeper and only sums it up. */
function count(tap: string): { passed: number; failed: number } {
  let passed = 0
  let failed = 0
  for (const line of tap.split('\n')) {
    const found = /^\s*(not )?ok \d+(?! - .*# time=)/.exec(line)
    if (!found || /# time=/.test(line)) continue
    if (found[1]) failed += 1
    else passed += 1
  }
  return { passed, failed }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import t from 'tap'

const read = (path: string) => readFileSync(path, 'utf8')
const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }

/** The package that a module specifier names: its scope and name, without the path inside it. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

function packagesOf(source: string): string[] {
  const specifiers = [...source.matchAll(/(?:from |import\()'(@?[a-z][\w./-]*)'/g)].map(([, specifier]) => specifier!)
  return specifiers.filter((name) => !builtinModules.includes(name)).map(packageOf)
}

t.test('what the service imports is installed without the packages of development', (t) => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => /(?<!\.d)\.ts$/.test(path))
  const missing = sources.flatMap((path) =>
    packagesOf(read(`src/${path}`))
      .filter((name) => !(name in dependencies))
      .map((name) => `src/${path}: ${name}`),
  )
  t.same(missing, [])
  t.same(packagesOf(`import a from '@x/y/z.js'\nawait import('b/c')\nimport './d.js'`), ['@x/y', 'b'])
  t.end()
})

t.test('the image is built from files that are there and that the build may see', (t) => {
  const visible = new Set([...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path]) => path))
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) =>
    paths!.split(' '),
  )
  t.ok(copied.includes('migrations') && copied.includes('src'))
  for (const path of copied) t.ok(existsSync(path) && visible.has(path), path)
  t.match(read('Dockerfile'), /^USER node$/m)
  t.match(read('Dockerfile'), /^HEALTHCHECK /m)
  t.end()
})

t.test('what is run on every change is the test command of the README', (t) => {
  const [, command] = /^(npm ci && npm test)\b/m.exec(read('README.md')) ?? []
  t.equal(command, 'npm ci && npm test')
  t.match(read('.ci/run'), `(${command!})`)
  t.match(read('README.zh-CN.md'), command!)
  t.end()
})

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TSchema } from '@sinclair/typebox'
import t from 'tap'
import { PolicyEditionDocument } from '../src/policy/schema.js'
import { readSettings } from '../src/settings.js'

const readmes = [
  { name: 'README.md', ruleHeading: 'Find a rule', settingsHeading: 'Settings' },
  { name: 'README.zh-CN.md', ruleHeading: '查找规则', settingsHeading: '设置' },
]

const rules = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => `src/${path}`)
  .filter((path) => /\/rules\/[^/]+\.ts$/.test(path))
  .sort()

const codesIn = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!)

/** The text under a heading, up to the next one of the same level. */
function section(markdown: string, heading: string): string {
  const [, after = ''] = markdown.split(`\n## ${heading}\n`)
  return after.split('\n## ')[0]!
}

/** The rows of the section's tables that name something: each cell as it stands. */
function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && line.includes('`'))
    .map((line) => line.split('|').slice(1, -1))
}

function missingFrom(table: string[][], wanted: readonly string[]): string[] {
  const named = new Set(table.flatMap(([, file = '']) => codesIn(file)))
  return wanted.filter((path) => !named.has(path))
}

/** What reads as a path of this repository: in backticks with a folder that it has, or the target of a link. */
function pathsIn(markdown: string): string[] {
  const folder = /^(\.ci|docs|migrations|openapi|scripts|sdk|src|test)\/[\w./*-]*$/
  const inCode = codesIn(markdown).filter((code) => folder.test(code))
  const links = [...markdown.matchAll(/\]\((?!https?:|#)([^)\s#]+)[^)]*\)/g)].map(([, target]) => target!)
  return [...inCode, ...links]
}

function isParameter(key: string): boolean {
  let at: TSchema | undefined = PolicyEditionDocument
  for (const name of key.split('.')) at = (at?.properties as Record<string, TSchema> | undefined)?.[name]
  return at !== undefined
}

t.ok(rules.length >= 30, 'the rules are found')

for (const { name, ruleHeading, settingsHeading } of readmes) {
  t.test(name, (t) => {
    const markdown = readFileSync(name, 'utf8')
    const table = rowsOf(section(markdown, ruleHeading))

    t.same(missingFrom(table, rules), [], 'every rule stands in the table')
    t.same(missingFrom(table, [...rules, 'src/x/rules/left-out.ts']), ['src/x/rules/left-out.ts'], 'and no other would')
    for (const [rule = '', file = '', keys = '', tests = ''] of table) {
      t.ok(rule.trim() !== '' && codesIn(file).length === 1, `one rule, one file: ${file}`)
      t.ok(codesIn(tests).length > 0, `${file} has a test`)
      for (const path of codesIn(tests)) t.match(path, /^test\/.+\.test\.ts$/)
      for (const key of codesIn(keys)) t.ok(isParameter(key), `${key} is a parameter of the policy edition`)
    }

    const paths = pathsIn(markdown)
    t.ok(paths.length > rules.length)
    for (const path of new Set(paths)) t.ok(existsSync(path), `${path} exists`)
    t.same(
      pathsIn('`src/no-such-file.ts` [x](docs/none.md)').filter(existsSync),
      [],
      'a path that is not there is seen',
    )

    const settings = rowsOf(section(markdown, settingsHeading)).flatMap(([setting = '']) => codesIn(setting))
    const known = Object.keys(readSettings({}))
    t.same(
      known.filter((setting) => !settings.includes(setting)),
      [],
      'every setting with a default is told',
    )
    t.end()
  })
}

t.test('both languages have the same rules in the same order', (t) => {
  const [english, chinese] = readmes.map(({ name, ruleHeading }) =>
    rowsOf(section(readFileSync(name, 'utf8'), ruleHeading)).map((row) => row.slice(1)),
  )
  t.same(chinese, english)
  t.end()
})

t.test('the documents name no path that is not there', (t) => {
  const documents = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`)
  for (const document of [...documents, 'CONTRIBUTING.md', 'CHANGELOG.md']) {
    const markdown = readFileSync(document, 'utf8')
    for (const path of new Set(pathsIn(markdown)))
      t.ok(existsSync(path) || existsSync(join(dirname(document), path)), `${document}: ${path}`)
  }
  t.end()
})

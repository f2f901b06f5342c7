import t from 'tap'
import { mintDataKey, readDataKeys } from '../../src/lib/data-keys.js'

const first = mintDataKey('2025')
const second = mintDataKey('2026')

t.test('what is sealed can be read under its own context only', async (t) => {
  const keys = readDataKeys(first)
  const sealed = keys.encrypt('示例', 'teacher/1/phone')
  t.equal(keys.decrypt(sealed, 'teacher/1/phone'), '示例')
  t.notOk(sealed.includes('示例'))
  t.not(keys.encrypt('示例', 'teacher/1/phone'), sealed, 'the same text never looks the same')
  t.throws(() => keys.decrypt(sealed, 'teacher/2/phone'), 'moved to another person')
  t.throws(() => keys.decrypt(`${sealed.slice(0, -2)}AA`, 'teacher/1/phone'), 'changed')
  t.throws(() => keys.decrypt('2025.AAAA', 'teacher/1/phone'), /too short/)
})

t.test('a new key in front encrypts while the old one still reads', async (t) => {
  const sealed = readDataKeys(first).encrypt('示例', 'x')
  const rotated = readDataKeys(`${second},${first}`)
  t.equal(rotated.decrypt(sealed, 'x'), '示例')
  t.ok(rotated.isOutdated(sealed))
  t.notOk(rotated.isOutdated(rotated.encrypt('示例', 'x')))
  t.throws(() => readDataKeys(second).decrypt(sealed, 'x'), /2025 is not known/)
})

t.test('a key of another length is refused', async (t) => {
  t.throws(() => readDataKeys('short:AAAA'), /32 bytes/)
})

t.test('a digest is met by its own secret in its own context only, while its key is known', async (t) => {
  const keys = readDataKeys(first)
  const digest = keys.digest('7KQ3XW', 'check-in/1')
  t.notOk(digest.includes('7KQ3XW'))
  t.ok(keys.matches('7KQ3XW', digest, 'check-in/1'))
  t.notOk(keys.matches('7KQ3XX', digest, 'check-in/1'))
  t.notOk(keys.matches('7KQ3XW', digest, 'check-in/2'), 'moved to another')
  t.notOk(keys.matches('7KQ3XW', digest.slice(0, -4), 'check-in/1'), 'cut')
  t.notOk(keys.matches('7KQ3XW', '', 'check-in/1'))
  t.ok(readDataKeys(`${second},${first}`).matches('7KQ3XW', digest, 'check-in/1'), 'a new key in front')
  t.notOk(readDataKeys(second).matches('7KQ3XW', digest, 'check-in/1'), 'the key is gone')
  t.notOk(readDataKeys(mintDataKey('2025')).matches('7KQ3XW', digest, 'check-in/1'), 'another key of the same id')
})

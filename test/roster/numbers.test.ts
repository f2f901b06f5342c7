import fc from 'fast-check'
import t from 'tap'
import { Role } from '../../src/access/schema.js'
import { readIdentityNumber } from '../../src/roster/rules/identity-number.js'
import { maskedIdentityNumber, maskedPhone, numbersAreClear } from '../../src/roster/rules/personal-numbers.js'
import { readPhone } from '../../src/roster/rules/phone-number.js'

t.test('an identity number has 18 characters, a date of birth and a right check character', async (t) => {
  const cases: [string, string, string | null][] = [
    ['the example of GB 11643', '11010519491231002X', '11010519491231002X'],
    ['a lower-case x', '11010519491231002x', '11010519491231002X'],
    ['full-width characters and spaces', ' １１０１０５ １９４９１２３１ ００２ｘ', '11010519491231002X'],
    ['the near miss: one digit is another', '11010519491231003X', null],
    ['two digits changed places', '11010519491213002X', null],
    ['a check character that is another', '110105194912310021', null],
    ['17 characters', '1101051949123100X', null],
    ['19 characters', '11010519491231002X0', null],
    ['the 15 digits of before 1999', '110105491231002', null],
    ['no date of birth: 30 February', '310107199002300015', null],
    ['no district begins with 0', '010105194912310020', null],
    ['what a spreadsheet makes of a number', '1.10105E+17', null],
    ['letters', 'ABCDEFGHIJKLMNOPQR', null],
    ['nothing', '', null],
  ]
  for (const [name, text, number] of cases) t.equal(readIdentityNumber(text), number, name)
})

t.test(
  'of the eleven possible check characters exactly one is right, and no single digit can be mistyped',
  async () => {
    const body = fc
      .tuple(
        fc.integer({ min: 110000, max: 659999 }),
        fc.integer({ min: 1950, max: 2005 }),
        fc.integer({ max: 999, min: 0 }),
      )
      .map(([region, year, serial]) => `${region}${year}0101${String(serial).padStart(3, '0')}`)
    fc.assert(
      fc.property(body, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 9 }), (digits, at, shift) => {
        const right = [...'0123456789X'].filter((check) => readIdentityNumber(`${digits}${check}`))
        if (right.length !== 1) return false
        const mistyped = [...`${digits}${right[0]}`]
        mistyped[at] = String((Number(mistyped[at]) + shift) % 10)
        return readIdentityNumber(mistyped.join('')) === null
      }),
      { numRuns: 500 },
    )
  },
)

t.test('a phone is a mobile, or a landline with its area code', async (t) => {
  const cases: [string, string, string | null][] = [
    ['a mobile', '13800005678', '13800005678'],
    ['grouped, with the country code', '+86 138-0000-5678', '13800005678'],
    ['the country code without a sign', '8613800005678', '13800005678'],
    ['full-width digits', '１３８００００５６７８', '13800005678'],
    ['the near miss: ten digits', '1380000567', null],
    ['twelve digits', '138000056789', null],
    ['no mobile begins with 12', '12800005678', null],
    ['a landline', '021-62345678', '021-62345678'],
    ['in brackets', '（021）6234 5678', '021-62345678'],
    ['from abroad, without its 0', '+86-21-62345678', null],
    ['without a hyphen', '02162345678', '021-62345678'],
    ['an area code of four digits', '0571-8765432', '0571-8765432'],
    ['with an extension', '021-62345678-801', '021-62345678-801'],
    ['without its area code nobody elsewhere can call it', '62345678', null],
    ['words', '办公室', null],
  ]
  for (const [name, text, phone] of cases) t.equal(readPhone(text), phone, name)
})

t.test('a masked number keeps its ends only', async (t) => {
  t.equal(maskedIdentityNumber('310107198811091188'), '310***********1188')
  t.equal(maskedIdentityNumber('11010519491231002X'), '110***********002X')
  t.equal(maskedPhone('13800005678'), '138****5678')
  t.equal(maskedPhone('021-62345678'), '021-****5678')
  t.equal(maskedPhone('021-62345678-801'), '021-****5678', 'nor the extension')
})

t.test('numbers are in clear to whoever keeps the roster and to the teacher, and to nobody else', async (t) => {
  const roles = (Role as unknown as { enum: readonly Role[] }).enum
  const clearTo = (teacherId: string | null, isMaintained: boolean) =>
    roles.filter((role) => numbersAreClear({ role, teacherId }, { id: 'a', isMaintained }))
  t.same(clearTo(null, true), ['institute', 'trainingAdministrator', 'integration'])
  t.same(clearTo(null, false), [], 'a school that the teacher has left')
  t.same(clearTo('a', false), ['teamLeader', 'teacher'], 'of herself')
  t.same(clearTo('b', false), [], 'of a colleague')
})

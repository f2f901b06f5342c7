import { formatCredits, formatHours, type Credits, type Hours } from '../../lib/quantity.js'
import { annualMinimum } from '../../progress/rules/annual-minimum.js'
import type { ExportedStatement } from './read.js'

/** How a file says what is not a number or a name. */
export type Words = { regular: string; amendment: string; yes: string; no: string }

/** One column of a file: what programs call it, its headers, and its value for a statement. */
export type ExportColumn = {
  key: string
  zh: string
  en: string
  value: (statement: ExportedStatement, words: Words) => string
  /** What the value is where a format can say so; text unless said. Decimals are exact: hours and credits. */
  type?: 'decimal' | 'integer' | 'boolean'
}

/** What a district's existing system takes: columns in their order, and the words of each language. */
export type ColumnProfile = { code: string; columns: readonly ExportColumn[]; words: { zh: Words; en: Words } }

/** Most values stand in a file many times: each is written out once. */
function remembered<T extends number>(format: (value: T) => string): (value: T) => string {
  const texts = new Map<T, string>()
  return (value) => {
    const known = texts.get(value)
    if (known !== undefined) return known
    const text = format(value)
    if (texts.size < textsRemembered) texts.set(value, text)
    return text
  }
}
const textsRemembered = 10_000
const hoursText = remembered(formatHours)
const creditsText = remembered(formatCredits)

const plus = <T extends number>(a: T, b: T) => (a + b) as T
const lectureTotal = (s: ExportedStatement): Credits => plus(s.lectureAwardedBefore, s.lectureAward)
const practiceTotal = (s: ExportedStatement): Credits => plus(s.practiceAwardedBefore, s.practiceAward)
const hoursCounted = (s: ExportedStatement): Hours => plus(s.lectureHours, s.practiceHours)
const minimum = (s: ExportedStatement) => annualMinimum(hoursCounted(s), s.hoursRequired)

/**
 * The columns by default: lecture and practice stand apart as well as in sum (§5.3). Hours and totals are cumulative in
 * the academic year, the award is the statement's own. Names are those of the time when the run was computed.
 */
export const standardProfile: ColumnProfile = {
  code: 'standard',
  columns: [
    { key: 'academicYear', zh: '学年', en: 'Academic year', value: (s) => s.run.academicYear },
    { key: 'semester', zh: '学期', en: 'Semester', type: 'integer', value: (s) => s.semester },
    { key: 'schoolSourcedId', zh: '学校编号', en: 'School id', value: (s) => s.run.schoolSourcedId },
    { key: 'schoolName', zh: '学校', en: 'School', value: (s) => s.schoolName },
    { key: 'teacherSourcedId', zh: '教师工号', en: 'Teacher id', value: (s) => s.teacherSourcedId },
    { key: 'teacherName', zh: '姓名', en: 'Teacher', value: (s) => s.teacherName },
    { key: 'kind', zh: '赋分类型', en: 'Kind', value: (s, words) => words[s.run.kind] },
    {
      key: 'lectureHours',
      zh: '讲座课时',
      en: 'Lecture hours',
      type: 'decimal',
      value: (s) => hoursText(s.lectureHours),
    },
    {
      key: 'practiceHours',
      zh: '实践课时',
      en: 'Practice hours',
      type: 'decimal',
      value: (s) => hoursText(s.practiceHours),
    },
    { key: 'hours', zh: '总课时', en: 'Hours', type: 'decimal', value: (s) => hoursText(hoursCounted(s)) },
    {
      key: 'lectureAward',
      zh: '讲座学分（本次）',
      en: 'Lecture credits, this award',
      type: 'decimal',
      value: (s) => creditsText(s.lectureAward),
    },
    {
      key: 'practiceAward',
      zh: '实践学分（本次）',
      en: 'Practice credits, this award',
      type: 'decimal',
      value: (s) => creditsText(s.practiceAward),
    },
    {
      key: 'award',
      zh: '学分合计（本次）',
      en: 'Credits, this award',
      type: 'decimal',
      value: (s) => creditsText(plus(s.lectureAward, s.practiceAward)),
    },
    {
      key: 'lectureCredits',
      zh: '累计讲座学分',
      en: 'Lecture credits in total',
      type: 'decimal',
      value: (s) => creditsText(lectureTotal(s)),
    },
    {
      key: 'practiceCredits',
      zh: '累计实践学分',
      en: 'Practice credits in total',
      type: 'decimal',
      value: (s) => creditsText(practiceTotal(s)),
    },
    {
      key: 'credits',
      zh: '累计学分',
      en: 'Credits in total',
      type: 'decimal',
      value: (s) => creditsText(plus(lectureTotal(s), practiceTotal(s))),
    },
    {
      key: 'lectureRemainder',
      zh: '讲座余课时',
      en: 'Lecture hours remaining',
      type: 'decimal',
      value: (s) => hoursText(s.lectureRemainder),
    },
    {
      key: 'practiceRemainder',
      zh: '实践余课时',
      en: 'Practice hours remaining',
      type: 'decimal',
      value: (s) => hoursText(s.practiceRemainder),
    },
    {
      key: 'hoursRequired',
      zh: '应修课时',
      en: 'Hours required',
      type: 'decimal',
      value: (s) => hoursText(s.hoursRequired),
    },
    {
      key: 'hoursMissing',
      zh: '缺少课时',
      en: 'Hours missing',
      type: 'decimal',
      value: (s) => hoursText(minimum(s).missing),
    },
    {
      key: 'annualMinimumMet',
      zh: '是否达标',
      en: 'Annual minimum met',
      type: 'boolean',
      value: (s, words) => (minimum(s).met ? words.yes : words.no),
    },
    { key: 'policyEdition', zh: '政策版本', en: 'Policy edition', value: (s) => s.run.policyEditionCode },
    { key: 'creditRunId', zh: '赋分编号', en: 'Credit run id', value: (s) => s.run.id },
    {
      key: 'creditRunSequence',
      zh: '赋分次序',
      en: 'Credit run sequence',
      type: 'integer',
      value: (s) => String(s.run.sequence),
    },
    { key: 'ledgerPosition', zh: '台账位置', en: 'Ledger position', type: 'integer', value: (s) => s.ledgerPosition },
  ],
  words: {
    zh: { regular: '学期赋分', amendment: '更正赋分', yes: '是', no: '否' },
    en: { regular: 'regular', amendment: 'amendment', yes: 'true', no: 'false' },
  },
}

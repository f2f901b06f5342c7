import type { CountReasonCode } from '../../hours/rules/count-hours.js'

/** What an explanation says, in both languages. `{name}` is filled from the figures of the step or reason. */

export type Bilingual = { en: string; zh: string }

export type StepCode =
  | 'hoursCounted'
  | 'creditRate'
  | 'creditRounding'
  | 'remainder'
  | 'award'
  | 'corrects'
  | 'annualMinimumChanged'
  | 'annualMinimumMet'
  | 'annualMinimumMissing'

export type EntryReasonCode = CountReasonCode | 'counted' | 'recognized'

const stepTexts: Record<StepCode, Bilingual> = {
  hoursCounted: {
    en: '{hours} class hours of {category} count from the start of the academic year to the end of semester {semester}.',
    zh: '自学年初至第{semester}学期末，{category}计入 {hours} 课时。',
  },
  creditRate: {
    en: '{hoursPerCredit} class hours of {category} are one credit: {hours} / {hoursPerCredit}.',
    zh: '{category}每 {hoursPerCredit} 课时计 1 学分：{hours} / {hoursPerCredit}。',
  },
  creditRounding: {
    en: 'Rounded {rounding} to {increment} of a credit: {entitlement}.',
    zh: '按 {increment} 学分为单位{rounding}：{entitlement} 学分。',
  },
  remainder: {
    en: '{remainder} class hours are not yet a credit, and are carried on inside the academic year.',
    zh: '尚余 {remainder} 课时未折算学分，在本学年内继续累计。',
  },
  award: {
    en: 'Entitled to {entitlement}, awarded before {awardedBefore}: now {award}, in total {awardedInTotal}.',
    zh: '应得 {entitlement} 学分，此前已赋 {awardedBefore}，本次 {award}，累计 {awardedInTotal}。',
  },
  corrects: {
    en: 'Corrects the sealed run {sequence} of school {school}, semester {semester}, which itself stays unchanged.',
    zh: '更正学校 {school} 第{semester}学期第 {sequence} 号已封存赋分，原赋分单保持不变。',
  },
  annualMinimumChanged: {
    en: 'The annual minimum of {minimum} class hours is {required} for this teacher, by days of duty or by an approved adjustment.',
    zh: '学年最低 {minimum} 课时，该教师按任职天数或经批准的调整为 {required} 课时。',
  },
  annualMinimumMet: {
    en: 'The annual minimum is met: {hours} of {required} class hours.',
    zh: '已达到学年最低课时：{hours} / {required} 课时。',
  },
  annualMinimumMissing: {
    en: 'The annual minimum is not met: {hours} of {required} class hours, {missing} are missing.',
    zh: '未达到学年最低课时：{hours} / {required} 课时，尚缺 {missing} 课时。',
  },
}

const entryTexts: Record<EntryReasonCode, Bilingual> = {
  counted: { en: '{hours} class hours count as {category}.', zh: '{hours} 课时计入{category}。' },
  recognized: {
    en: 'Earned outside the school-based training and recognised on evidence.',
    zh: '校外取得，经证明材料认定。',
  },
  heldForOverlap: {
    en: 'Overlaps in time with a session counted already; waits for the training administrator.',
    zh: '与已计入的场次时间重叠，待师训专管员处理。',
  },
  released: { en: 'Was held; entry {by} counts its hours.', zh: '曾待定，已由第 {by} 条计入。' },
  dismissed: { en: 'Was held; entry {by} closed it uncounted.', zh: '曾待定，第 {by} 条决定不计入。' },
  dismissal: { en: 'Closes held entry {target} uncounted.', zh: '决定第 {target} 条不计入。' },
  reversed: { en: 'Taken back by entry {by}.', zh: '已被第 {by} 条冲销。' },
  reversal: { en: 'Takes back entry {target}.', zh: '冲销第 {target} 条。' },
  presenterFactor: {
    en: 'Presented: {hours} class hours times {factor} are worth {worth}.',
    zh: '主讲：{hours} 课时乘以系数 {factor}，折合 {worth} 课时。',
  },
  dailyMaximum: {
    en: 'At most {maximum} class hours count in one day; there was room for {room}.',
    zh: '每日最多计入 {maximum} 课时，当日尚可计入 {room} 课时。',
  },
  onlineMaximum: {
    en: 'At most {maximum} online class hours count in an academic year; there was room for {room}.',
    zh: '每学年最多计入 {maximum} 线上课时，尚可计入 {room} 课时。',
  },
  presenterMaximum: {
    en: 'At most {maximum} presented class hours count in an academic year; there was room for {room}.',
    zh: '每学年最多计入 {maximum} 主讲课时，尚可计入 {room} 课时。',
  },
}

/** Words inside the texts that differ by language. */
const words: Record<string, Bilingual> = {
  lecture: { en: 'lecture', zh: '讲座类' },
  practice: { en: 'practice', zh: '实践类' },
  down: { en: 'down', zh: '向下取整' },
  halfUp: { en: 'half up', zh: '四舍五入' },
}

export type TextParams = Record<string, string | number>

export function stepText(code: StepCode, params: TextParams): Bilingual {
  return filled(stepTexts[code], params)
}

export function entryText(code: EntryReasonCode, params: TextParams): Bilingual {
  return filled(entryTexts[code], params)
}

function filled({ en, zh }: Bilingual, params: TextParams): Bilingual {
  return { en: filledIn(en, 'en', params), zh: filledIn(zh, 'zh', params) }
}

/** Only these two parameters are words of ours: everything else, a school's id too, stands as it is. */
function filledIn(text: string, language: keyof Bilingual, params: TextParams): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(params[name] ?? '')
    return name === 'category' || name === 'rounding' ? (words[value]?.[language] ?? value) : value
  })
}

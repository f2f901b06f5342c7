import { formatHours, formatPercent } from '../../lib/quantity.js'
import type { EditionParameters } from '../../policy/rules/edition-parameters.js'
import type { CurriculumReason } from './curriculum.js'

type Explained = { clause: string; en: string; zh: string }

/** §3.1–3.3: why a course stands where it does, in both languages and with the clause. */
export function reasonText(
  reason: CurriculumReason,
  { modules, clauses }: Pick<EditionParameters, 'modules' | 'clauses'>,
): Explained {
  const nameOf = (module: string) => modules.find(({ code }) => code === module)?.name ?? { en: module, zh: module }
  switch (reason.code) {
    case 'need': {
      const { en, zh } = nameOf(reason.module)
      const need = formatPercent(reason.need)
      return { clause: '§3.1', en: `The need in ${en} is ${need}.`, zh: `“${zh}”的培训需求为 ${need}。` }
    }
    case 'uncovered': {
      const { en, zh } = nameOf(reason.module)
      return {
        clause: clauses.modules,
        en: `${en} has no class hours in the year yet.`,
        zh: `本学年“${zh}”模块尚无课时。`,
      }
    }
    case 'done': {
      const done = formatHours(reason.hours)
      return {
        clause: '§6.2',
        en: `Done already: ${done} class hours, last on ${reason.lastOn}.`,
        zh: `已修 ${done} 课时，最近一次为 ${reason.lastOn}。`,
      }
    }
    case 'begun': {
      const [done, whole] = [formatHours(reason.hours), formatHours(reason.whole)]
      return {
        clause: '§6.2',
        en: `Begun: ${done} of ${whole} class hours, last on ${reason.lastOn}.`,
        zh: `已修 ${done} 课时，共需 ${whole} 课时，最近一次为 ${reason.lastOn}。`,
      }
    }
  }
}

/** §3.3: every course of a curriculum is for the teacher's tier. */
export function tierReason(tier: number, { tiers, clauses }: Pick<EditionParameters, 'tiers' | 'clauses'>): Explained {
  const name = tiers.find((known) => known.tier === tier)?.name
  return {
    clause: clauses.tiers,
    en: `For tier ${tier}: ${name?.en ?? ''}`,
    zh: `适合第 ${tier} 层：${name?.zh ?? ''}`,
  }
}

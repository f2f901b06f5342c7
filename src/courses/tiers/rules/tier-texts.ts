import type { ProfessionalTitle } from '../../../roster/schema.js'
import type { TierStep } from './next-steps.js'
import type { TierGround } from './teacher-tier.js'

type Texts = { en: string; zh: string }

const titleTexts: Record<ProfessionalTitle, Texts> = {
  none: { en: 'no', zh: '无' },
  school: { en: 'school-level', zh: '校级骨干' },
  district: { en: 'district-level', zh: '区级骨干' },
  municipal: { en: 'municipal', zh: '市级骨干' },
}

/** §3.3: why a teacher's tier is what it is, in both languages. */
export function groundText(ground: TierGround & { tier: number }): Texts {
  const { tier } = ground
  switch (ground.kind) {
    case 'service':
      return {
        en: `${ground.years} completed years of homeroom service give tier ${tier}.`,
        zh: `班主任任职满 ${ground.years} 年，对应第 ${tier} 层。`,
      }
    case 'title':
      return {
        en: `A ${titleTexts[ground.title].en} backbone title raises the tier to at least ${tier}.`,
        zh: `${titleTexts[ground.title].zh}教师，层级至少为第 ${tier} 层。`,
      }
    case 'override':
      return { en: `The school has set tier ${tier}.`, zh: `学校指定为第 ${tier} 层。` }
  }
}

/** §2.2: what comes next, and from which day if duties go on. */
export function stepText(step: TierStep): Texts {
  const { tier, on } = step
  switch (step.kind) {
    case 'override':
      return step.isSet
        ? { en: `From ${on} the school has set tier ${tier}.`, zh: `自 ${on} 起，学校指定为第 ${tier} 层。` }
        : {
            en: `What the school has set ends: from ${on} service and title give tier ${tier}.`,
            zh: `学校指定期满，自 ${on} 起按任职年数和称号为第 ${tier} 层。`,
          }
    case 'title': {
      const title = titleTexts[step.title]
      const from = on ? { en: `, from ${on} on`, zh: `（自 ${on} 起）` } : { en: '', zh: '' }
      return {
        en: `A ${title.en} backbone title gives tier ${tier}${from.en}.`,
        zh: `获得${title.zh}称号后进入第 ${tier} 层${from.zh}。`,
      }
    }
    case 'service': {
      const when = on
        ? { en: `, from ${on} on if the duty goes on`, zh: `，持续任职则自 ${on} 起` }
        : { en: '', zh: '' }
      return {
        en: `${step.years} completed years of homeroom service give tier ${tier}${when.en}.`,
        zh: `班主任任职满 ${step.years} 年进入第 ${tier} 层${when.zh}。`,
      }
    }
  }
}

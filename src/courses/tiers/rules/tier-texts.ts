import type { ProfessionalTitle } from '../../../roster/schema.js'
import type { TierGround, WayUp } from './teacher-tier.js'

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

/** §2.2: what leads to a higher tier; `on` is the day if the duty goes on. */
export function wayText(way: WayUp, on: string | null): Texts {
  if (way.kind === 'title')
    return {
      en: `A ${titleTexts[way.title].en} backbone title gives tier ${way.tier}.`,
      zh: `获得${titleTexts[way.title].zh}称号后进入第 ${way.tier} 层。`,
    }
  const when = on ? { en: `, on ${on} if the duty goes on`, zh: `，持续任职则于 ${on} 达到` } : { en: '', zh: '' }
  return {
    en: `${way.years} completed years of homeroom service give tier ${way.tier}${when.en}.`,
    zh: `班主任任职满 ${way.years} 年进入第 ${way.tier} 层${when.zh}。`,
  }
}

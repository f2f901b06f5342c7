import type { AnnualObligation } from './annual-minimum.js'

/** §5.1: why the annual minimum of a teacher is what it is, in both languages. */
export function obligationText(ground: AnnualObligation['ground']): { en: string; zh: string } {
  switch (ground) {
    case 'adjustment':
      return { en: 'An adjustment that the institute approved.', zh: '经区教育学院核准的调整。' }
    case 'full':
      return { en: 'The annual minimum of the policy edition.', zh: '政策版本规定的学年最低课时。' }
    case 'prorated':
      return {
        en: 'The annual minimum by the days of homeroom duty without leave.',
        zh: '按班主任任职天数（扣除请假）折算的学年最低课时。',
      }
  }
}

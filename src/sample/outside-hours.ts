import { addDays, type IsoDate } from '../lib/calendar.js'
import type { Random } from './random.js'
import type { SamplePeople, SampleTeacher } from './roster.js'

export type SampleOutsideHours = {
  teacher: SampleTeacher
  title: string
  date: IsoDate
  category: 'lecture' | 'practice'
  halfHours: number
  issuer: string
  evidence: string
}

const courses = [
  { title: '示例市级班主任骨干培训', category: 'lecture', halfHours: 8 },
  { title: '示例心理健康教育专题培训', category: 'lecture', halfHours: 4 },
  { title: '示例家庭教育指导实训', category: 'practice', halfHours: 6 },
] as const

/** One teacher in ten brings a certificate from elsewhere; those of the story bring none, since their hours are known. */
export function drawOutsideHours(
  random: Random,
  { teachers, people }: { teachers: readonly SampleTeacher[]; people: SamplePeople },
): SampleOutsideHours[] {
  const inStory = new Set<SampleTeacher>(Object.values(people))
  const chosen = teachers.filter((teacher) => !inStory.has(teacher) && random.happens(0.1))
  return chosen.map((teacher, index) => ({
    teacher,
    ...random.pick(courses),
    date: addDays('2024-10-12', random.integer(0, 240)),
    issuer: '示例教师培训机构',
    evidence: `示例证书-${String(index + 1).padStart(4, '0')}`,
  }))
}

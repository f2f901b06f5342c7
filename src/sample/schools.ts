import type { SchoolKind } from '../roster/schema.js'

export type SampleGroup = { sourcedId: string; name: string }

export type SampleSchool = {
  /** Ten digits that no real school has; they are its national identifier too. */
  sourcedId: string
  name: string
  kind: SchoolKind
  groupSourcedId: string
  teachers: number
  /** The way in which its roster comes: with the district's OneRoster archive, or as the school's own sheet. */
  roster: 'oneRoster' | 'csv' | 'xlsx'
  /** Stands in the names of its teachers. */
  letter: string
}

/** The school whose first semester is still a draft, for visitors to try. */
export const OPEN_SCHOOL = 0
/** The school whose first semester is sealed, with a correction that waits for its amendment. */
export const CORRECTED_SCHOOL = 1

export const sampleGroups: readonly SampleGroup[] = ['第一', '第二', '第三', '第四'].map((ordinal, index) => ({
  sourcedId: `SAMPLE-GROUP-${index + 1}`,
  name: `示例${ordinal}教育集团`,
}))

export const sampleSchools: readonly SampleSchool[] = [
  school(0, '示例第一小学', 'primary', 1, 36),
  school(1, '示例第二小学', 'primary', 2, 32),
  school(2, '示例第三小学', 'primary', 3, 30, 'csv'),
  school(3, '示例第四小学', 'primary', 4, 28, 'xlsx'),
  school(4, '示例第五小学', 'primary', 1, 24),
  school(5, '示例第一初级中学', 'junior', 1, 30),
  school(6, '示例第二初级中学', 'junior', 2, 28),
  school(7, '示例第三初级中学', 'junior', 3, 26),
  school(8, '示例第一高级中学', 'senior', 4, 32),
  school(9, '示例第二高级中学', 'senior', 2, 28),
  school(10, '示例第一九年一贯制学校', 'nineYear', 3, 40),
  school(11, '示例第二九年一贯制学校', 'nineYear', 4, 34),
  school(12, '示例第一中等职业学校', 'vocational', 1, 26),
  school(13, '示例第二中等职业学校', 'vocational', 3, 24),
]

function school(
  index: number,
  name: string,
  kind: SchoolKind,
  group: number,
  teachers: number,
  roster: SampleSchool['roster'] = 'oneRoster',
): SampleSchool {
  return {
    sourcedId: String(9_900_000_001 + index),
    name,
    kind,
    groupSourcedId: `SAMPLE-GROUP-${group}`,
    teachers,
    roster,
    letter: [...'甲乙丙丁戊己庚辛壬癸子丑寅卯'][index] ?? '',
  }
}

const numerals = [...'一二三四五六七八九']
const gradesOf: Record<SchoolKind, readonly string[]> = {
  primary: numerals.slice(0, 5),
  junior: numerals.slice(5, 9),
  senior: ['高一', '高二', '高三'],
  nineYear: numerals,
  vocational: ['职一', '职二', '职三'],
}

/** The name of a school's class, its classes counted from 0 through all grades: 一（1）班, 二（1）班 … 一（2）班. */
export function classNameOf(kind: SchoolKind, index: number): string {
  const grades = gradesOf[kind]
  return `${grades[index % grades.length]}（${Math.floor(index / grades.length) + 1}）班`
}

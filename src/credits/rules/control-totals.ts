import type { Credits, Hours } from '../../lib/quantity.js'
import type { StatementContent } from './statement.js'

export type ControlTotals = {
  teachers: number
  statements: number
  lectureHours: Hours
  practiceHours: Hours
  lectureCredits: Credits
  practiceCredits: Credits
  credits: Credits
}

/**
 * What both sides of an exchange can count again from the list alone: sums over its lines. Hours are each line's
 * cumulative hours, credits each line's own award, negative when credit is taken back.
 */
export function controlTotals(
  statements: readonly Pick<StatementContent, 'teacherSourcedId' | 'lecture' | 'practice'>[],
): ControlTotals {
  const teachers = new Set<string>()
  const sums = { lectureHours: 0, practiceHours: 0, lectureCredits: 0, practiceCredits: 0 }
  for (const { teacherSourcedId, lecture, practice } of statements) {
    teachers.add(teacherSourcedId)
    sums.lectureHours += lecture.hours
    sums.practiceHours += practice.hours
    sums.lectureCredits += lecture.award
    sums.practiceCredits += practice.award
  }
  return {
    teachers: teachers.size,
    statements: statements.length,
    lectureHours: sums.lectureHours as Hours,
    practiceHours: sums.practiceHours as Hours,
    lectureCredits: sums.lectureCredits as Credits,
    practiceCredits: sums.practiceCredits as Credits,
    credits: (sums.lectureCredits + sums.practiceCredits) as Credits,
  }
}

import type { Credits, Hours } from '../../../lib/quantity.js'

/** Figures that both a run's seal and its statements have. */
export type SealFigures = {
  statements: number
  lectureHours: Hours
  practiceHours: Hours
  lectureCredits: Credits
  practiceCredits: Credits
}

const figures = ['statements', 'lectureHours', 'practiceHours', 'lectureCredits', 'practiceCredits'] as const

/** Whether the statements still add up to what the runs were sealed with: a file never carries what was not sealed. */
export function sealsAgree(runs: readonly SealFigures[], statements: SealFigures): boolean {
  return figures.every((figure) => runs.reduce((sum, run) => sum + run[figure], 0) === statements[figure])
}

import type { AnswerGroups } from '../results/schema.js'

/** So many teachers of one school, one stage and one tier. */
export type Cell = AnswerGroups & { count: number }

export type ShownGroups = { all: boolean; stages: string[]; tiers: number[]; schools: string[] }

/** Beyond so many classes of teachers by stage and tier their unions are too many to look at: no school is shown then. */
const CLASSES_MAXIMUM = 12

/**
 * The promise of an anonymous survey: nothing can be had about fewer than `smallest` teachers, neither from one group that
 * is shown nor by adding and subtracting any number of them.
 * 1. Of fewer than `smallest` answers in all nothing is shown.
 * 2. Stages and tiers, the largest group first: one is shown if everybody can still be told apart only into classes of
 *    `smallest` or more. The rest of a group that is shown is such a class too, so that no single group stays hidden alone.
 * 3. Schools, the largest first, beside them: sums over schools and over classes can be combined into something about the
 *    teachers of any cut between schools and classes, and of no fewer. One is shown if no cut is of fewer than `smallest`.
 */
export function groupsToShow(cells: readonly Cell[], smallest: number): ShownGroups {
  const total = cells.reduce((sum, { count }) => sum + count, 0)
  if (total < smallest) return { all: false, stages: [], tiers: [], schools: [] }
  const { stages, tiers, classOf } = showStagesAndTiers(cells, smallest)
  return { all: true, stages, tiers, schools: showSchools(cells, classOf, smallest) }
}

function showStagesAndTiers(cells: readonly Cell[], smallest: number) {
  let classes = cells.map(() => '')
  const shown = { stages: [] as string[], tiers: [] as number[] }
  for (const { by, group } of largestFirst(cells)) {
    const split = cells.map((cell, at) => `${classes[at]}${String(cell[by]) === group ? 1 : 0}`)
    const sizes = sumBy(cells, (_, at) => split[at]!)
    if (Math.min(...sizes.values()) < smallest) continue
    classes = split
    if (by === 'stage') shown.stages.push(group)
    else shown.tiers.push(Number(group))
  }
  return { ...shown, classOf: (at: number) => classes[at]! }
}

function largestFirst(cells: readonly Cell[]): { by: 'stage' | 'tier'; group: string; size: number }[] {
  return (['stage', 'tier'] as const)
    .flatMap((by) => [...sumBy(cells, (cell) => String(cell[by]))].map(([group, size]) => ({ by, group, size })))
    .sort((a, b) => b.size - a.size || compare(a.by + a.group, b.by + b.group))
}

function showSchools(cells: readonly Cell[], classOf: (at: number) => string, smallest: number): string[] {
  const classes = [...new Set(cells.map((_, at) => classOf(at)))]
  if (classes.length > CLASSES_MAXIMUM) return []
  const rowsOf = new Map<string, number[]>()
  for (const [at, { school, count }] of cells.entries()) {
    const row = rowsOf.get(school) ?? classes.map(() => 0)
    row[classes.indexOf(classOf(at))]! += count
    rowsOf.set(school, row)
  }
  // Each way to put the classes on two sides, but for which side is which: the last one stays on its own.
  const sides = Array.from({ length: 2 ** (classes.length - 1) }, (_, side) => side)
  const cutOf = (row: readonly number[], side: number) => {
    const there = row.reduce((sum, count, at) => sum + ((side >> at) & 1 ? count : 0), 0)
    return Math.min(there, sizeOf(row) - there)
  }
  const cuts = sides.map(() => 0)
  let others = classes.map((_, at) => [...rowsOf.values()].reduce((sum, row) => sum + row[at]!, 0))
  const shown: string[] = []
  const bySize = [...rowsOf].sort(([a, x], [b, y]) => sizeOf(y) - sizeOf(x) || compare(a, b))
  for (const [school, row] of bySize) {
    const rest = others.map((count, at) => count - row[at]!)
    const isSafe = (size: number) => size === 0 || size >= smallest
    const ofSide = sides.map((side) => cuts[side]! + cutOf(row, side))
    if (sizeOf(row) < smallest || !isSafe(sizeOf(rest))) continue
    if (!sides.every((side) => isSafe(ofSide[side]! + cutOf(rest, side)))) continue
    for (const side of sides) cuts[side] = ofSide[side]!
    others = rest
    shown.push(school)
  }
  return shown
}

const sizeOf = (row: readonly number[]) => row.reduce((sum, count) => sum + count, 0)
const compare = (a: string, b: string) => (a < b ? -1 : 1)

function sumBy(cells: readonly Cell[], keyOf: (cell: Cell, at: number) => string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [at, cell] of cells.entries()) {
    const key = keyOf(cell, at)
    sums.set(key, (sums.get(key) ?? 0) + cell.count)
  }
  return sums
}

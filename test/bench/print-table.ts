import type { Memory } from './child.js'

/** One line of the table: how the service's share of the reference stands to its target. */
export type Comparison = {
  work: string
  unit: 'requests/s' | 'rows/s' | 'ms'
  reference: number[]
  service: number[]
  /** Least share of the reference's throughput, or most times its duration. */
  target: { atLeast: number } | { atMost: number }
  memory?: Memory
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const range = (values: readonly number[]) => `${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}`

/** The table for people, and the same figures as one line of JSON. */
export function printTable(comparisons: readonly Comparison[]): void {
  const figures = comparisons.map(({ work, unit, reference, service, target, memory }) => {
    const ratio = median(service) / median(reference)
    const met = 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost
    const rounds = service.map((value, round) => value / reference[round]!)
    return { work, unit, reference: median(reference), service: median(service), ratio, rounds, target, met, memory }
  })
  console.table(
    Object.fromEntries(
      figures.map(({ work, unit, reference, service, ratio, rounds, target, met, memory }) => [
        work,
        {
          unit,
          reference: Math.round(reference),
          service: Math.round(service),
          ratio: Number(ratio.toFixed(2)),
          rounds: range(rounds),
          target: 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`,
          met,
          memory: memory ? `${memory.before} + ${memory.peak - memory.before} MiB` : '',
        },
      ]),
    ),
  )
  console.log(JSON.stringify(figures))
}

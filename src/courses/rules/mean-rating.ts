import { formatRatio, roundToStep, type Ratio } from '../../lib/quantity.js'

/** §5.2: the mean of ratings from 1 to 5, exact, then rounded once to the nearer hundredth; null without any. */
export function meanRating({ sum, count }: { sum: number; count: number }): string | null {
  if (count === 0) return null
  // Thousandths times the count: the division comes last and leaves nothing over.
  return formatRatio((roundToStep(sum * 1000, count * 10, 'halfUp') / count) as Ratio)
}

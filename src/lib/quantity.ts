/**
 * Exact quantities, and the only rounding of the project.
 *
 * Class hours are whole hundredths and credits whole thousandths, so sums and differences are exact. On the wire both are
 * decimal strings. The largest values (999,999.99 hours, 999,999.999 credits) keep every product here below 2^53.
 */

/** Class hours, counted in whole hundredths: 1250 is 12.5 class hours. */
export type Hours = number & { readonly __unit: 'hundredthsOfClassHour' }

/** Credits, counted in whole thousandths: 1200 is 1.2 credits. */
export type Credits = number & { readonly __unit: 'thousandthsOfCredit' }

/** A factor or share, counted in whole thousandths: 750 is 0.75. */
export type Ratio = number & { readonly __unit: 'thousandths' }

/**
 * How a value between two steps is rounded, the same way below zero as above it: `down` goes to the lower step (-0.05
 * becomes -0.1), `up` to the higher one, `halfUp` to the nearer one and from the middle to the higher one.
 */
export type Rounding = 'down' | 'halfUp' | 'up'

export const HOURS_PATTERN = '^(0|[1-9][0-9]{0,5})(\\.[0-9]{1,2})?$'
export const SIGNED_HOURS_PATTERN = '^-?(0|[1-9][0-9]{0,5})(\\.[0-9]{1,2})?$'
export const CREDITS_PATTERN = '^(0|[1-9][0-9]{0,5})(\\.[0-9]{1,3})?$'
export const SIGNED_CREDITS_PATTERN = '^-?(0|[1-9][0-9]{0,5})(\\.[0-9]{1,3})?$'
export const RATIO_PATTERN = '^(0|[1-9][0-9]?)(\\.[0-9]{1,3})?$'

export const NO_HOURS = 0 as Hours
export const NO_CREDITS = 0 as Credits
export const RATIO_ONE = 1000 as Ratio

const hoursForm = new RegExp(HOURS_PATTERN)
const creditsForm = new RegExp(CREDITS_PATTERN)
const ratioForm = new RegExp(RATIO_PATTERN)

/** Class hours from whole hundredths, negative for a difference. Throws RangeError for anything but a safe integer. */
export function hours(hundredths: number): Hours {
  return requireWhole(hundredths) as Hours
}

/** Credits from whole thousandths, negative for a difference. Throws RangeError for anything but a safe integer. */
export function credits(thousandths: number): Credits {
  return requireWhole(thousandths) as Credits
}

/** Reads class hours, 0 to 999999.99 with at most two decimals: "12.5" is 1250. Throws RangeError on other text. */
export function parseHours(text: string): Hours {
  return parseDecimal(text, hoursForm, 2) as Hours
}

/** Reads credits, 0 to 999999.999 with at most three decimals: "1.2" is 1200. Throws RangeError on other text. */
export function parseCredits(text: string): Credits {
  return parseDecimal(text, creditsForm, 3) as Credits
}

/** Reads a factor or share, 0 to 99.999 with at most three decimals: "0.75" is 750. Throws RangeError on other text. */
export function parseRatio(text: string): Ratio {
  return parseDecimal(text, ratioForm, 3) as Ratio
}

/** Class hours as the shortest decimal: 1250 is "12.5", 4000 is "40", -50 is "-0.5". */
export function formatHours(value: Hours): string {
  return formatDecimal(value, 100, 2)
}

/** Credits as the shortest decimal: 1200 is "1.2", 2000 is "2", -1000 is "-1". */
export function formatCredits(value: Credits): string {
  return formatDecimal(value, 1000, 3)
}

/** A factor or share as the shortest decimal: 1000 is "1", 750 is "0.75". */
export function formatRatio(value: Ratio): string {
  return formatDecimal(value, 1000, 3)
}

/** A share in percent, exact: 750 is "75%", 333 is "33.3%". */
export function formatPercent(value: Ratio): string {
  return `${formatDecimal(value, 10, 1)}%`
}

/** The multiple of `step` that `value` rounds to, in whole numbers. Throws RangeError unless the step is positive. */
export function roundToStep(value: number, step: number, rounding: Rounding): number {
  if (requireWhole(step) <= 0) throw new RangeError(`a step must be positive, not ${step}`)
  const rest = requireWhole(value) % step
  const above = rest < 0 ? rest + step : rest
  const lower = value - above
  if (above === 0 || rounding === 'down') return lower
  if (rounding === 'up') return lower + step
  return above * 2 >= step ? lower + step : lower
}

/** What so many class hours are worth: hours / hoursPerCredit, rounded once to the increment (§5.3). */
export function hoursToCredits(value: Hours, hoursPerCredit: Hours, increment: Credits, rounding: Rounding): Credits {
  // Both sides times hoursPerCredit: the division comes last and leaves nothing over.
  return (roundToStep(value * 1000, hoursPerCredit * increment, rounding) / hoursPerCredit) as Credits
}

/**
 * Class hours that credits do not account for yet: 12.5 hours less 1.2 credits of 10 hours leave 0.5. Nothing remains
 * where `halfUp` gave more than was earned. Throws RangeError when the credits are no whole hundredths of a class hour,
 * which a checked policy edition rules out.
 */
export function remainderHours(value: Hours, awarded: Credits, hoursPerCredit: Hours): Hours {
  return Math.max(0, value - requireWhole((awarded * hoursPerCredit) / 1000)) as Hours
}

/**
 * `value` × part / whole, rounded once to the step: a minimum by days of duty, or hours by the share attended. Part and
 * whole are whole numbers of one unit. Throws RangeError unless whole and step are positive.
 */
export function proportionOf(value: Hours, part: number, whole: number, step: Hours, rounding: Rounding): Hours {
  if (whole <= 0) throw new RangeError(`a proportion needs a positive whole, not ${whole}`)
  return (roundToStep(value * part, step * whole, rounding) / whole) as Hours
}

/** The clock time that so many class hours take, in milliseconds: always whole, since hours are hundredths. */
export function clockTimeOf(value: Hours, minutesPerClassHour: number): number {
  return requireWhole(value * minutesPerClassHour * 600)
}

/**
 * A share or mean from an exact fraction, rounded once to thousandths, from the middle up. Throws RangeError unless the
 * denominator is positive and the numerator is not negative.
 */
export function ratioOf(numerator: bigint, denominator: bigint): Ratio {
  if (denominator <= 0n || numerator < 0n) throw new RangeError(`not a share: ${numerator}/${denominator}`)
  return Number((numerator * 2000n + denominator) / (2n * denominator)) as Ratio
}

function requireWhole(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`)
  return value
}

function parseDecimal(text: string, form: RegExp, decimals: number): number {
  if (typeof text !== 'string' || !form.test(text))
    throw new RangeError(`not a decimal of the required form: ${JSON.stringify(text)}`)
  const point = text.indexOf('.')
  const fraction = point < 0 ? '' : text.slice(point + 1)
  return Number((point < 0 ? text : text.slice(0, point)) + fraction.padEnd(decimals, '0'))
}

function formatDecimal(value: number, scale: number, decimals: number): string {
  const size = Math.abs(requireWhole(value))
  const rest = size % scale
  const sign = value < 0 ? '-' : ''
  const whole = `${sign}${(size - rest) / scale}`
  if (rest === 0) return whole
  let fraction = String(rest).padStart(decimals, '0')
  while (fraction.endsWith('0')) fraction = fraction.slice(0, -1)
  return `${whole}.${fraction}`
}

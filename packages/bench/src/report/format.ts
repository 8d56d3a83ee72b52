/** Numbers and words as people read them, the same in every form of output. */
import type { Interval } from '../statistics/index.ts'
import { FEW_SEEDS, type FailureCount, type SettingBoard, type Steps } from './model.ts'

/** What stands where there is nothing. */
export const NONE = '–'

/** A number has no more decimals than these. */
const MOST_DECIMALS = 6
/** Half-widths below round to 0 in as many decimals: the number counts as exact. */
const SMALLEST = 5e-7
/** Significant digits of a number that is known exactly, where it has as many. */
const EXACT_DIGITS = 6

/** A fixed number of decimals; never `-0.00`. */
export function formatFixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? text.replace('-', '') : text
}

/** At most `digits` significant digits, and all digits before the point. */
export function formatSignificant(value: number, digits = 3): string {
  if (value === 0) return '0'
  const whole = Math.floor(Math.log10(Math.abs(value))) + 1
  return whole >= digits ? value.toFixed(0) : String(Number(value.toPrecision(digits)))
}

/**
 * Decimals that show a thousandth of the way from one reference to the other, or of the best one where that is less:
 * fixed per setting, for what has no interval.
 */
export function scoreDecimals({ references: { random, best } }: SettingBoard): number {
  if (best.score === null || random.score === null) return 3
  const span = Math.abs(best.score - random.score)
  const scale = best.score === 0 ? span : Math.min(span, Math.abs(best.score))
  return scale > 0 ? Math.min(MOST_DECIMALS, Math.max(1, 2 - Math.floor(Math.log10(scale)))) : 3
}

/** Decimals of a number that is known exactly, such as a published one: its own, and `usual` at least. */
export function exactDecimals(value: number, usual: number): number {
  const digits = Number(value.toPrecision(EXACT_DIGITS)).toFixed(MOST_DECIMALS)
  const [, own] = digits.replace(/0+$/, '').split('.')
  return Math.max(usual, own.length)
}

/**
 * A number in two parts: itself, and its interval in brackets where there is one.
 *
 * Both have the decimals that show two significant digits of the interval's half-width, so that a wide interval of
 * another row takes no digit away; without an interval, `usual` ones.
 */
export function formatEstimate(
  value: number | undefined,
  interval: Interval | null | undefined,
  usual: number,
): readonly [value: string, interval: string] {
  if (value === undefined) return [NONE, '']
  if (interval === null || interval === undefined) return [formatFixed(value, usual), '']
  const halfWidth = (interval.high - interval.low) / 2
  // Rounded first: 0.0996 is 0.10, of which two digits are two decimals.
  const exponent = Number(halfWidth.toExponential(1).split('e')[1])
  const decimals =
    halfWidth < SMALLEST ? exactDecimals(value, usual) : Math.min(MOST_DECIMALS, Math.max(0, 1 - exponent))
  return [
    formatFixed(value, decimals),
    `[${formatFixed(interval.low, decimals)}, ${formatFixed(interval.high, decimals)}]`,
  ]
}

/** A whole number in full: `1,000,000`. */
export function formatWhole(value: number): string {
  return String(value).replaceAll(/(?<=\d)(?=(\d{3})+$)/g, ',')
}

/** Counts in thousands and millions: `950`, `12.5k`, `3M`. */
function formatCount(count: number): string {
  for (const [size, letter] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    if (count >= size) return `${formatSignificant(count / size)}${letter}`
  }
  return formatSignificant(count)
}

/** Steps of training and of evaluation: `1M + 25.6k`. */
export function formatSteps(steps: Steps | null): string {
  return steps === null ? NONE : `${formatCount(steps.training)} + ${formatCount(steps.evaluation)}`
}

/** `2 timed-out, 1 threw`, or `0`. */
export function formatFailures(failed: readonly FailureCount[]): string {
  return failed.map(({ reason, count }) => `${count} ${reason}`).join(', ') || '0'
}

/** The number of seeds, marked where there are few. */
export function formatSeeds(fewest: number, most: number): string {
  const range = fewest === most ? String(most) : `${fewest}–${most}`
  return fewest < FEW_SEEDS ? `${range}*` : range
}

/** Which way is better. */
export function arrow({ metric }: SettingBoard): string {
  return metric.direction === 'minimise' ? '↓' : '↑'
}

/** `1 setting`, `2 settings`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** One line without control characters, safe for a terminal. */
export function plainLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}

/** The text's beginning where there is no room for all of it. */
export function cut(text: string, room: number): string {
  return lengthOf(text) > room ? `${[...text].slice(0, Math.max(0, room - 1)).join('')}…` : text
}

/** Characters, not code units. */
export function lengthOf(text: string): number {
  return [...text].length
}

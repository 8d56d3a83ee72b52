/** What arms pay after some idle time: `RecoveryCurves`, `readCurves`, `curveAt`. */
import { ParameterError } from '@gauntlet/core'

/**
 * For every arm what it pays where it was last pulled d = 1, 2, … steps ago; from its last number on it stays the same.
 * An arm that was never pulled is as if it had been idle for ever. Numbers are at least 0 and never fall.
 */
export type RecoveryCurves = readonly Float64Array[]

/** What a curve pays after `idle` steps, at least 1. */
export function curveAt(curve: Float64Array, idle: number): number {
  return curve[Math.min(idle, curve.length) - 1]
}

/**
 * The curves of flat parameters: `lengths` [arms] says how many numbers of `curves` belong to each.
 *
 * Errors: ParameterError naming the field, and arm and idle time where a curve falls.
 */
export function readCurves(
  id: string,
  { lengths, curves }: { readonly lengths: readonly number[]; readonly curves: readonly number[] },
): RecoveryCurves {
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (total !== curves.length) {
    const message = `${id}.curves: got ${curves.length} numbers, expected ${total}, the sum of lengths`
    throw new ParameterError(`${id}.curves`, curves, `${total} numbers`, message)
  }
  let from = 0
  return lengths.map((length, i) => {
    const curve = Float64Array.from(curves.slice(from, from + length))
    from += length
    const fall = curve.findIndex((value, k) => k > 0 && value < curve[k - 1])
    if (fall < 0) return curve
    const message =
      `${id}.curves: arm ${i}: got ${curve[fall]} after ${fall + 1} idle steps, ` +
      `expected at least the ${curve[fall - 1]} after ${fall}`
    throw new ParameterError(`${id}.curves`, curve[fall], 'curves that do not fall', message)
  })
}

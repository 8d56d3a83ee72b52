/** What arms pay after some idle time: `RecoveryCurves`, `readCurves`, `requireCurves`, `requireBudget`, `curveAt`. */
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
  const read = lengths.map((length) => Float64Array.from(curves.slice(from, (from += length))))
  requireCurves(`${id}.curves`, read)
  return read
}

/** Errors: ParameterError at `path` where a curve is empty, not finite, below 0 or falls, naming arm and idle time. */
export function requireCurves(path: string, curves: RecoveryCurves): void {
  for (const [i, curve] of curves.entries()) {
    if (curve.length === 0) throw new ParameterError(`${path}[${i}]`, curve, 'at least one number')
    for (let k = 0; k < curve.length; k++) {
      const least = k === 0 ? 0 : curve[k - 1]
      if (curve[k] >= least && curve[k] < Infinity) continue
      const allowed = k === 0 ? 'a finite number of at least 0' : `at least the ${least} after ${k}`
      const message = `${path}: arm ${i}: got ${curve[k]} after ${k + 1} idle steps, expected ${allowed}`
      throw new ParameterError(path, curve[k], 'curves that do not fall', message)
    }
  }
}

/** Errors: ParameterError unless the pulls in a step are a whole number of at least 1. */
export function requireBudget(budget: number): void {
  if (!(Number.isInteger(budget) && budget >= 1)) {
    throw new ParameterError('budget', budget, 'a whole number of at least 1')
  }
}

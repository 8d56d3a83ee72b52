/** Refusals that solvers share: `requireNumber`, `requireWhole`, `requireProbability`. */
import { ParameterError } from '@gauntlet/core'

/** Throws unless `value` is finite and at least `low`, or above it where `open`. */
export function requireNumber(path: string, value: number, low: number, open: boolean = false): void {
  if (Number.isFinite(value) && (open ? value > low : value >= low)) return
  throw new ParameterError(path, value, `a finite number ${open ? 'above' : 'of at least'} ${low}`)
}

/** Throws unless `value` is a whole number of at least `low`. */
export function requireWhole(path: string, value: number, low: number): void {
  if (Number.isSafeInteger(value) && value >= low) return
  throw new ParameterError(path, value, `a whole number of at least ${low}`)
}

/** Throws unless `value` is strictly between 0 and 1. */
export function requireProbability(path: string, value: number): void {
  if (value > 0 && value < 1) return
  throw new ParameterError(path, value, 'a probability strictly between 0 and 1')
}

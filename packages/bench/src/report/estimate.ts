/** Means in a fixed order: `estimate`, `meanOrNull`. */
import { meanOf } from '../statistics/mean.ts'
import type { Estimate } from './model.ts'

/** The mean of those that are there and finite; null where none is. */
export function meanOrNull(values: readonly (number | null | undefined)[]): number | null {
  const present = values.filter((value) => typeof value === 'number').filter(Number.isFinite)
  return present.length === 0 ? null : meanOf(present)
}

/** Mean and standard deviation over independent values: seeds, never episodes. At least one; `intervals.ts` adds the interval. */
export function estimate(values: readonly number[]): Estimate {
  const mean = meanOf(values)
  if (values.length < 2) return { mean, standardDeviation: null, interval: null }
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return { mean, standardDeviation: Math.sqrt(squares / (values.length - 1)), interval: null }
}

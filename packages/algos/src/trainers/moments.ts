/** First and second moments: `standardise`, `explainedVariance`. */
import type { Rollout } from '../rollout.ts'

/** Keeps a spread of zero from dividing. */
const EPSILON = 1e-8

/**
 * Brings the values at `places` to mean 0 and standard deviation 1, in place; one value alone to 0. The deviation is
 * that of a sample (one degree of freedom taken off), as PyTorch's.
 */
export function standardise(values: Float64Array, places: Int32Array): void {
  const { mean, variance } = moments(values, places)
  const spread = Math.sqrt((variance * places.length) / Math.max(1, places.length - 1)) + EPSILON
  for (const place of places) values[place] = (values[place] - mean) / spread
}

/** 1 - Var(returns - values) / Var(returns), at most 1; 0 where the returns do not vary. */
export function explainedVariance({ returns, values }: Rollout, places: Int32Array): number {
  const { variance } = moments(returns, places)
  if (variance === 0) return 0
  const errors = returns.map((value, place) => value - values[place])
  return 1 - moments(errors, places).variance / variance
}

function moments(values: Float64Array, places: Int32Array): { mean: number; variance: number } {
  let sum = 0
  for (const place of places) sum += values[place]
  const mean = sum / places.length
  let squares = 0
  for (const place of places) squares += (values[place] - mean) * (values[place] - mean)
  return { mean, variance: squares / places.length }
}

/**
 * Preference matrices: `PreferenceMatrix`, `preferenceMatrix`, `winRates`, `exploitability`.
 *
 * Symbols: K arms; P[i, j] probability that arm i is preferred to arm j, P + P' = 1; pi a distribution over the arms.
 */
import { ParameterError } from '@gauntlet/core'

/** A checked matrix. */
export interface PreferenceMatrix {
  readonly arms: number
  /** [arms, arms], row-major: P */
  readonly values: Float64Array
}

/** P[i, j] + P[j, i] may differ from 1 by as much as decimal fractions are rounded by. */
const TOLERANCE = 1e-9

/**
 * The matrix of the given numbers, [K, K] row-major.
 *
 * Errors: ParameterError naming row and column where there is no square of at least 2 arms, a number leaves [0, 1], or
 * P[i, j] + P[j, i] is not 1.
 */
export function preferenceMatrix(numbers: ArrayLike<number>, path: string): PreferenceMatrix {
  const arms = Math.round(Math.sqrt(numbers.length))
  if (arms * arms !== numbers.length || arms < 2) {
    throw new ParameterError(path, Array.from(numbers), 'the K × K numbers of a square matrix, K at least 2')
  }
  for (let i = 0; i < arms; i++) {
    for (let j = 0; j < arms; j++) {
      const p = numbers[i * arms + j]
      const place = `${path}[${i * arms + j}]`
      if (!(p >= 0 && p <= 1)) throw new ParameterError(place, p, 'a probability from 0 to 1')
      const other = numbers[j * arms + i]
      if (Math.abs(p + other - 1) > TOLERANCE) {
        const allowed = `1 - ${other}, for arm ${j} is preferred to arm ${i} with probability ${other}`
        throw new ParameterError(place, p, allowed)
      }
    }
  }
  return { arms, values: Float64Array.from(numbers) }
}

/** Writes P pi, the probability with which each arm is preferred to one drawn from pi. Shapes: both [arms]. */
export function winRates({ arms, values }: PreferenceMatrix, pi: Float64Array, out: Float64Array): void {
  for (let i = 0; i < arms; i++) {
    let rate = 0
    for (let j = 0; j < arms; j++) rate += values[i * arms + j] * pi[j]
    out[i] = rate
  }
}

/** max P pi - 1/2: what the best reply to pi wins beyond an even game; 0 for a Minimax Winner alone. */
export function exploitability(matrix: PreferenceMatrix, pi: Float64Array): number {
  const rates = new Float64Array(matrix.arms)
  winRates(matrix, pi, rates)
  return Math.max(...rates) - 0.5
}

/** The logarithm of Euler's beta function: `logBeta`. */
import { log } from '@gauntlet/core'

/** From here on four terms of Stirling's series leave less than 1e-15. */
const LEAST = 15

/** log ∫₀¹ x^(a-1) (1-x)^(b-1) dx = log Γ(a) + log Γ(b) - log Γ(a + b). Ranges: a and b above 0. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b)
}

/**
 * Stirling's series, of a number that Γ(x + 1) = x Γ(x) has made great.
 * Source: Abramowitz and Stegun 1964, 6.1.15 and 6.1.41.
 */
function logGamma(x: number): number {
  let steps = 1
  let great = x
  while (great < LEAST) {
    steps *= great
    great++
  }
  const inverse = 1 / great
  const square = inverse * inverse
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
  return (great - 0.5) * log(great) - great + 0.5 * log(2 * Math.PI) + series - log(steps)
}

/**
 * What the distribution tests need: special functions (to about 1e-12, by the textbook series and continued fractions)
 * and goodness-of-fit statistics. Independent of the sources under test.
 */

/** Kolmogorov-Smirnov: sqrt(n) times the largest distance between the empirical and the given distribution. */
export function kolmogorovSmirnov(draws: Float64Array, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(draws).toSorted()
  let largest = 0
  for (let i = 0; i < sorted.length; i++) {
    const p = cdf(sorted[i])
    largest = Math.max(largest, p - i / sorted.length, (i + 1) / sorted.length - p)
  }
  return largest * Math.sqrt(sorted.length)
}

/** The bound of `kolmogorovSmirnov` passed by chance once in 10 000. */
export const KS_BOUND: number = 2.226

/**
 * Pearson's chi-square as a standard normal score (Wilson and Hilferty 1931). Neighbouring cells are pooled until each
 * expects at least 10.
 */
export function chiSquareScore(observed: ArrayLike<number>, expected: ArrayLike<number>): number {
  let statistic = 0
  let cells = 0
  let seen = 0
  let awaited = 0
  let rest = 0
  for (let i = 0; i < expected.length; i++) rest += expected[i]
  for (let i = 0; i < expected.length; i++) {
    seen += observed[i]
    awaited += expected[i]
    rest -= expected[i]
    if (awaited >= 10 && (rest >= 10 || i === expected.length - 1)) {
      statistic += (seen - awaited) ** 2 / awaited
      cells++
      seen = 0
      awaited = 0
    }
  }
  if (awaited > 0) {
    statistic += (seen - awaited) ** 2 / awaited
    cells++
  }
  const freedom = cells - 1
  const spread = 2 / (9 * freedom)
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread)
}

/** log Gamma(x) for x > 0: the Stirling series after raising x above 20. */
export function logGamma(x: number): number {
  let shift = 0
  let y = x
  while (y < 20) shift += Math.log(y++)
  const s = 1 / (y * y)
  const series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / y
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift
}

/** The distribution function of gamma(a): the regularised lower incomplete gamma function. */
export function gammaCdf(a: number, x: number): number {
  if (x <= 0) return 0
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let term = 1 / a
    let sum = term
    for (let k = 1; term > sum * 1e-15; k++) sum += term *= x / (a + k)
    return front * sum
  }
  return (
    1 -
    front *
      lentz(
        (k) => (k === 0 ? 1 : -k * (k - a)),
        (k) => x + 2 * k + 1 - a,
      )
  )
}

/** The distribution function of the standard normal. */
export function normalCdf(x: number): number {
  const half = 0.5 * gammaCdf(0.5, 0.5 * x * x)
  return x < 0 ? 0.5 - half : 0.5 + half
}

/** The distribution function of beta(a, b): the regularised incomplete beta function. */
export function betaCdf(a: number, b: number, x: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(b, a, 1 - x)
  const front = Math.exp(
    a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a),
  )
  const fraction = lentz(
    (k) => {
      if (k === 0) return 1
      const m = k >> 1
      if (k & 1) return (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
      return (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    },
    () => 1,
  )
  return front * fraction
}

/** a_0 / (b_0 + a_1 / (b_1 + ...)) by the modified Lentz algorithm. */
function lentz(numerator: (k: number) => number, denominator: (k: number) => number): number {
  const tiny = 1e-300
  let value = tiny
  let c = value
  let d = 0
  for (let k = 0; k < 10000; k++) {
    d = denominator(k) + numerator(k) * d || tiny
    c = denominator(k) + numerator(k) / c || tiny
    d = 1 / d
    value *= c * d
    if (Math.abs(c * d - 1) < 1e-14) break
  }
  return value
}

/** log P(k) under the Poisson distribution. */
export function poissonLog(mean: number, k: number): number {
  return (k === 0 ? 0 : k * Math.log(mean)) - mean - logGamma(k + 1)
}

/** Mean and variance (about its own mean) of some draws. */
export function moments(draws: Float64Array): { mean: number; variance: number } {
  let mean = 0
  for (const draw of draws) mean += draw / draws.length
  let variance = 0
  for (const draw of draws) variance += (draw - mean) ** 2 / draws.length
  return { mean, variance }
}

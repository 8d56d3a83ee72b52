/** The expected maximum of rewards whose features are uniform on the cube: `expectedRegret`. */

/** The distribution function of the sum of d numbers, each uniform on [-1, 1] (Irwin and Hall). */
function sumDistribution(d: number, x: number): number {
  // By symmetry the lower half, where the alternating sum loses least.
  if (x > 0) return 1 - sumDistribution(d, -x)
  const y = (x + d) / 2
  let sum = 0
  let term = 1
  for (let k = 1; k <= d; k++) term /= k
  for (let k = 0; k < y; k++) {
    sum += term * (y - k) ** d
    term *= -(d - k) / (k + 1)
  }
  return sum
}

/**
 * The expected gap between the best and a uniformly drawn one of the available of `actions`, where an action's reward is
 * `reward` of the sum of its `dimension` features, odd about its value at 0, and each action is available with probability
 * `availability`, or one alone where none is. Simpson's rule on E max = g(d) - ∫ g'(x) P(max <= x) dx.
 */
export function expectedRegret(
  actions: number,
  dimension: number,
  availability: number,
  reward: (sum: number) => number,
): number {
  const intervals = 20_000
  const width = (2 * dimension) / intervals
  const missing = 1 - availability
  let integral = 0
  for (let i = 0; i < intervals; i++) {
    const [left, right] = [-dimension + i * width, -dimension + (i + 1) * width]
    const below = (x: number): number => {
      const f = sumDistribution(dimension, x)
      return (missing + availability * f) ** actions + missing ** actions * (f - 1)
    }
    const mean = (below(left) + 4 * below((left + right) / 2) + below(right)) / 6
    integral += (reward(right) - reward(left)) * mean
  }
  return reward(dimension) - integral - reward(0)
}

/** Means over all pairs of a population, in n log n steps: `meanDistance`, `meanAngle`. */

const TURN = 2 * Math.PI

/** Mean of |x_i - x_j| over all n^2 pairs, each agent with itself among them; 0 of none. Sorts `values`. */
export function meanDistance(values: Float64Array): number {
  const n = values.length
  values.sort()
  let sum = 0
  let before = 0
  for (let j = 0; j < n; j++) {
    sum += j * values[j] - before
    before += values[j]
  }
  return n === 0 ? 0 : (2 * sum) / (n * n)
}

/** Mean of the angles between headings in [0, 2 pi], each in [0, pi], over all n^2 pairs; 0 of none. Sorts `headings`. */
export function meanAngle(headings: Float64Array): number {
  const n = headings.length
  headings.sort()
  let sum = 0
  // Of the headings before j, those before `far` are more than half a turn away: their sum, and that of the others.
  let far = 0
  let farSum = 0
  let nearSum = 0
  for (let j = 0; j < n; j++) {
    const heading = headings[j]
    while (heading - headings[far] > Math.PI) {
      farSum += headings[far]
      nearSum -= headings[far]
      far++
    }
    sum += (j - far) * heading - nearSum
    sum += far * (TURN - heading) + farSum
    nearSum += heading
  }
  return n === 0 ? 0 : (2 * sum) / (n * n)
}

/** Which agent sees what: `withIdentities`. */

/**
 * Observations, each with a one-hot vector of `identities` numbers behind it: which agent the row is of.
 * Shapes: `observations` [rows, width], the result [rows, width + identities]; the observations themselves where `identities` is 0.
 * Source: Gupta, Egorov and Kochenderfer 2017, section 4.1.
 */
export function withIdentities(
  observations: Float32Array,
  rows: number,
  width: number,
  identities: number,
  agentOf: (row: number) => number,
): Float32Array {
  if (identities === 0) return observations
  const inputs = new Float32Array(rows * (width + identities))
  for (let i = 0; i < rows; i++) {
    const from = i * (width + identities)
    inputs.set(observations.subarray(i * width, (i + 1) * width), from)
    inputs[from + width + agentOf(i)] = 1
  }
  return inputs
}

/** What two critics lose that share one target: `JointLoss`, `lesserSquaredError`. */

/** Writes the loss of two values of one target and its derivatives by each of them to `out` [3]. */
export type JointLoss = (first: number, second: number, target: number, out: Float64Array) => void

/**
 * ½ (min(V, Vˣ) - G)²: teaches, by decision, only the critic that promises less. Writes the loss and its derivatives by V
 * and by Vˣ to `out` [3]; of two alike V is the lesser.
 * Source: Felizardo et al. 2025 (PDPPO), code leokan92/pdppo, generation A (commit 4b36c77).
 */
export const lesserSquaredError: JointLoss = (value, postValue, target, out) => {
  const first = value <= postValue
  const error = (first ? value : postValue) - target
  out[0] = 0.5 * error * error
  out[1] = first ? error : 0
  out[2] = first ? 0 : error
}

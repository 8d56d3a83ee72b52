/** The arithmetic mean: `meanOf`. */

/** The mean, summed in the order given, in float64; NaN of nothing. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum / values.length
}

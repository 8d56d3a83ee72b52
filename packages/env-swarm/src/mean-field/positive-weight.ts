/** Numbers above 0 from those that a policy gives: `positiveWeight`. */

/** (xi + 1) / 4 + 1e-10: from 1e-10 to 0.5 + 1e-10 for xi in [-1, 1]. */
export function positiveWeight(xi: number): number {
  return (xi + 1) / 4 + 1e-10
}

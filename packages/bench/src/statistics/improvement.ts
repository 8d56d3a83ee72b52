/** How often one algorithm beats another: `probabilityOfImprovement`. */
import { meanOf } from './mean.ts'
import { type Scores, checkSameTasks } from './scores.ts'

/**
 * The probability that a run of x scores above a run of y on a task drawn at random, a tie counting half; in [0, 1].
 *
 * mean_m U_m / (N_x N_y), where U_m is the Mann-Whitney statistic of x on task m: #{x > y} + #{x = y} / 2.
 * Errors: GauntletError with code `statistics` where the tasks are not the same.
 * Source: Agarwal et al. 2021, section 4.3; rliable's `probability_of_improvement`.
 */
export function probabilityOfImprovement(x: Scores, y: Scores): number {
  checkSameTasks(x, y)
  return meanOf(x.columns.map((column, m) => shareAbove(column, y.columns[m])))
}

/** Of all pairs, the share in which the first is greater, ties counting half. */
function shareAbove(x: Float64Array, y: Float64Array): number {
  let doubled = 0
  for (const p of x) {
    // 2 above, 1 equal, 0 below: without a branch, which no processor could foresee.
    for (const q of y) doubled += Number(p > q) + Number(p >= q)
  }
  return doubled / (2 * x.length * y.length)
}

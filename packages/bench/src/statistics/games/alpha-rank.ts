/**
 * Alpha-rank: `alphaRank`.
 *
 * Symbols: m contenders; C_sr the chance that a population of s turns into one of r in a step; e the rate of errors.
 */
import { GauntletError, show } from '@gauntlet/core'
import { solveLinear } from './linear-solve.ts'
import type { WinMatrix } from './win-matrix.ts'

/**
 * The share of time in which a population is each contender's: [contenders], of sum 1.
 *
 * C_sr = (1 - e) / (m - 1) where r beats s, e / (m - 1) where s beats r, half of 1 / (m - 1) where neither. With e = 0 those
 * who are left for good have share 0; the rest is one class still, for of two contenders one at least turns into the other.
 * The margin counts for nothing and noise turns it: to be told beside ratings, never in place of them.
 * Errors: GauntletError with code `statistics` where two never met, or `errors` is not in [0, 0.5].
 * Source: Omidshafiei et al. 2019, "alpha-rank: multi-agent evaluation by evolution"; the limit of infinite alpha for one
 * population as OpenSpiel's `alpharank.compute(use_inf_alpha=True)`, whose errors are 0.01.
 */
export function alphaRank(matrix: WinMatrix, errors: number = 0.01): Float64Array {
  if (!(errors >= 0 && errors <= 0.5)) {
    throw new GauntletError('statistics', `errors: got ${show(errors)}, expected a rate from 0 to 0.5`)
  }
  matrix.requireComplete('alpha-rank')
  const m = matrix.contenders.length
  // Row r of C' - I says that as much comes to r as leaves it; the last of them follows from the others.
  const balance = new Float64Array(m * m)
  for (let s = 0; s < m; s++) {
    for (let r = 0; r < m; r++) {
      if (r === s) continue
      const chance = turns(matrix.points[r * m + s], matrix.points[s * m + r], errors) / (m - 1)
      balance[r * m + s] = chance
      balance[s * m + s] -= chance
    }
  }
  balance.fill(1, (m - 1) * m)
  const total = new Float64Array(m)
  total[m - 1] = 1
  // What is left by rounding where a share is none.
  return solveLinear(balance, total).map((share) => (share < 1e-15 ? 0 : share))
}

function turns(won: number, lost: number, errors: number): number {
  return won === lost ? 0.5 : won > lost ? 1 - errors : errors
}

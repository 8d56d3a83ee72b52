/**
 * Nash averaging: `nashAveraging`.
 *
 * Symbols: p_ij the rate at which i beats j in n_ij games; A_ij = log(p_ij / (1 - p_ij)), antisymmetric; q the equilibrium
 * of the game A that has the greatest entropy.
 */
import { log } from '@gauntlet/core'
import { gainsOf, maxEntropyNash } from './max-entropy-nash.ts'
import type { WinMatrix } from './win-matrix.ts'

export interface NashAverage {
  /** q: [contenders], in [0, 1], of sum 1. */
  readonly weights: Float64Array
  /** A q: [contenders], log-odds against the mixture; 0 where a weight is positive, else at most that. */
  readonly skills: Float64Array
}

/**
 * The mixture of contenders that none beats, and how each fares against it. A copy of a contender changes no skill.
 *
 * Rates are clipped to [1 / 2n, 1 - 1 / 2n]. Where one contender beats all others, however narrowly, it has the whole
 * weight: weights say nothing of margins and turn with noise.
 * Errors: GauntletError with code `statistics` where two contenders never met.
 * Source: Balduzzi et al. 2018, "Re-evaluating evaluation", section 4.
 */
export function nashAveraging(matrix: WinMatrix): NashAverage {
  matrix.requireComplete('Nash averaging')
  const game = logOdds(matrix)
  const weights = maxEntropyNash(game)
  return { weights, skills: gainsOf(game, weights) }
}

/** A, by points clipped to [1/2, n - 1/2]; a difference of logarithms, so that it is antisymmetric to the bit. */
function logOdds({ contenders, points }: WinMatrix): Float64Array {
  const m = contenders.length
  return points.map((won, k) => {
    const [i, j] = [Math.floor(k / m), k % m]
    const lost = points[j * m + i]
    return i === j ? 0 : log(clipped(won, lost)) - log(clipped(lost, won))
  })
}

/** Points of a + b games, a of them scored; never less than half a game from none or all. */
function clipped(a: number, b: number): number {
  return Math.min(Math.max(a, 0.5), a + b - 0.5)
}

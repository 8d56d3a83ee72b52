/**
 * How much the best response takes: `bestResponses`, `exploitability`, `nashConv`.
 *
 * Symbols: p_ij the rate at which i beats j, p_ii = 1/2.
 */
import { GauntletError, show } from '@gauntlet/core'
import { type GameBootstrapOptions, type GameEstimate, gameIntervals } from './game-bootstrap.ts'
import type { Games } from './games.ts'
import type { WinMatrix } from './win-matrix.ts'

/** Who beats a contender most often. */
export interface BestResponse {
  /** Index of the responder; of several the first. */
  readonly responder: number
  /** max_j p_ji; it may be below a half. */
  readonly rate: number
}

/**
 * The best response to each contender among the others that it met: [contenders].
 *
 * Errors: GauntletError with code `statistics` where a contender met none.
 */
export function bestResponses(matrix: WinMatrix): BestResponse[] {
  const { contenders } = matrix
  return contenders.map((name, i) => {
    let best: BestResponse = { responder: -1, rate: -1 }
    for (let j = 0; j < contenders.length; j++) {
      if (i === j || matrix.games(i, j) === 0) continue
      const rate = matrix.rate(j, i)
      if (rate > best.rate) best = { responder: j, rate }
    }
    if (best.responder >= 0) return best
    throw new GauntletError('statistics', `best response: ${show(name)} met nobody, expected a game`)
  })
}

/**
 * max_j p_ji - 1/2 of each contender, with an interval: [contenders]. A bound from below of what could be taken from it,
 * by those that tried: others of the population, or responses trained or searched against it, as contenders of their own.
 *
 * The maximum of noisy rates is too great; each resample takes its own maximum, so that the interval is as well. With
 * many responders of few games, choose the responder on other games than those given here.
 * Errors: as `bestResponses` and `gameIntervals`.
 */
export function exploitability(games: Games, options: GameBootstrapOptions = {}): GameEstimate[] {
  return gameIntervals(
    games,
    (sample, weights) => bestResponses(sample.winMatrix(weights)).map(({ rate }) => rate - 0.5),
    options,
  )
}

/**
 * What both players together could gain in win rate by leaving a mixture for their best answers in the population:
 * 2 (max_i sum_j p_ij x_j - 1/2); 0 at an equilibrium of the win rates.
 *
 * Shapes: `mixture` x [contenders], at least 0, of sum 1.
 * Errors: GauntletError with code `statistics` where it is no mixture, or two never met.
 * Source: Lanctot et al. 2017, "A unified game-theoretic approach to multiagent reinforcement learning", section 3.
 */
export function nashConv(matrix: WinMatrix, mixture: ArrayLike<number>): number {
  matrix.requireComplete('NashConv')
  const m = matrix.contenders.length
  const shares = Array.from(mixture)
  const sum = shares.reduce((total, share) => total + share, 0)
  if (shares.length !== m || shares.some((share) => !(share >= 0)) || !(Math.abs(sum - 1) < 1e-9)) {
    throw new GauntletError('statistics', `mixture: got ${show(shares)}, expected ${m} shares that sum to 1`)
  }
  const rates = shares.map((_, i) => shares.reduce((rate, share, j) => rate + share * matrix.rate(i, j), 0))
  return 2 * (Math.max(...rates) - 0.5)
}

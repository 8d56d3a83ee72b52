/**
 * How contenders fare with teams that they were not trained on: `generalisation`, `similarityRegression`.
 *
 * Symbols: P_in(k) the win rate on the training teams of who was trained on k teams, P_out(k) on teams held out.
 */
import { GauntletError, show } from '@gauntlet/core'
import { type BootstrapOptions, bootstrapOptions } from '../bootstrap-options.ts'
import { type Interval, intervalOf } from '../interval.ts'
import { meanOf } from '../mean.ts'
import { type WinRate, winRate, winRateDifference } from './win-rate.ts'

/** What contenders trained on `trainingTeams` teams scored, in points (a win 1, a draw 0.5) of so many games. */
export interface GeneralisationCounts {
  readonly trainingTeams: number
  readonly training: { readonly points: number; readonly games: number }
  readonly heldOut: { readonly points: number; readonly games: number }
}

export interface GeneralisationRow {
  readonly trainingTeams: number
  /** P_in(k) */
  readonly training: WinRate
  /** P_out(k) */
  readonly heldOut: WinRate
  /** P_in(k) - P_out(k): what is lost on teams not seen. */
  readonly gap: number
  readonly gapInterval: Interval
}

/**
 * Win rates on training and held-out teams and their gap, by the number of training teams, ascending.
 *
 * Errors: GauntletError with code `statistics` where a number comes twice or is no whole number of at least 1, and as `winRate`.
 */
export function generalisation(
  counts: readonly GeneralisationCounts[],
  level: number = 0.95,
): GeneralisationRow[] {
  const numbers = counts.map(({ trainingTeams }) => trainingTeams)
  const whole = numbers.every((k) => Number.isSafeInteger(k) && k >= 1)
  if (!whole || new Set(numbers).size < numbers.length) {
    refuse('trainingTeams', numbers, 'distinct whole numbers of at least 1')
  }
  const rows = counts.map((one) => {
    const training = winRate(one.training.points, one.training.games, level)
    const heldOut = winRate(one.heldOut.points, one.heldOut.games, level)
    const { difference, interval } = winRateDifference(training, heldOut)
    return { trainingTeams: one.trainingTeams, training, heldOut, gap: difference, gapInterval: interval }
  })
  return rows.sort((p, q) => p.trainingTeams - q.trainingTeams)
}

/** The line rate = intercept + slope * similarity. */
export interface SimilarityRegression {
  readonly intercept: number
  /** Win rate for a similarity greater by 1. */
  readonly slope: number
  /** Of the slope, over resampled teams. */
  readonly interval: Interval
}

/**
 * Least squares of win rates with held-out teams on each team's greatest similarity to a training team, teams alike.
 *
 * Teams are drawn with replacement for the interval; a draw in which all have one similarity is drawn again.
 * Shapes: both [teams], at least 3. Errors: GauntletError with code `statistics` where they are not as many, not finite, or
 * all similarities are one.
 * Source: Efron and Tibshirani 1993, section 9.4 (bootstrapping pairs).
 */
export function similarityRegression(
  similarities: ArrayLike<number>,
  rates: ArrayLike<number>,
  options: BootstrapOptions = {},
): SimilarityRegression {
  const { level, replicates, seed } = bootstrapOptions(options)
  const teams = similarities.length
  checkPoints(similarities, rates)
  const { intercept, slope } = leastSquares(similarities, rates)
  const stream = seed.fold('similarity').stream()
  const drawnX = new Float64Array(teams)
  const drawnY = new Float64Array(teams)
  const distribution = Float64Array.from({ length: replicates }, () => {
    do {
      for (let k = 0; k < teams; k++) {
        const team = stream.integer(teams)
        drawnX[k] = similarities[team]
        drawnY[k] = rates[team]
      }
    } while (drawnX.every((x) => x === drawnX[0]))
    return leastSquares(drawnX, drawnY).slope
  })
  const bounds = intervalOf(slope, distribution.sort(), 'percentile', level)
  const method = `bootstrap over teams, percentile, ${replicates} replicates`
  return { intercept, slope, interval: { ...bounds, level, method } }
}

function leastSquares(x: ArrayLike<number>, y: ArrayLike<number>): { intercept: number; slope: number } {
  const [meanX, meanY] = [meanOf(x), meanOf(y)]
  let shared = 0
  let squares = 0
  for (let k = 0; k < x.length; k++) {
    shared += (x[k] - meanX) * (y[k] - meanY)
    squares += (x[k] - meanX) * (x[k] - meanX)
  }
  const slope = shared / squares
  return { intercept: meanY - slope * meanX, slope }
}

function checkPoints(similarities: ArrayLike<number>, rates: ArrayLike<number>): void {
  if (similarities.length < 3 || rates.length !== similarities.length) {
    refuse('teams', [similarities.length, rates.length], 'as many similarities as rates, at least 3')
  }
  for (const [name, values] of Object.entries({ similarities, rates })) {
    const bad = Array.from(values).findIndex((value) => !Number.isFinite(value))
    if (bad >= 0) refuse(`${name}[${bad}]`, values[bad], 'a finite number')
  }
  if (Array.from(similarities).every((similarity) => similarity === similarities[0])) {
    refuse('similarities', similarities, 'at least two that differ')
  }
}

function refuse(what: string, given: unknown, allowed: string): never {
  throw new GauntletError('statistics', `${what}: got ${show(given)}, expected ${allowed}`)
}

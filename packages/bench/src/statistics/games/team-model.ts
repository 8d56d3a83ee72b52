/**
 * Logistic regression of outcomes on contenders and their teams: `TeamModel`.
 *
 * Symbols: b [m + T] log-odds of contenders and of teams; x a row's +1 at its first contender and that one's team, -1 at the
 * second and its team; eta = b'x; P(first wins) = 1 / (1 + exp(-eta)); W points of the first, n games; r the ridge.
 */
import { GauntletError, exp, log1p } from '@gauntlet/core'
import type { Games } from './games.ts'
import { solveLinear } from './linear-solve.ts'

/** r: a thousandth of a game, which sets both means to 0 and keeps finite what only wins. */
const RIDGE = 1e-3
/** Log-odds that the last step may still have moved. */
const TOLERANCE = 1e-10
const MOST_STEPS = 100

/** The signs of x at a row's four places. */
const SIGNS: readonly number[] = [1, 1, -1, -1]

/** The games of contenders with teams, as one row for each two contenders with their teams. */
export class TeamModel {
  readonly #games: Games
  readonly #size: number
  /** [games]: the row of each. */
  readonly #rowOf: Int32Array
  /** [rows]: where x is not 0. */
  readonly #places: readonly (readonly number[])[]

  /** Errors: GauntletError with code `statistics` where games have no teams. */
  constructor(games: Games) {
    const { contenders, cells, outcomes, teams, teamCount, unitGames } = games
    if (teams.length === 0) {
      throw new GauntletError(
        'statistics',
        'team effects: got games without teams, expected those of each game',
      )
    }
    const m = contenders.length
    const places: number[][] = []
    const rows = new Map<string, number>()
    this.#games = games
    this.#size = m + teamCount
    this.#rowOf = new Int32Array(outcomes.length)
    for (const { first, second, start, end } of cells) {
      for (let game = start * unitGames; game < end * unitGames; game++) {
        const place = [first, m + teams[2 * game], second, m + teams[2 * game + 1]]
        const row = rows.get(place.join()) ?? places.push(place) - 1
        rows.set(place.join(), row)
        this.#rowOf[game] = row
      }
    }
    this.#places = places
  }

  /**
   * The b that is greatest in sum (W eta - n log(1 + exp eta)) - r b'b / 2, by Newton's method from `start` or 0, where
   * each unit counts `weights` [units] times, or once.
   */
  fit(weights?: ArrayLike<number>, start: Float64Array = new Float64Array(this.#size)): Float64Array {
    const { won, played } = this.#counts(weights)
    let effects = start
    for (let step = 0; step < MOST_STEPS; step++) {
      const direction = this.#direction(effects, won, played)
      effects = this.#climb(effects, direction, won, played)
      if (direction.every((change) => Math.abs(change) <= TOLERANCE)) return effects
    }
    throw new GauntletError(
      'statistics',
      `team effects: no end after ${MOST_STEPS} steps, expected more games`,
    )
  }

  /** W and n of each row. */
  #counts(weights?: ArrayLike<number>): { readonly won: Float64Array; readonly played: Float64Array } {
    const { outcomes, unitGames } = this.#games
    const won = new Float64Array(this.#places.length)
    const played = new Float64Array(this.#places.length)
    for (let game = 0; game < outcomes.length; game++) {
      const weight = weights === undefined ? 1 : weights[Math.floor(game / unitGames)]
      won[this.#rowOf[game]] += weight * outcomes[game]
      played[this.#rowOf[game]] += weight
    }
    return { won, played }
  }

  /** Newton's step: (sum n P (1 - P) x x' + r I)^-1 (sum (W - n P) x - r b). */
  #direction(effects: Float64Array, won: Float64Array, played: Float64Array): Float64Array {
    const size = this.#size
    const gradient = effects.map((effect) => -RIDGE * effect)
    const curvature = new Float64Array(size * size)
    for (let k = 0; k < size; k++) curvature[k * size + k] = RIDGE
    this.#places.forEach((places, row) => {
      if (played[row] === 0) return
      const chance = 1 / (1 + exp(-logit(effects, places)))
      const slope = won[row] - played[row] * chance
      const weight = played[row] * chance * (1 - chance)
      for (let p = 0; p < 4; p++) {
        gradient[places[p]] += SIGNS[p] * slope
        for (let q = 0; q < 4; q++) curvature[places[p] * size + places[q]] += SIGNS[p] * SIGNS[q] * weight
      }
    })
    return solveLinear(curvature, gradient)
  }

  /** The step, or the greatest of its halves that does not lose. */
  #climb(
    effects: Float64Array,
    direction: Float64Array,
    won: Float64Array,
    played: Float64Array,
  ): Float64Array {
    const before = this.#likelihood(effects, won, played)
    for (let length = 1; length > 1e-6; length /= 2) {
      const next = effects.map((effect, k) => effect + length * direction[k])
      const after = this.#likelihood(next, won, played)
      if (after >= before - 1e-12 * Math.abs(before)) return next
    }
    return effects
  }

  #likelihood(effects: Float64Array, won: Float64Array, played: Float64Array): number {
    let sum = 0
    for (const effect of effects) sum -= (RIDGE * effect * effect) / 2
    this.#places.forEach((places, row) => {
      const eta = logit(effects, places)
      sum += won[row] * eta - played[row] * (Math.max(eta, 0) + log1p(exp(-Math.abs(eta))))
    })
    return sum
  }
}

/** b'x; 0 for the team of a mirror match. */
function logit(effects: Float64Array, [i, a, j, b]: readonly number[]): number {
  return effects[i] - effects[j] + (effects[a] - effects[b])
}

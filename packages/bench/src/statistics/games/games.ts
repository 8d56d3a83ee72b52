/**
 * Games of two, as they were played: `Games`.
 *
 * Symbols: y in {0, 0.5, 1} is what a game's first contender scored. A *unit* is the games that share one instance (the same
 * teams, the same noise): a pair, played twice with sides exchanged, or a game alone. A *cell* is the units of two
 * contenders at one training of each; units of one cell are drawn from one distribution.
 */
import { type Match, checkMatch, oriented } from './match.ts'
import { WinMatrix, checkContenders } from './win-matrix.ts'

/** A run of units in `Games`, whose first contender comes before the second among the names sorted. */
export interface GameCell {
  /** Indices into `contenders`. */
  readonly first: number
  readonly second: number
  readonly seeds: readonly [number, number]
  /** Units [start, end). */
  readonly start: number
  readonly end: number
}

/**
 * Games with named contenders, as columns. Made by `Games.ofPairs` or `Games.ofSingles`.
 *
 * Errors of the constructors: GauntletError with code `statistics`, naming the match and what in it is not allowed.
 */
export class Games {
  /** The names, distinct, in the order given: that of every table made of these games. */
  readonly contenders: readonly string[]
  /** Games in a unit: 2 of `ofPairs`, 1 of `ofSingles`. */
  readonly unitGames: 1 | 2
  /** One for each two contenders and their trainings that met, with units in the order given. */
  readonly cells: readonly GameCell[]
  /** [units, unitGames]: what the first of the cell scored. */
  readonly outcomes: Float64Array
  /** [units, unitGames, 2]: the teams of first and second; empty where games have none. */
  readonly teams: Int32Array
  /** Numbers of teams, one more than the greatest. */
  readonly teamCount: number

  private constructor(contenders: readonly string[], unitGames: 1 | 2, matches: readonly Match[]) {
    checkContenders(contenders)
    const withTeams = matches.some(({ teams }) => teams !== undefined)
    for (const match of matches) checkMatch(match, contenders, unitGames, withTeams)
    const groups = groupCells(matches)
    const total = matches.reduce((sum, { outcomes }) => sum + outcomes.length, 0)
    this.contenders = [...contenders]
    this.unitGames = unitGames
    this.outcomes = new Float64Array(total)
    this.teams = new Int32Array(withTeams ? 2 * total : 0)
    let game = 0
    this.cells = groups.map((group) => {
      const { first, second, seeds } = oriented(group[0])
      const start = game / unitGames
      for (const match of group) game = this.#append(match, game)
      const indices = { first: contenders.indexOf(first), second: contenders.indexOf(second) }
      return { ...indices, seeds, start, end: game / unitGames }
    })
    this.teamCount = this.teams.reduce((most, team) => Math.max(most, team + 1), 0)
  }

  /** Games in pairs that share an instance, the second with sides exchanged: outcomes [pairs, 2], next to each other. */
  static ofPairs(contenders: readonly string[], matches: readonly Match[]): Games {
    return new Games(contenders, 2, matches)
  }

  /** Games that share nothing: outcomes [games]. */
  static ofSingles(contenders: readonly string[], matches: readonly Match[]): Games {
    return new Games(contenders, 1, matches)
  }

  /** Units altogether. */
  get units(): number {
    return this.outcomes.length / this.unitGames
  }

  /** The same games as if all were independent: neither in pairs nor by trainings. */
  asSingles(): Games {
    const matches = this.cells.map(({ first, second, start, end }) => {
      const [from, to] = [start * this.unitGames, end * this.unitGames]
      const outcomes = this.outcomes.subarray(from, to)
      const match = { first: this.contenders[first], second: this.contenders[second], outcomes }
      return this.teams.length > 0 ? { ...match, teams: this.teams.subarray(2 * from, 2 * to) } : match
    })
    return new Games(this.contenders, 1, matches)
  }

  /** Who won how much against whom, every unit counted `weights` [units] times, or once. */
  winMatrix(weights?: ArrayLike<number>): WinMatrix {
    const m = this.contenders.length
    const points = new Float64Array(m * m)
    for (const { first, second, start, end } of this.cells) {
      let won = 0
      let played = 0
      for (let unit = start; unit < end; unit++) {
        const weight = weights === undefined ? 1 : weights[unit]
        for (let game = 0; game < this.unitGames; game++)
          won += weight * this.outcomes[unit * this.unitGames + game]
        played += weight * this.unitGames
      }
      points[first * m + second] += won
      points[second * m + first] += played - won
    }
    return WinMatrix.ofPoints(this.contenders, points)
  }

  /** Writes a match's games from place `game` on, and returns the place after them. */
  #append(match: Match, game: number): number {
    const { first, outcomes, teams } = match
    const turned = oriented(match).first !== first
    for (let k = 0; k < outcomes.length; k++) this.outcomes[game + k] = turned ? 1 - outcomes[k] : outcomes[k]
    if (teams !== undefined) {
      for (let k = 0; k < teams.length; k++) this.teams[2 * game + k] = teams[turned ? k ^ 1 : k]
    }
    return game + outcomes.length
  }
}

/** Matches of the same contenders and trainings together, in the order in which the first of each comes. */
function groupCells(matches: readonly Match[]): Match[][] {
  const groups = new Map<string, Match[]>()
  for (const match of matches) {
    const { first, second, seeds } = oriented(match)
    const key = JSON.stringify([first, second, seeds])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [match])
    else group.push(match)
  }
  return [...groups.values()]
}

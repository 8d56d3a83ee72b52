/**
 * Who won how much against whom: `WinMatrix`, `meanWinRates`.
 *
 * Symbols: W_ij points of i against j (a win 1, a draw 0.5), n_ij = W_ij + W_ji their games, p_ij = W_ij / n_ij.
 */
import { GauntletError, show } from '@gauntlet/core'

/** How far p_ij + p_ji may be from 1: rounding. */
const TOLERANCE = 1e-9

/**
 * Points of every contender against every other. Made by `Games.winMatrix`, `WinMatrix.ofPoints` or `WinMatrix.ofRates`.
 *
 * Errors of the constructors: GauntletError with code `statistics`, naming the two contenders.
 */
export class WinMatrix {
  /** The names, distinct. */
  readonly contenders: readonly string[]
  /** W: [contenders, contenders], row-major; 0 on the diagonal. */
  readonly points: Float64Array

  private constructor(contenders: readonly string[], points: Float64Array) {
    this.contenders = contenders
    this.points = points
  }

  /** From W itself, [contenders, contenders] row-major. */
  static ofPoints(contenders: readonly string[], points: ArrayLike<number>): WinMatrix {
    const m = contenders.length
    checkContenders(contenders)
    if (points.length !== m * m) refuse('points', `${points.length} numbers`, `${m * m}, a square`)
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        const value = points[i * m + j]
        const allowed = i === j ? value === 0 : value >= 0 && value < Infinity
        if (!allowed) refuse(place(contenders, i, j), show(value), i === j ? '0' : 'points of at least 0')
      }
    }
    return new WinMatrix([...contenders], Float64Array.from(points))
  }

  /**
   * From win rates p_ij and numbers of games n_ij, [row][column] both; those of two that never met have n = 0. The
   * diagonal is not looked at.
   */
  static ofRates(
    contenders: readonly string[],
    rates: readonly ArrayLike<number>[],
    games: readonly ArrayLike<number>[],
  ): WinMatrix {
    const m = contenders.length
    if (rates.length !== m || games.length !== m) {
      refuse('rates', `${rates.length} rows, and ${games.length} of games`, `${m}, one for each contender`)
    }
    const points = new Float64Array(m * m)
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < m; j++) {
        const [p, n] = [rates[i][j], games[i][j]]
        if (i === j || (n === 0 && games[j][i] === 0)) continue
        if (!(n > 0 && n === games[j][i])) {
          refuse(`games of ${place(contenders, i, j)}`, show([n, games[j][i]]), 'the same number both ways')
        }
        if (!(p >= 0 && p <= 1 && Math.abs(p + rates[j][i] - 1) <= TOLERANCE)) {
          refuse(`rate of ${place(contenders, i, j)}`, show([p, rates[j][i]]), 'two rates that sum to 1')
        }
        points[i * m + j] = p * n
      }
    }
    return WinMatrix.ofPoints(contenders, points)
  }

  /** n_ij. */
  games(i: number, j: number): number {
    const m = this.contenders.length
    return this.points[i * m + j] + this.points[j * m + i]
  }

  /** p_ij; a half against oneself, NaN where the two never met. */
  rate(i: number, j: number): number {
    return i === j ? 0.5 : this.points[i * this.contenders.length + j] / this.games(i, j)
  }

  /** Refuses a matrix in which two never met; `what` names who needs them all. */
  requireComplete(what: string): void {
    const { contenders } = this
    for (let i = 0; i < contenders.length; i++) {
      for (let j = 0; j < i; j++) {
        if (this.games(i, j) === 0) refuse(`${what}: ${place(contenders, j, i)}`, 'no game', 'at least one')
      }
    }
  }
}

/** The mean win rate of each contender over those it met, each counting alike: [contenders]; NaN where it met none. */
export function meanWinRates(matrix: WinMatrix): Float64Array {
  const m = matrix.contenders.length
  return Float64Array.from(matrix.contenders, (_, i) => {
    let sum = 0
    let met = 0
    for (let j = 0; j < m; j++) {
      if (i === j || matrix.games(i, j) === 0) continue
      sum += matrix.rate(i, j)
      met++
    }
    return sum / met
  })
}

/** Refuses names that are not distinct, and fewer than two. */
export function checkContenders(contenders: readonly string[]): void {
  if (contenders.length >= 2 && new Set(contenders).size === contenders.length) return
  refuse('contenders', show(contenders), 'at least two distinct names')
}

function place(contenders: readonly string[], i: number, j: number): string {
  return `${show(contenders[i])} against ${show(contenders[j])}`
}

function refuse(where: string, given: string, allowed: string): never {
  throw new GauntletError('statistics', `${where}: got ${given}, expected ${allowed}`)
}

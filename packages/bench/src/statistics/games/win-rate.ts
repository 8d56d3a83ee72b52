/**
 * One win rate: `winRate`, `gamesForHalfWidth`, `winRateDifference`.
 *
 * Symbols: p the rate, n the games, z the normal quantile at (1 + level) / 2.
 */
import { GauntletError, normalQuantile, show } from '@gauntlet/core'
import type { Interval } from '../interval.ts'

/** A win rate with the interval that follows from its number of games alone, were they independent. */
export interface WinRate {
  /** (wins + draws / 2) / games */
  readonly rate: number
  readonly games: number
  readonly interval: Interval
}

/**
 * The rate of `points` (a win 1, a draw 0.5) in `games`, with Wilson's score interval, which stays within [0, 1].
 *
 * Errors: GauntletError with code `statistics` where there is no game, more points than games, or no such level.
 * Source: Wilson 1927; Brown, Cai and DasGupta 2001, "Interval estimation for a binomial proportion".
 */
export function winRate(points: number, games: number, level: number = 0.95): WinRate {
  if (!(games > 0 && games < Infinity)) refuse('games', games, 'a positive number')
  if (!(points >= 0 && points <= games)) refuse('points', points, `0 to ${games}, the games`)
  const z = quantileOf(level)
  const rate = points / games
  const share = (z * z) / games
  const centre = (rate + share / 2) / (1 + share)
  const half = (z * Math.sqrt((rate * (1 - rate)) / games + share / (4 * games))) / (1 + share)
  // At the ends the interval ends there, but for rounding.
  const low = points === 0 ? 0 : centre - half
  const high = points === games ? 1 : centre + half
  return { rate, games, interval: { low, high, level, method: 'Wilson' } }
}

/**
 * The least number of games whose interval around a half is as narrow as `halfWidth` to either side: ceil((z / 2h)^2).
 *
 * Ranges: `halfWidth` in (0, 0.5].
 */
export function gamesForHalfWidth(halfWidth: number, level: number = 0.95): number {
  if (!(halfWidth > 0 && halfWidth <= 0.5)) refuse('halfWidth', halfWidth, 'a number in (0, 0.5]')
  const ratio = quantileOf(level) / (2 * halfWidth)
  return Math.ceil(ratio * ratio)
}

/**
 * x - y with the interval that follows from those of two independent rates: square and add.
 *
 * Errors: GauntletError with code `statistics` where their levels differ.
 * Source: Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10.
 */
export function winRateDifference(
  x: WinRate,
  y: WinRate,
): { readonly difference: number; readonly interval: Interval } {
  const { level } = x.interval
  if (y.interval.level !== level) refuse('level', y.interval.level, `${level}, that of the other`)
  const difference = x.rate - y.rate
  const down = norm(x.rate - x.interval.low, y.interval.high - y.rate)
  const up = norm(x.interval.high - x.rate, y.rate - y.interval.low)
  const method = 'Newcombe, of Wilson intervals'
  return { difference, interval: { low: difference - down, high: difference + up, level, method } }
}

function norm(a: number, b: number): number {
  return Math.sqrt(a * a + b * b)
}

function quantileOf(level: number): number {
  if (!(level > 0 && level < 1)) refuse('level', level, 'a number between 0 and 1')
  return normalQuantile((1 + level) / 2)
}

function refuse(what: string, given: unknown, allowed: string): never {
  throw new GauntletError('statistics', `${what}: got ${show(given)}, expected ${allowed}`)
}

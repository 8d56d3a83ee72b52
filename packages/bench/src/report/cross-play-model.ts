/** The rows of a game's board against each other, as plain data: `CrossPlay`, and what it is made of. */
import type { Interval } from '../statistics/index.ts'
import type { Aggregate, FailureReason } from './model.ts'

/** The policies of a board's rows against each other, seed by seed, every instance from either side. */
export interface CrossPlay {
  /** By rank, then name. */
  readonly rows: readonly CrossPlayRow[]
  /** Every two that met, each way. */
  readonly pairs: readonly CrossPlayPair[]
  readonly failed: readonly MatchFailure[]
  readonly notices: readonly string[]
}

export interface CrossPlayRow {
  /** By rating; ties share the better rank; null where games compare too few. */
  readonly rank: number | null
  /** As the board's row is called. */
  readonly name: string
  /** Bradley-Terry on Elo's scale: 400 is odds of ten to one. The mean of all rows is 0. */
  readonly rating: Aggregate | null
  /** Likewise, but what both were dealt has effects of its own; null where games do not say it, or all were dealt the same. */
  readonly ratingTeamsApart: Aggregate | null
  /** The mean over the others of the rate at which it wins, draws counting half. */
  readonly winRate: Aggregate
  /** Which of the others beats it most often, and how often. */
  readonly bestResponse: { readonly name: string; readonly winRate: Aggregate }
  /** What a response trained against it takes; null where none was. */
  readonly exploitability: Exploitability | null
  /** Nash averaging: its share of the mixture that none beats, and its log-odds against that. */
  readonly nash: { readonly weight: number; readonly skill: number } | null
  /** Its share of time in the population of alpha-rank. */
  readonly alphaRank: number | null
}

/** The win rate of a best response less a half; a bound from below of what could be taken. */
export interface Exploitability extends Aggregate {
  /** The contender that responds. */
  readonly by: string
  readonly seeds: number
}

export interface CrossPlayPair {
  readonly name: string
  readonly over: string
  readonly games: number
  readonly winRate: number
  /** Wilson's: what follows from the number of games alone. */
  readonly interval: Interval
  readonly draws: number
  readonly truncated: number
}

export interface MatchFailure {
  readonly name: string
  readonly over: string
  readonly seed: number
  readonly reason: FailureReason
  readonly message: string
}

/** Ratings that set apart what contenders were dealt: `ratingsApart`. */
import { GauntletError } from '@gauntlet/core'
import type { MatchResult } from '../records.ts'
import {
  type BootstrapOptions,
  type GameEstimate,
  Games,
  type Match,
  teamAdjustedRatings,
} from '../statistics/index.ts'

/** The most teams: an effect of each is estimated in every resample, by the cube of their number. */
const MOST_TEAMS = 64

/** By contender, in the order of their names; and how many teams were dealt. */
export interface RatingsApart {
  readonly ratings: readonly GameEstimate[]
  readonly teams: number
}

/**
 * The ratings; null where not every match says what was dealt, or all were dealt the same.
 *
 * Errors: GauntletError with code `statistics` where teams are too many, and as `teamAdjustedRatings`.
 */
export function ratingsApart(
  names: readonly string[],
  matches: readonly (Match & Pick<MatchResult, 'dealt'>)[],
  options: BootstrapOptions,
): RatingsApart | null {
  const withTeams = matches.flatMap(({ dealt, ...match }) =>
    dealt === undefined ? [] : [{ ...match, teams: dealt.flat() }],
  )
  const numbers = [...new Set(withTeams.flatMap(({ teams }) => teams))].toSorted((p, q) => p - q)
  if (withTeams.length < matches.length || numbers.length < 2) return null
  if (numbers.length > MOST_TEAMS) {
    throw new GauntletError(
      'statistics',
      `rating, teams apart: got ${numbers.length} teams, expected at most ${MOST_TEAMS}`,
    )
  }
  const placeOf = new Map(numbers.map((number, place) => [number, place]))
  const placed = withTeams.map((match) => ({
    ...match,
    teams: match.teams.map((number) => placeOf.get(number) ?? 0),
  }))
  const { skills } = teamAdjustedRatings(Games.ofPairs(names, placed), options)
  return { ratings: skills, teams: numbers.length }
}

/** Who wins against whom, of the matches of a setting: `crossPlayOf`. */
import { GauntletError } from '@gauntlet/core'
import { MATCH_PROTOCOL } from '../matches.ts'
import type { MatchDescriptor, MatchResult } from '../records.ts'
import {
  type BootstrapOptions,
  type GameEstimate,
  Games,
  type Match,
  type WinMatrix,
  alphaRank,
  bestResponses,
  bradleyTerry,
  gameIntervals,
  meanWinRates,
  nashAveraging,
  winRate,
} from '../statistics/index.ts'
import type { ChosenRow } from './choose-rows.ts'
import { groupKey } from './groups.ts'
import { exploitabilityOf, failedResponses } from './exploitability.ts'
import type { Definitions, LeaderboardInput } from './input.ts'
import type { CrossPlay, CrossPlayPair, CrossPlayRow, MatchFailure } from './cross-play-model.ts'
import { byRankThenName, compareText, ranksWithMinimum } from './order.ts'
import { ratingsApart } from './teams-apart.ts'

/** Games of the rows of a board, and what else is known of their matches. */
interface Played {
  readonly matches: readonly (Match & Pick<MatchResult, 'truncated' | 'dealt'>)[]
  readonly failed: readonly MatchFailure[]
  /** Matches that could have been played, as far as cells are finished, and have no result. */
  readonly missing: number
}

/**
 * The matches between the rows of a board; null where none was played or tried. Matches of others, and by other rules than
 * today's, count for nothing.
 */
export function crossPlayOf(
  rows: readonly ChosenRow[],
  input: Pick<LeaderboardInput, 'cells' | 'failed' | 'matches' | 'failedMatches'>,
  definitions: Definitions,
  options: BootstrapOptions,
): CrossPlay | null {
  const played = playedBy(rows, input)
  if (played.matches.length === 0 && played.failed.length === 0) return null
  const names = rows
    .map(({ contender }) => contender.name)
    .filter((name) => played.matches.some(({ first, second }) => first === name || second === name))
    .toSorted(compareText)
  const notices = [...noticesOf(played), ...failedResponses(rows, input.failed, definitions)]
  if (names.length < 2) return { rows: [], pairs: [], failed: played.failed, notices }
  const games = Games.ofPairs(names, played.matches)
  const matrix = games.winMatrix()
  const exploited = exploitabilityOf(rows, input.cells, definitions, options)
  const { estimates, complete, reasons } = ratingsOf(games, matrix, options)
  const apartNotes: string[] = []
  const apart = estimates && attempt(apartNotes, () => ratingsApart(names, played.matches, options))
  if (apart !== null)
    apartNotes.push(`teams apart: beside the contenders, each of ${apart.teams} teams has its own effect`)
  return {
    rows: ranked(
      names.map((name, i) => ({
        ...rowOf(name, i, matrix, estimates, complete),
        exploitability: exploited.get(name) ?? null,
        ratingTeamsApart: apart?.ratings[i] ?? null,
      })),
    ),
    pairs: pairsOf(names, matrix, played),
    failed: played.failed,
    notices: [...notices, ...reasons, ...apartNotes],
  }
}

function playedBy(
  rows: readonly ChosenRow[],
  { matches = [], failedMatches = [] }: Pick<LeaderboardInput, 'matches' | 'failedMatches'>,
): Played {
  const nameOf = new Map(rows.map(({ group, contender }) => [groupKey(group.descriptor), contender.name]))
  const namesOf = ({ players, matchProtocol }: MatchDescriptor): readonly [string, string] | undefined => {
    const [first, second] = players.map((player) => nameOf.get(groupKey(player)))
    if (matchProtocol !== MATCH_PROTOCOL || first === undefined || second === undefined) return undefined
    return first === second ? undefined : [first, second]
  }
  const found = matches.flatMap(({ descriptor, outcomes, truncated, dealt }) => {
    const names = namesOf(descriptor)
    return names === undefined
      ? []
      : [{ ...matchOf(names, descriptor), outcomes, truncated, ...(dealt && { dealt }) }]
  })
  const failed = failedMatches.flatMap(({ descriptor, reason, message }): MatchFailure[] => {
    const names = namesOf(descriptor)
    return names === undefined
      ? []
      : [{ name: names[0], over: names[1], seed: descriptor.players[0].seed, reason, message }]
  })
  const missing = Math.max(0, possibleMatches(rows) - found.length - failed.length)
  return { matches: found.toSorted(byPlayers), failed: failed.toSorted(byFailure), missing }
}

/** A policy that was not trained is the same under every seed. */
function matchOf(
  [first, second]: readonly [string, string],
  { players }: MatchDescriptor,
): Omit<Match, 'outcomes'> {
  const [a, b] = players.map(({ budget, seed }) => (budget > 0 ? seed : 0))
  return { first, second, seeds: [a, b] }
}

function possibleMatches(rows: readonly ChosenRow[]): number {
  const seeds = rows.map(({ group }) => new Set(group.cells.map(({ result }) => result.descriptor.seed)))
  let count = 0
  seeds.forEach((own, i) => {
    for (const other of seeds.slice(i + 1)) for (const seed of own) if (other.has(seed)) count++
  })
  return count
}

function byPlayers(p: Match, q: Match): number {
  const [a, b] = [p.seeds ?? [0, 0], q.seeds ?? [0, 0]]
  return compareText(p.first, q.first) || compareText(p.second, q.second) || a[0] - b[0] || a[1] - b[1]
}

function byFailure(p: MatchFailure, q: MatchFailure): number {
  return compareText(p.name, q.name) || compareText(p.over, q.over) || p.seed - q.seed
}

/** By contender: rating, mean win rate, and what the best response takes, of the same resamples. */
interface Estimates {
  readonly rating: readonly GameEstimate[]
  readonly winRate: readonly GameEstimate[]
  readonly lost: readonly GameEstimate[]
}

/** What needs games of every two. */
interface Complete {
  readonly nash: ReturnType<typeof nashAveraging>
  readonly alpha: Float64Array
}

function ratingsOf(
  games: Games,
  matrix: WinMatrix,
  options: BootstrapOptions,
): { estimates: Estimates | null; complete: Complete | null; reasons: readonly string[] } {
  const reasons: string[] = []
  const estimates = attempt(reasons, () => {
    const start = bradleyTerry(matrix)
    const all = gameIntervals(
      games,
      (sample, weights) => {
        const drawn = sample.winMatrix(weights)
        const lost = bestResponses(drawn).map(({ rate }) => rate)
        return [...bradleyTerry(drawn, { start }), ...meanWinRates(drawn), ...lost]
      },
      options,
    )
    const m = matrix.contenders.length
    return { rating: all.slice(0, m), winRate: all.slice(m, 2 * m), lost: all.slice(2 * m) }
  })
  const complete = attempt(reasons, () => ({ nash: nashAveraging(matrix), alpha: alphaRank(matrix) }))
  return { estimates, complete, reasons }
}

/** What comes out; null where the games are too few for it, and why. */
function attempt<T>(reasons: string[], compute: () => T): T | null {
  try {
    return compute()
  } catch (error) {
    if (!(error instanceof GauntletError)) throw error
    reasons.push(error.message)
    return null
  }
}

function rowOf(
  name: string,
  i: number,
  matrix: WinMatrix,
  estimates: Estimates | null,
  complete: Complete | null,
): Omit<CrossPlayRow, 'exploitability' | 'ratingTeamsApart'> {
  const { responder } = bestResponses(matrix)[i]
  return {
    rank: null,
    name,
    rating: estimates?.rating[i] ?? null,
    winRate: estimates?.winRate[i] ?? { value: meanWinRates(matrix)[i], interval: null },
    bestResponse: {
      name: matrix.contenders[responder],
      winRate: estimates?.lost[i] ?? { value: matrix.rate(responder, i), interval: null },
    },
    nash: complete && { weight: complete.nash.weights[i], skill: complete.nash.skills[i] },
    alphaRank: complete && complete.alpha[i],
  }
}

/** By rating. */
function ranked(rows: readonly CrossPlayRow[]): CrossPlayRow[] {
  if (rows.some(({ rating }) => rating === null)) return rows.toSorted(byRankThenName)
  const ranks = ranksWithMinimum(rows.map(({ rating }) => rating?.value ?? 0))
  return rows.map((row, i) => ({ ...row, rank: ranks[i] })).toSorted(byRankThenName)
}

/** Every two that met, each way. */
function pairsOf(names: readonly string[], matrix: WinMatrix, { matches }: Played): CrossPlayPair[] {
  return names.flatMap((name, i) =>
    names.flatMap((over, j): CrossPlayPair[] => {
      const count = i === j ? 0 : matrix.games(i, j)
      if (count === 0) return []
      const own = matches.filter(({ first, second }) =>
        first === name ? second === over : first === over && second === name,
      )
      const { rate, interval } = winRate(matrix.points[i * names.length + j], count)
      const draws = own.reduce((sum, { outcomes }) => sum + countOf(outcomes, 0.5), 0)
      const truncated = own.reduce((sum, match) => sum + countOf(match.truncated, 1), 0)
      return [{ name, over, games: count, winRate: rate, interval, draws, truncated }]
    }),
  )
}

function countOf(values: ArrayLike<number>, wanted: number): number {
  let count = 0
  for (let k = 0; k < values.length; k++) if (values[k] === wanted) count++
  return count
}

function noticesOf({ failed, missing, matches }: Played): string[] {
  const cut = matches.reduce((sum, { truncated }) => sum + countOf(truncated, 1), 0)
  const total = matches.reduce((sum, { truncated }) => sum + truncated.length, 0)
  const count = (n: number): string => `${n} ${n === 1 ? 'match' : 'matches'}`
  return [
    ...failed.map(
      ({ name, over, seed, reason, message }) =>
        `the match of ${name} and ${over}, seed ${seed}, failed (${reason}): ${message.split('\n')[0]}`,
    ),
    ...(missing > 0 ? [`${count(missing)} not played yet; the same gauntlet run plays them`] : []),
    ...(cut > 0 ? [`${cut} of ${total} games were cut off, and count by their returns so far`] : []),
  ]
}

/** The games of two contenders as they are given: `Match`, and what is done to each: `checkMatch`, `oriented`. */
import { GauntletError, show } from '@gauntlet/core'

/** A bound on the numbers of teams, so that a mistaken number is no allocation. */
const MOST_TEAMS = 65_536

/** The games of two contenders at one training of each. */
export interface Match {
  /** Names of two different contenders. */
  readonly first: string
  readonly second: string
  /** Which training of the first and of the second played, by number; [0, 0] unless said, as for players without training. */
  readonly seeds?: readonly [number, number]
  /** What the first scored, 1, 0.5 or 0: [pairs, 2] with sides exchanged in the second game, or [games]. */
  readonly outcomes: ArrayLike<number>
  /** The teams of first and second in each game, by number from 0: [games, 2]. In all matches or in none. */
  readonly teams?: ArrayLike<number>
}

/** The match seen from the contender whose name comes first. */
export function oriented({
  first,
  second,
  seeds = [0, 0],
}: Match): Required<Pick<Match, 'first' | 'second' | 'seeds'>> {
  return first < second
    ? { first, second, seeds }
    : { first: second, second: first, seeds: [seeds[1], seeds[0]] }
}

/** Refuses a match that is not of these contenders, or whose columns do not fit each other. */
export function checkMatch(
  match: Match,
  contenders: readonly string[],
  unitGames: number,
  withTeams: boolean,
): void {
  const { first, second, seeds = [0, 0], outcomes, teams } = match
  const refuse = (what: string, given: string, allowed: string): never => {
    const place = `match of ${show(first)} and ${show(second)}: ${what}`
    throw new GauntletError('statistics', `${place}: got ${given}, expected ${allowed}`)
  }
  for (const name of [first, second]) {
    if (!contenders.includes(name)) refuse('contender', show(name), `one of ${show(contenders)}`)
  }
  if (first === second) refuse('second', show(second), 'another contender than the first')
  if (seeds.length !== 2 || !seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)) {
    refuse('seeds', show(seeds), 'two whole numbers of at least 0')
  }
  if (outcomes.length === 0 || outcomes.length % unitGames !== 0) {
    refuse('outcomes', `${outcomes.length} of them`, unitGames === 2 ? 'pairs, at least one' : 'at least one')
  }
  for (let k = 0; k < outcomes.length; k++) {
    if (outcomes[k] !== 0 && outcomes[k] !== 0.5 && outcomes[k] !== 1) {
      refuse(`outcome ${k}`, show(outcomes[k]), '1, 0.5 or 0')
    }
  }
  if (withTeams) checkTeams(teams ?? [], outcomes.length, refuse)
}

function checkTeams(
  teams: ArrayLike<number>,
  games: number,
  refuse: (what: string, given: string, allowed: string) => never,
): void {
  if (teams.length !== 2 * games) {
    refuse('teams', `${teams.length} of them`, `${2 * games}, two for each game`)
  }
  for (let k = 0; k < teams.length; k++) {
    if (Number.isInteger(teams[k]) && teams[k] >= 0 && teams[k] < MOST_TEAMS) continue
    refuse(`team ${k}`, show(teams[k]), `a whole number from 0 to ${MOST_TEAMS - 1}`)
  }
}

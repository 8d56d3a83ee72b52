/** Ratings that leave out how good the teams were that a contender played: `fitTeamEffects`, `teamAdjustedRatings`. */
import { ELO_PER_LOGIT } from './bradley-terry.ts'
import { type GameBootstrapOptions, type GameEstimate, gameIntervals } from './game-bootstrap.ts'
import type { Games } from './games.ts'
import { TeamModel } from './team-model.ts'

export interface TeamEffects<T> {
  /** Of contenders, on the scale of Elo, their mean 0. */
  readonly skills: T
  /** Of teams by number, likewise; a team that nobody played has 0. */
  readonly teams: T
}

/**
 * Skills of contenders [contenders] and effects of teams [teams], each on the scale of Elo with mean 0.
 *
 * Bradley-Terry with the teams as covariates: the log-odds of a game are skill_i - skill_j + team_a - team_b. Who alone
 * plays a team, and no other, shares evenly with it what both are worth: games of that kind cannot tell them apart.
 * Errors: GauntletError with code `statistics` where games have no teams.
 * Source: Agresti 2013, "Categorical data analysis", section 11.6 (the model without covariates), and `TeamModel`.
 */
export function fitTeamEffects(games: Games): TeamEffects<Float64Array> {
  const effects = new TeamModel(games).fit().map((effect) => effect * ELO_PER_LOGIT)
  const m = games.contenders.length
  return { skills: effects.slice(0, m), teams: effects.slice(m) }
}

/** `fitTeamEffects` with the intervals of `gameIntervals`. */
export function teamAdjustedRatings(
  games: Games,
  options: GameBootstrapOptions = {},
): TeamEffects<readonly GameEstimate[]> {
  let model: TeamModel | undefined
  const start = new TeamModel(games).fit()
  const estimates = gameIntervals(
    games,
    (sample, weights) => {
      // Of the one sample that is drawn from, which may not be that given.
      model ??= new TeamModel(sample)
      return model.fit(weights, start).map((effect) => effect * ELO_PER_LOGIT)
    },
    options,
  )
  const m = games.contenders.length
  return { skills: estimates.slice(0, m), teams: estimates.slice(m) }
}

/** The columns of the CSV file, and cells that several kinds of rows share: `CSV_COLUMNS`, `Cells`. */
import type { Interval } from '../statistics/index.ts'
import type { Contender, SettingBoard } from './model.ts'

export type Value = string | number | null

/**
 * The columns, in order. `scope` is `overall`, `domain`, `setting`, `cross-play` (of a row of a game: its rating, and the
 * mean of its win rates) or `match` (against `opponent`, Wilson's interval); `status` is `ranked`, `unranked`,
 * `oracle` (never ranked, and in no summary), `published` (by others: `notice` is the source), `not-applicable` or `not-comparable` (`notice` says why). Numbers are in full precision; none is empty.
 */
export const CSV_COLUMNS = [
  'scope',
  'domain',
  'environment',
  'environment_version',
  'setting',
  'status',
  'rank',
  'mean_rank',
  'algorithm',
  'algorithm_version',
  'family',
  'variant',
  'adapters',
  'backend',
  'budget',
  'seeds',
  'failed',
  'failure_reasons',
  'score',
  'score_sd',
  'score_low',
  'score_high',
  'metric',
  'unit',
  'direction',
  'normalised',
  'normalised_low',
  'normalised_high',
  'percent_from_best',
  'percent_from_best_low',
  'percent_from_best_high',
  'iqm',
  'iqm_low',
  'iqm_high',
  'median',
  'median_low',
  'median_high',
  'optimality_gap',
  'optimality_gap_low',
  'optimality_gap_high',
  'difference_to',
  'difference_seeds',
  'difference',
  'difference_low',
  'difference_high',
  'interval',
  'settings_run',
  'settings_total',
  'settings_not_applicable',
  'training_steps',
  'evaluation_steps',
  'training_seconds',
  'microseconds_per_decision',
  'opponent',
  'games',
  'win_rate',
  'win_rate_low',
  'win_rate_high',
  'rating',
  'rating_low',
  'rating_high',
  'rating_teams_apart',
  'rating_teams_apart_low',
  'rating_teams_apart_high',
  'best_response',
  'best_response_win_rate',
  'exploitability',
  'exploitability_low',
  'exploitability_high',
  'exploited_by',
  'nash_share',
  'nash_skill',
  'alpha_rank',
  'notice',
] as const

export type Cells = Partial<Record<(typeof CSV_COLUMNS)[number], Value>>

/** The place of a row. */
export function boardCells({
  domain,
  environment,
  environmentVersion,
  setting,
  metric,
}: SettingBoard): Cells {
  const { name, unit, direction } = metric
  return {
    scope: 'setting',
    domain,
    environment,
    environment_version: environmentVersion,
    setting,
    metric: name,
    unit,
    direction,
  }
}

export function contenderCells({ algorithm, version, family, variant }: Omit<Contender, 'oracle'>): Cells {
  const changed = Object.keys(variant).length > 0
  return {
    algorithm,
    algorithm_version: version,
    family,
    variant: changed ? JSON.stringify(variant) : null,
  }
}

export function intervalText(interval: Interval | null): string | null {
  return interval === null ? null : `${100 * interval.level} % ${interval.method}`
}

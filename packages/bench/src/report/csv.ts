/** The leaderboards as one tidy CSV file (RFC 4180), a row per scope and algorithm: `leaderboardsToCsv`. */
import type { Interval } from '../statistics/index.ts'
import type { ApartRow, Contender, Costs, FailureCount, Leaderboards, LiteratureRow } from './model.ts'
import type { SettingBoard, SettingRow, SummaryRow, SummaryTable } from './model.ts'

type Value = string | number | null

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

type Cells = Partial<Record<(typeof CSV_COLUMNS)[number], Value>>

export function leaderboardsToCsv({ overall, domains, settings, notComparable }: Leaderboards): string {
  const lines = [
    ...[overall, ...domains].flatMap((table) => table.rows.map((row) => summaryCells(table, row))),
    ...settings.flatMap((board) => [
      ...board.rows.map((row) => settingCells(board, row)),
      ...board.literature.map((row) => literatureCells(board, row)),
      ...board.notApplicable.map(({ algorithm, reason }): Cells => ({
        ...boardCells(board),
        status: 'not-applicable',
        algorithm,
        notice: reason,
      })),
      ...crossPlayCells(board),
    ]),
    ...notComparable.map(apartCells),
  ]
  const header = CSV_COLUMNS.join(',')
  const body = lines.map((cells) => CSV_COLUMNS.map((name) => quote(cells[name] ?? null)).join(','))
  return [header, ...body, ''].join('\r\n')
}

/**
 * A field; quoted where it holds a quote, a comma or a line break. Text that a spreadsheet would take for a formula
 * gets an apostrophe before it.
 */
function quote(value: Value): string {
  if (value === null) return ''
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function summaryCells({ scope, name }: SummaryTable, row: SummaryRow): Cells {
  return {
    scope,
    domain: scope === 'domain' ? name : null,
    status: row.rank === null ? 'unranked' : 'ranked',
    rank: row.rank,
    mean_rank: row.meanRank,
    ...contenderCells(row),
    adapters: row.adapters.join(' '),
    seeds: row.seeds.fewest,
    ...failureCells(row.failed),
    normalised: row.normalised.mean,
    ...normalisedBounds(row.normalised.interval),
    iqm: row.interquartileMean.value,
    iqm_low: row.interquartileMean.interval?.low ?? null,
    iqm_high: row.interquartileMean.interval?.high ?? null,
    median: row.median.value,
    median_low: row.median.interval?.low ?? null,
    median_high: row.median.interval?.high ?? null,
    optimality_gap: row.optimalityGap.value,
    optimality_gap_low: row.optimalityGap.interval?.low ?? null,
    optimality_gap_high: row.optimalityGap.interval?.high ?? null,
    settings_run: row.settings,
    settings_total: row.total,
    settings_not_applicable: row.notApplicable,
    ...costCells(row),
    notice: row.notices.join('; '),
  }
}

function settingCells(board: SettingBoard, row: SettingRow): Cells {
  return {
    ...boardCells(board),
    status: row.oracle ? 'oracle' : row.rank === null ? 'unranked' : 'ranked',
    rank: row.rank,
    ...contenderCells(row),
    adapters: row.adapters.join(' '),
    backend: row.backend,
    budget: row.budget,
    seeds: row.finished,
    ...failureCells(row.failed),
    score: row.score?.mean ?? null,
    score_sd: row.score?.standardDeviation ?? null,
    score_low: row.score?.interval?.low ?? null,
    score_high: row.score?.interval?.high ?? null,
    normalised: row.normalised?.mean ?? null,
    ...normalisedBounds(row.normalised?.interval ?? null),
    percent_from_best: row.percentFromBest?.value ?? null,
    percent_from_best_low: row.percentFromBest?.interval?.low ?? null,
    percent_from_best_high: row.percentFromBest?.interval?.high ?? null,
    difference_to: row.difference?.to ?? null,
    difference_seeds: row.difference?.seeds ?? null,
    difference: row.difference?.mean ?? null,
    difference_low: row.difference?.interval?.low ?? null,
    difference_high: row.difference?.interval?.high ?? null,
    ...costCells(row),
    notice: row.notices.join('; '),
  }
}

function literatureCells(board: SettingBoard, row: LiteratureRow): Cells {
  const { algorithm, score, low, high, normalised, percentFromBest, seeds, source } = row
  return {
    ...boardCells(board),
    status: 'published',
    algorithm,
    seeds,
    score,
    score_low: low,
    score_high: high,
    normalised,
    percent_from_best: percentFromBest,
    notice: source,
  }
}

function crossPlayCells(board: SettingBoard): Cells[] {
  if (board.crossPlay === null) return []
  const place = { ...boardCells(board), metric: null, unit: null, direction: null }
  // A name is its algorithm's, with what its configuration changes.
  const contenderOf = (name: string): Cells => {
    const row = board.rows.find((one) => one.name === name)
    return row === undefined ? { algorithm: name } : contenderCells(row)
  }
  const rows = board.crossPlay.rows.map((row): Cells => {
    const { rating, winRate, bestResponse, exploitability, nash } = row
    return {
      ...place,
      scope: 'cross-play',
      status: row.rank === null ? 'unranked' : 'ranked',
      rank: row.rank,
      ...contenderOf(row.name),
      win_rate: winRate.value,
      win_rate_low: winRate.interval?.low ?? null,
      win_rate_high: winRate.interval?.high ?? null,
      rating: rating?.value ?? null,
      rating_low: rating?.interval?.low ?? null,
      rating_high: rating?.interval?.high ?? null,
      interval: intervalText(rating?.interval ?? null),
      best_response: bestResponse.name,
      best_response_win_rate: bestResponse.winRate.value,
      exploitability: exploitability?.value ?? null,
      exploitability_low: exploitability?.interval?.low ?? null,
      exploitability_high: exploitability?.interval?.high ?? null,
      exploited_by: exploitability?.by ?? null,
      nash_share: nash?.weight ?? null,
      nash_skill: nash?.skill ?? null,
      alpha_rank: row.alphaRank,
    }
  })
  const pairs = board.crossPlay.pairs.map(({ name, over, games, winRate, interval }): Cells => ({
    ...place,
    scope: 'match',
    ...contenderOf(name),
    opponent: over,
    games,
    win_rate: winRate,
    win_rate_low: interval.low,
    win_rate_high: interval.high,
    interval: intervalText(interval),
  }))
  return [...rows, ...pairs]
}

function intervalText(interval: Interval | null): string | null {
  return interval === null ? null : `${100 * interval.level} % ${interval.method}`
}

function apartCells(row: ApartRow): Cells {
  return {
    scope: 'setting',
    domain: row.environment.split('/')[0],
    environment: row.environment,
    environment_version: row.environmentVersion,
    setting: row.setting,
    status: 'not-comparable',
    algorithm: row.algorithm,
    algorithm_version: row.algorithmVersion,
    adapters: row.adapters.join(' '),
    backend: row.backend,
    budget: row.budget,
    seeds: row.finished,
    ...failureCells(row.failed),
    score: row.score?.mean ?? null,
    score_sd: row.score?.standardDeviation ?? null,
    notice: row.notices.join('; '),
  }
}

function boardCells({ domain, environment, environmentVersion, setting, metric }: SettingBoard): Cells {
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

function contenderCells({ algorithm, version, family, variant }: Omit<Contender, 'oracle'>): Cells {
  const changed = Object.keys(variant).length > 0
  return {
    algorithm,
    algorithm_version: version,
    family,
    variant: changed ? JSON.stringify(variant) : null,
  }
}

function failureCells(failed: readonly FailureCount[]): Cells {
  return {
    failed: failed.reduce((sum, { count }) => sum + count, 0),
    failure_reasons: failed.map(({ reason, count }) => `${reason}=${count}`).join(' '),
  }
}

function normalisedBounds(interval: Interval | null): Cells {
  return {
    normalised_low: interval?.low ?? null,
    normalised_high: interval?.high ?? null,
    interval: intervalText(interval),
  }
}

function costCells({ steps, trainingSeconds, microsecondsPerDecision }: Costs): Cells {
  return {
    training_steps: steps?.training ?? null,
    evaluation_steps: steps?.evaluation ?? null,
    training_seconds: trainingSeconds,
    microseconds_per_decision: microsecondsPerDecision,
  }
}

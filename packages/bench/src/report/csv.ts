/** The leaderboards as one tidy CSV file (RFC 4180), a row per scope and algorithm: `leaderboardsToCsv`. */
import type { Interval } from '../statistics/index.ts'
import { CSV_COLUMNS, type Cells, type Value, boardCells, contenderCells, intervalText } from './csv-cells.ts'
import { crossPlayCells } from './csv-cross-play.ts'
import type { ApartRow, Costs, FailureCount, Leaderboards, LiteratureRow } from './model.ts'
import type { SettingBoard, SettingRow, SummaryRow, SummaryTable } from './model.ts'

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

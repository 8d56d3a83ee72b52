/**
 * The intervals of the tables: `boardIntervals`, `aggregatesOf`.
 *
 * All are by the stratified percentile bootstrap over seeds. Every interval of one setting is of the same draws, so that
 * the normalised score's is the raw score's on another scale.
 */
import {
  type BootstrapOptions,
  type Interval,
  Scores,
  confidenceInterval,
  confidenceIntervals,
  interquartileMean,
  meanScore,
  medianScore,
  optimalityGap,
} from '../statistics/index.ts'
import type { Difference, Estimate, SettingBoard, SettingRow, SummaryRow } from './model.ts'
import { percentEstimate } from './percent-from-best.ts'
import { type Placed, normalisedScores } from './placed.ts'

/** The board with an interval around every mean, and every row's difference to the best. */
export function boardIntervals(board: SettingBoard, options: BootstrapOptions): SettingBoard {
  const best = board.rows.find(({ rank }) => rank === 1)
  const rows = board.rows.map((row): SettingRow => {
    const scores = row.seeds.flatMap(({ score }) => (score === null ? [] : [score]))
    const normalised = row.seeds.flatMap((seed) => (seed.normalised === null ? [] : [seed.normalised]))
    const score = withInterval(row.score, board.name, scores, options)
    return {
      ...row,
      score,
      normalised: withInterval(row.normalised, board.name, normalised, options),
      percentFromBest: percentEstimate(board, score),
      difference:
        best === undefined || best === row || row.rank === null
          ? null
          : differenceTo(best, row, board.name, options),
    }
  })
  return { ...board, rows }
}

/** The mean of a contender's normalised scores, and what else sums them up. At least one place. */
export function aggregatesOf(
  places: readonly Placed[],
  options: BootstrapOptions,
): Pick<SummaryRow, 'normalised' | 'interquartileMean' | 'median' | 'optimalityGap'> {
  const scores = normalisedScores(places)
  const statistics = [meanScore, interquartileMean, medianScore, (one: Scores) => optimalityGap(one)]
  const intervals = scores.fewestRuns < 2 ? [] : confidenceIntervals(scores, statistics, options)
  const [mean, middle, median, gap] = statistics.map((statistic, i) => ({
    value: statistic(scores),
    interval: intervals[i] ?? null,
  }))
  return {
    // Without the settings' spread: settings are no sample of one population.
    normalised: { mean: mean.value, standardDeviation: null, interval: mean.interval },
    interquartileMean: middle,
    median,
    optimalityGap: gap,
  }
}

function withInterval(
  estimate: Estimate | null,
  setting: string,
  scores: readonly number[],
  options: BootstrapOptions,
): Estimate | null {
  return estimate && { ...estimate, interval: meanInterval(setting, scores, options) }
}

/** Of the seeds that both finished, which met the same instances; null where there is none. */
function differenceTo(
  best: SettingRow,
  row: SettingRow,
  setting: string,
  options: BootstrapOptions,
): Difference | null {
  const scoreOf = new Map(best.seeds.map(({ seed, score }) => [seed, score]))
  const differences = row.seeds.flatMap(({ seed, score }) => {
    const other = scoreOf.get(seed) ?? null
    return score === null || other === null ? [] : [score - other]
  })
  if (differences.length === 0) return null
  return {
    to: best.name,
    seeds: differences.length,
    mean: meanScore(Scores.ofTasks({ [setting]: differences })),
    interval: meanInterval(setting, differences, options),
  }
}

/** The interval of a mean over seeds; null for a single one, which says nothing of others. */
function meanInterval(
  setting: string,
  values: readonly number[],
  options: BootstrapOptions,
): Interval | null {
  return values.length < 2
    ? null
    : confidenceInterval(Scores.ofTasks({ [setting]: values }), meanScore, options)
}

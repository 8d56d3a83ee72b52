/** The columns of the tables, shared by every form of output: `settingColumns`, `summaryColumns`. */
import {
  NONE,
  arrow,
  formatEstimate,
  formatFailures,
  formatFixed,
  formatSeeds,
  formatSignificant,
  formatSteps,
  scoreDecimals,
} from './format.ts'
import type { Interval } from '../statistics/index.ts'
import type { Aggregate, Costs, FailureCount, SettingBoard, SettingRow, SummaryRow } from './model.ts'
import { PERCENT_FROM_BEST, tellsPercents } from './percent-from-best.ts'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  /** What it means, in a few words. */
  readonly description: string
  readonly align: 'left' | 'right'
  /** Where room is short, columns of the highest number go first; those of 0 never go. */
  readonly priority: number
  text(row: Row): string
  /** The same in two parts: what is told first, and the details, which a narrow table leaves out. */
  brief?(row: Row): readonly [first: string, details: string]
  /** The same in two lines, for the page: a number and its interval. */
  stacked?(row: Row): readonly [first: string, second: string]
  /** The order that puts the best or the first on top; ascending where absent. */
  readonly bestFirst?: 'ascending' | 'descending'
  /** What to sort by; null sorts last. */
  value(row: Row): number | string | null
  /** Whether the column says something of any of the rows; always, where absent. */
  informative?(rows: readonly Row[]): boolean
}

/** The columns of a setting's board. */
export function settingColumns(board: SettingBoard): Column<SettingRow>[] {
  const decimals = scoreDecimals(board)
  const { name, unit } = board.metric
  return [
    rankColumn('by normalised score, among comparable rows'),
    contenderColumn(),
    familyColumn(),
    {
      key: 'score',
      title: `${name} ${arrow(board)}${unit === '' ? '' : ` (${unit})`}`,
      description: 'mean over the finished seeds and its 95 % interval',
      align: 'right',
      priority: 0,
      bestFirst: board.metric.direction === 'minimise' ? 'ascending' : 'descending',
      ...estimated(
        ({ score }) => score?.mean,
        ({ score }) => score?.interval,
        decimals,
      ),
    },
    percentColumn(board),
    {
      ...normalisedColumn(
        '0: random policy, 1: best reference; a failed seed counts 0; with its 95 % interval',
      ),
      priority: 2,
    },
    {
      key: 'difference',
      title: 'to the best',
      description:
        'mean difference to the best row, seed by seed on the same instances, and its 95 % interval',
      align: 'right',
      priority: 8,
      bestFirst: board.metric.direction === 'minimise' ? 'ascending' : 'descending',
      ...estimated(
        ({ difference }) => difference?.mean,
        ({ difference }) => difference?.interval,
        decimals,
      ),
      informative: (rows) => rows.some(({ difference }) => difference !== null),
    },
    {
      key: 'seeds',
      title: 'seeds',
      description: 'finished seeds; * fewer than 5',
      align: 'right',
      priority: 1,
      bestFirst: 'descending',
      text: ({ finished }) => formatSeeds(finished, finished),
      value: ({ finished }) => finished,
    },
    failedColumn(),
    ...costColumns<SettingRow>(),
  ]
}

/** The columns of a domain's table and of the overall one. */
export function summaryColumns(): Column<SummaryRow>[] {
  return [
    rankColumn('by mean rank on the common set'),
    contenderColumn(),
    familyColumn(),
    normalisedColumn(
      'mean over the settings where it ran; 0: random policy, 1: best reference; with its 95 % interval',
    ),
    aggregateColumn(
      'iqm',
      'IQM',
      'mean of the middle half of the normalised scores',
      3,
      (row) => row.interquartileMean,
    ),
    aggregateColumn(
      'median',
      'median',
      'median over the settings of their mean normalised scores',
      9,
      (row) => row.median,
    ),
    {
      ...aggregateColumn(
        'gap',
        'gap',
        'optimality gap: how far normalised scores fall short of 1, those above counting as 1',
        9,
        (row) => row.optimalityGap,
      ),
      bestFirst: 'ascending',
    },
    {
      key: 'mean-rank',
      title: 'mean rank',
      description: 'mean of its ranks on the common set',
      align: 'right',
      priority: 2,
      text: ({ meanRank }) => (meanRank === null ? NONE : formatFixed(meanRank, 2)),
      value: ({ meanRank }) => meanRank,
      informative: (rows) => rows.some(({ meanRank }) => meanRank !== null),
    },
    {
      key: 'settings',
      title: 'settings',
      description: 'settings where it ran; n/a: where it is not applicable',
      align: 'right',
      priority: 1,
      bestFirst: 'descending',
      text: (row) => [`${row.settings} of ${row.total}`, gaps(row)].join(gaps(row) === '' ? '' : ', '),
      brief: (row) => [`${row.settings} of ${row.total}`, gaps(row)],
      value: ({ settings }) => settings,
    },
    {
      key: 'seeds',
      title: 'seeds',
      description: 'finished seeds per setting; * fewer than 5',
      align: 'right',
      priority: 1,
      bestFirst: 'descending',
      text: ({ seeds }) => formatSeeds(seeds.fewest, seeds.most),
      value: ({ seeds }) => seeds.fewest,
    },
    failedColumn(),
    ...costColumns<SummaryRow>(),
  ]
}

/** Where it did not run: `2 n/a, 1 not run`. */
function gaps({ notApplicable, notRun }: SummaryRow): string {
  const excused = notApplicable > 0 ? [`${notApplicable} n/a`] : []
  return [...excused, ...(notRun > 0 ? [`${notRun} not run`] : [])].join(', ')
}

/** How the row's algorithm was bridged to the environment; empty where it ran as it is. */
export function adapterText(row: SettingRow | SummaryRow): string {
  if (row.adapters.length === 0) return ''
  const some = 'settings' in row && row.adaptedSettings < row.settings
  const names = row.adapters.map((name) => name.split('@')[0])
  return `via ${[...new Set(names)].join(', ')}${some ? ` on ${row.adaptedSettings} of ${row.settings}` : ''}`
}

function countOf(failed: readonly FailureCount[]): number {
  return failed.reduce((sum, { count }) => sum + count, 0)
}

function rankColumn<Row extends SettingRow | SummaryRow>(description: string): Column<Row> {
  return {
    key: 'rank',
    title: '#',
    description,
    align: 'right',
    priority: 0,
    text: ({ rank }) => (rank === null ? NONE : String(rank)),
    value: ({ rank }) => rank,
  }
}

function contenderColumn<Row extends SettingRow | SummaryRow>(): Column<Row> {
  return {
    key: 'algorithm',
    title: 'algorithm',
    description: 'with what its configuration changes, and the adapters through which it ran',
    align: 'left',
    priority: 0,
    text: (row) => [row.name, adapterText(row)].filter((part) => part !== '').join(' '),
    value: ({ name }) => name,
  }
}

function familyColumn<Row extends SettingRow | SummaryRow>(): Column<Row> {
  return {
    key: 'family',
    title: 'family',
    description: 'kind of method',
    align: 'left',
    priority: 7,
    text: ({ family }) => family,
    value: ({ family }) => family,
  }
}

function normalisedColumn<Row extends SettingRow | SummaryRow>(description: string): Column<Row> {
  return {
    key: 'normalised',
    title: 'normalised',
    description,
    align: 'right',
    priority: 0,
    bestFirst: 'descending',
    ...estimated(
      ({ normalised }) => normalised?.mean,
      ({ normalised }) => normalised?.interval,
      3,
    ),
  }
}

function percentColumn(board: SettingBoard): Column<SettingRow> {
  return {
    key: 'percent',
    title: PERCENT_FROM_BEST.title,
    description: 'how much worse than the best reference, in percent of it; with its 95 % interval',
    align: 'right',
    priority: 2,
    ...estimated(
      ({ percentFromBest }) => percentFromBest?.value,
      ({ percentFromBest }) => percentFromBest?.interval,
      PERCENT_FROM_BEST.decimals,
    ),
    informative: (rows) => tellsPercents(board, rows),
  }
}

function aggregateColumn(
  key: string,
  title: string,
  description: string,
  priority: number,
  aggregate: (row: SummaryRow) => Aggregate,
): Column<SummaryRow> {
  return {
    key,
    title,
    description: `${description}; with its 95 % interval`,
    align: 'right',
    priority,
    bestFirst: 'descending',
    ...estimated(
      (row) => aggregate(row).value,
      (row) => aggregate(row).interval,
      3,
    ),
  }
}

/** What columns of numbers with intervals have in common. */
function estimated<Row>(
  valueOf: (row: Row) => number | undefined,
  intervalOf: (row: Row) => Interval | null | undefined,
  decimals: number,
): Pick<Column<Row>, 'text' | 'stacked' | 'value'> {
  const stacked = (row: Row): readonly [string, string] =>
    formatEstimate(valueOf(row), intervalOf(row), decimals)
  return {
    text: (row) => stacked(row).join(' ').trim(),
    stacked,
    value: (row) => valueOf(row) ?? null,
  }
}

function failedColumn<Row extends SettingRow | SummaryRow>(): Column<Row> {
  return {
    key: 'failed',
    title: 'failed',
    description: 'cells without a result, which score as the random policy',
    align: 'right',
    priority: 1,
    bestFirst: 'descending',
    text: ({ failed }) => formatFailures(failed),
    brief: ({ failed }) => [String(countOf(failed)), failed.length === 0 ? '' : formatFailures(failed)],
    value: ({ failed }) => countOf(failed),
    informative: (rows) => rows.some(({ failed }) => failed.length > 0),
  }
}

function costColumns<Row extends Costs>(): Column<Row>[] {
  return [
    {
      key: 'steps',
      title: 'steps',
      description: 'environment steps per seed: training + evaluation',
      align: 'right',
      priority: 5,
      text: ({ steps }) => formatSteps(steps),
      value: ({ steps }) => (steps === null ? null : steps.training + steps.evaluation),
    },
    {
      key: 'training',
      title: 'training s',
      description: 'seconds of training per seed',
      align: 'right',
      priority: 6,
      text: ({ trainingSeconds }) => (trainingSeconds === null ? NONE : formatSignificant(trainingSeconds)),
      value: ({ trainingSeconds }) => trainingSeconds,
      informative: (rows) => rows.some((row) => (row.steps?.training ?? 0) > 0),
    },
    {
      key: 'decision',
      title: 'µs/decision',
      description: "microseconds per agent's decision in evaluation",
      align: 'right',
      priority: 4,
      text: ({ microsecondsPerDecision: time }) => (time === null ? NONE : formatSignificant(time)),
      value: ({ microsecondsPerDecision }) => microsecondsPerDecision,
      informative: (rows) => rows.some((row) => row.microsecondsPerDecision !== null),
    },
  ]
}

/** What stands around the tables, in words: headline, notes, references, evaluation, provenance, how to read it. */
import { CROSS_PLAY_READING } from './cross-play-tables.ts'
import { exactDecimals, formatFixed, formatWhole, plural, scoreDecimals } from './format.ts'
import {
  FEW_SEEDS,
  type Leaderboards,
  type ProvenanceSummary,
  type ReferenceNote,
  type SettingBoard,
  type SettingRow,
  type SummaryRow,
  type SummaryTable,
} from './model.ts'
import { groupBy } from './order.ts'

/** What the numbers of seeds in a figure mean. */
export const SEEDS_NOTE: string = `n: finished seeds, * fewer than ${FEW_SEEDS}.`

/** How a board's notice of results that are in no table ends. */
export const SHOWN_APART = 'not comparable, shown apart'

/** `7 settings · 8 algorithms · 175 cells · 2 failed`. */
export function headline({ settings, algorithms, provenance, failures }: Leaderboards): string {
  const parts = [
    plural(settings.length, 'setting'),
    plural(algorithms.length, 'algorithm'),
    plural(provenance.cells, 'cell'),
  ]
  return [...parts, ...(failures.length > 0 ? [`${failures.length} failed`] : [])].join(' · ')
}

/** Notices of a row that its cells do not show: few seeds, failures and adapters have their place there. */
export function untold(notices: readonly string[]): string[] {
  return notices.filter((notice) => !/^(n <|adapted|\d+ failed)/.test(notice))
}

/** What else is to be known of rows, a line for each: `ppo, dqn: backend webgpu: not repeatable to the bit`. */
export function rowNotes(rows: readonly (SettingRow | SummaryRow)[]): string[] {
  const noted = rows.flatMap(({ name, notices }) => untold(notices).map((notice) => ({ name, notice })))
  return [...groupBy(noted, ({ notice }) => notice)].map(
    ([notice, same]) => `${same.map(({ name }) => name).join(', ')}: ${notice}`,
  )
}

/** The notices of a table and of its rows, for a format that does not show what stands apart. */
export function tableNotes({ notices, rows }: SettingBoard | SummaryTable): string[] {
  return [...notices.filter((notice) => !notice.endsWith(SHOWN_APART)), ...rowNotes(rows)]
}

/** What a table sums up. */
export function scopeText({ scope, name }: SummaryTable): string {
  return scope === 'overall' ? 'All settings' : `Settings of ${name}`
}

/** `0.512 (uniform policy, 200 episodes)`. */
export function referenceText(board: SettingBoard, { score, source, episodes }: ReferenceNote): string {
  if (score === null) return source
  const over = episodes === null ? '' : `, ${plural(episodes, 'episode')}`
  return `${formatFixed(score, exactDecimals(score, scoreDecimals(board)))} (${source}${over})`
}

/** How a policy is evaluated on the board. */
export function evaluationText({ evaluation, budget }: SettingBoard): string {
  const { episodes, instances, batch, mode, opponents } = evaluation
  const parts = [plural(episodes, 'episode'), ...(instances === null ? [] : [plural(instances, 'instance')])]
  const rest = [`${plural(batch, 'world')} at once`, `${mode} actions`]
  const against =
    opponents === null ? [] : [`against ${opponents.join(', ')} in turn, each instance from either side`]
  const trained = budget === null ? [] : [`training budget ${formatWhole(budget)} steps`]
  return [...parts, ...rest, ...against, ...trained].join(', ')
}

/** `throughput in agents/step, higher is better`. */
export function metricText({ metric }: SettingBoard): string {
  const better = metric.direction === 'minimise' ? 'lower' : 'higher'
  const unit = metric.unit === '' ? '' : ` in ${metric.unit}`
  return `${metric.name}${unit}, ${better} is better`
}

/** The summary of provenance as labelled lines; only those that say something. */
export function provenanceLines(provenance: ProvenanceSummary): { label: string; text: string }[] {
  const { earliest, latest, missing } = provenance
  const packages = provenance.packages.map(({ name, versions }) => `${name} ${versions.join(' and ')}`)
  const lines = [
    { label: 'packages', text: packages.join(', ') },
    { label: 'commit', text: provenance.commits.join(', ') },
    { label: 'node', text: provenance.nodes.join(', ') },
    { label: 'platform', text: provenance.platforms.join(', ') },
    { label: 'processor', text: provenance.processors.join('; ') },
    { label: 'backend', text: provenance.backends.join(', ') },
    { label: 'computed', text: earliest === latest ? (earliest ?? '') : `${earliest} to ${latest}` },
    { label: 'without provenance', text: missing === 0 ? '' : plural(missing, 'cell') },
  ]
  return lines.filter(({ text }) => text !== '')
}

/** How to read the tables, a sentence each; of games only where there are any. */
export function readingOf(boards: readonly SettingBoard[]): readonly string[] {
  const games = boards.some(({ evaluation }) => evaluation.opponents !== null)
  return games ? [...READING, ...CROSS_PLAY_READING] : READING
}

const READING: readonly string[] = [
  'A normalised score is the share of the way from the random policy (0) to the best reference (1) of the ' +
    'setting. The references are fixed, so a number never depends on what else is compared.',
  '% from best: how much worse than the best reference the score is, in percent of that reference; negative where it ' +
    'is better. It stands where both are positive.',
  'Episodes are averaged per seed, then seeds. [low, high] is a 95 % interval: the percentile bootstrap over ' +
    'seeds, drawn within each setting (2,000 resamples). With fewer than ' +
    `${FEW_SEEDS} seeds, marked with *, it contains the truth less often than it says: about 3 times in 4 with 3. ` +
    "Each number is shown to the second significant digit of its own interval's half-width.",
  'To the best: the mean difference to the best row over the seeds that both finished. They met the same ' +
    'instances, so that its interval is narrower than the two rows would tell.',
  'Overall and per domain, the number is the mean over the settings where the algorithm ran, each setting ' +
    'counting once; IQM is the mean of the middle half of its normalised scores, median that of its settings, ' +
    'gap how far it falls short of 1 where it does. A failed cell scores as the random policy; a setting where it is not applicable is left ' +
    'out and counted.',
  'Ranked are the algorithms with comparable results on at least half of the settings of every domain in ' +
    'the table, by their mean rank on the common set: the settings that all of them share. Settings that only one algorithm tried, of ' +
    'those that ran in every domain, do not count.',
  'An oracle acts on what no policy in use could know, such as future demand. It stands on the boards of its settings ' +
    'without a rank, as a bound, and counts in no other table or figure.',
  'Only results of the same versions, parameters, evaluation, budget and backend are averaged; others stand ' +
    'apart.',
]

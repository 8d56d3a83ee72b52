/** The table of one setting: `settingBoard`. */
import {
  type EnvironmentDefinition,
  type MetricSpec,
  type Setting,
  gameSpec,
  isGame,
  normalisedScore,
  opponentNames,
  scoreOf,
} from '@gauntlet/core'
import { DEFAULT_BACKEND } from '../backends.ts'
import type { ChosenRow } from './choose-rows.ts'
import type { LiteratureRow, NotApplicable, ReferenceNote, SettingBoard, SettingRow } from './model.ts'
import { byRankThenName, compareText, distinct, groupBy, ranksWithMinimum } from './order.ts'
import { percentFromBest } from './percent-from-best.ts'
import { normalises } from './ranking.ts'
import { notComparable, settingRow } from './setting-row.ts'

export function settingBoard(
  definition: EnvironmentDefinition,
  name: string,
  setting: Setting,
  chosen: readonly ChosenRow[],
  notApplicable: readonly NotApplicable[],
): SettingBoard {
  const ran = new Set(chosen.map(({ contender }) => contender.algorithm))
  const rows = chosen.map(({ group, contender }) => settingRow(group, contender, setting))
  const { random, best } = setting.references
  const { episodes, instances, batch, mode } = setting.evaluation
  const scored = scoredBy(definition, setting)
  const { metric } = scored
  const references = { random: referenceNote(random), best: referenceNote(best) }
  const board: SettingBoard = {
    name: `${definition.id}:${name}`,
    domain: definition.id.split('/')[0],
    environment: definition.id,
    environmentVersion: definition.version,
    setting: name,
    description: setting.description,
    metric,
    references,
    evaluation: { episodes, instances: instances?.length ?? null, batch, mode, opponents: scored.opponents },
    budget: usualBudget(rows),
    backend: usualBackend(rows),
    rows,
    literature: literatureRows(setting, { metric, references }),
    notApplicable: excuses(notApplicable.filter(({ algorithm }) => !ran.has(algorithm))),
    crossPlay: null,
    notices: [],
  }
  return ranked(board)
}

function literatureRows(
  setting: Setting,
  board: Pick<SettingBoard, 'metric' | 'references'>,
): LiteratureRow[] {
  return (setting.literature ?? []).map(({ algorithm, score, low, high, seeds, source }) => {
    const normalised = normalisedScore(setting, score) + 0
    return {
      algorithm,
      score,
      low: low ?? null,
      high: high ?? null,
      normalised: Number.isFinite(normalised) ? normalised : null,
      percentFromBest: percentFromBest(board, score),
      seeds: seeds ?? null,
      source,
    }
  })
}

/** One reason per algorithm, by algorithm. */
function excuses(entries: readonly NotApplicable[]): SettingBoard['notApplicable'] {
  return [...groupBy(entries, ({ algorithm }) => algorithm)]
    .map(([algorithm, same]) => ({
      algorithm,
      reason: distinct(same.map(({ reason }) => reason)).join('; '),
    }))
    .toSorted((p, q) => compareText(p.algorithm, q.algorithm))
}

/** The budget of most rows that train, the greater of two as frequent; null where none trains. */
function usualBudget(rows: readonly SettingRow[]): number | null {
  const budgets = rows.map(({ budget }) => budget).filter((budget) => budget > 0)
  const counts = [...groupBy(budgets, String)].map(([, same]) => ({ budget: same[0], count: same.length }))
  return counts.toSorted((p, q) => q.count - p.count || q.budget - p.budget)[0]?.budget ?? null
}

/** The backend of most rows that train, the default where it is among the most frequent; null where none trains. */
function usualBackend(rows: readonly SettingRow[]): string | null {
  const trained = groupBy(
    rows.filter(({ budget }) => budget > 0),
    ({ backend }) => backend,
  )
  const counts = [...trained].map(([backend, same]) => ({ backend, count: same.length }))
  const [first] = counts.toSorted(
    (p, q) =>
      q.count - p.count ||
      Number(p.backend !== DEFAULT_BACKEND) - Number(q.backend !== DEFAULT_BACKEND) ||
      compareText(p.backend, q.backend),
  )
  return first?.backend ?? null
}

/** Why a row that trains is not ranked among the others: it had another budget, or another backend. */
function reasonsApart({ budget, backend }: SettingRow, board: SettingBoard): string[] {
  if (budget === 0) return []
  return [
    ...(budget === board.budget ? [] : [`trained for ${budget} steps, the others for ${board.budget}`]),
    ...(backend === board.backend ? [] : [`trained on backend ${backend}, the others on ${board.backend}`]),
  ]
}

/** Ranks the rows of the usual budget and backend and those that do not train, but no oracle, and marks the others. */
function ranked(board: SettingBoard): SettingBoard {
  const { metric } = board
  const comparable = (row: SettingRow): boolean => reasonsApart(row, board).length === 0
  // Without references a failed seed has no score, so that only complete rows are ranked, by the raw score.
  const sign = metric.direction === 'minimise' ? -1 : 1
  const merit = (row: SettingRow): number | undefined => {
    if (normalises(board)) return row.normalised?.mean
    return row.score === null || row.failed.length > 0 ? undefined : sign * row.score.mean
  }
  const entrants = board.rows.flatMap((row) => {
    const value = comparable(row) && !row.oracle ? merit(row) : undefined
    return value === undefined ? [] : [{ name: row.name, value }]
  })
  const ranks = ranksWithMinimum(entrants.map(({ value }) => value))
  const rankOf = new Map(entrants.map(({ name }, i) => [name, ranks[i]]))
  const rows = board.rows.map((row) => {
    const notices = [...row.notices, ...reasonsApart(row, board).map(notComparable)]
    return { ...row, rank: rankOf.get(row.name) ?? null, notices }
  })
  const notices = normalises(board)
    ? []
    : ['no references to normalise by: ranked by the raw score, and in no summary']
  return { ...board, rows: rows.toSorted(byRankThenName), notices }
}

/**
 * The metric behind the score, of a game whether a side wins, and against whom; its direction is that of the references
 * where the spec cannot be had.
 */
function scoredBy(
  definition: EnvironmentDefinition,
  { parameters, evaluation, references }: Setting,
): { readonly metric: MetricSpec; readonly opponents: readonly string[] | null } {
  try {
    const spec = definition.describe({ ...parameters, ...evaluation.parameters })
    if (!isGame(spec)) return { metric: scoreOf(spec).metric, opponents: null }
    return { metric: scoreOf(gameSpec(spec)).metric, opponents: opponentNames(spec) }
  } catch {
    const { random, best } = references
    const direction = best.score < random.score ? 'minimise' : 'maximise'
    const metric = { name: 'score', unit: '', direction, description: 'the spec could not be read' } as const
    return { metric, opponents: null }
  }
}

function referenceNote({ score, source, episodes }: Setting['references']['random']): ReferenceNote {
  return { score: Number.isFinite(score) ? score : null, source, episodes: episodes ?? null }
}

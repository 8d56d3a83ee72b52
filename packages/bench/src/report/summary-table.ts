/** A table over several settings: `summaryTable`, for a domain and overall. */
import type { BootstrapOptions } from '../statistics/index.ts'
import { meanOf } from '../statistics/mean.ts'
import { meanOrNull } from './estimate.ts'
import { aggregatesOf } from './intervals.ts'
import {
  type Costs,
  FEW_SEEDS,
  type FailureCount,
  type SettingBoard,
  type SettingRow,
  type SummaryRow,
  type SummaryTable,
} from './model.ts'
import { byRankThenName, compareText, distinct, groupBy } from './order.ts'
import { type Placed, seedsOf } from './placed.ts'
import { commonRanks, covering, normalises } from './ranking.ts'
import { untold } from './sentences.ts'
import { notComparable } from './setting-row.ts'

/**
 * Sums boards up. A row's number is the mean of its settings' normalised scores, each setting once: it
 * depends on nobody else. Oracles have none. Its rank is taken on the common set, for those that cover enough (`ranking.ts`).
 */
export function summaryTable(
  scope: SummaryTable['scope'],
  name: string,
  all: readonly SettingBoard[],
  options: BootstrapOptions,
): SummaryTable {
  const boards = all.filter(normalises)
  const placed = boards.flatMap((board) =>
    board.rows.filter(({ oracle }) => !oracle).map((row): Placed => ({ board, row })),
  )
  const contenders = groupBy(placed, ({ row }) => row.name)
  const names = [...contenders.keys()].toSorted(compareText)
  const ranked = covering(names, boards)
  const { common, ranks } = commonRanks(ranked, boards)
  const rows = names.map((contender) => {
    const places = contenders.get(contender) ?? []
    const row = summaryRow(places, boards, options)
    return { ...row, ...(ranks.get(contender) ?? { rank: null, meanRank: null }) }
  })
  return {
    scope,
    name,
    settings: boards.map((board) => board.name),
    common,
    rows: rows.toSorted(byRankThenName),
    comparison: null,
    notices: rankNotices(ranked.length, common.length, boards.length),
  }
}

function summaryRow(
  places: readonly Placed[],
  boards: readonly SettingBoard[],
  options: BootstrapOptions,
): Omit<SummaryRow, 'rank' | 'meanRank'> {
  const rows = places.map(({ row }) => row)
  const { name, algorithm, version, family, variant } = rows[0]
  const here = new Set(places.map(({ board }) => board.name))
  const excused = boards.filter(
    (board) => !here.has(board.name) && board.notApplicable.some((excuse) => excuse.algorithm === algorithm),
  ).length
  return {
    name,
    algorithm,
    version,
    family,
    variant,
    ...aggregatesOf(places, options),
    settings: rows.length,
    total: boards.length,
    notApplicable: excused,
    notRun: boards.length - rows.length - excused,
    adapters: distinct(rows.flatMap(({ adapters }) => adapters)),
    adaptedSettings: rows.filter(({ adapters }) => adapters.length > 0).length,
    seeds: seedsOf(rows),
    failed: sumFailures(rows),
    ...meanCosts(rows),
    notices: summaryNotices(rows),
  }
}

function sumFailures(rows: readonly SettingRow[]): FailureCount[] {
  const counts = groupBy(
    rows.flatMap(({ failed }) => failed),
    ({ reason }) => reason,
  )
  return [...counts]
    .map(([, same]) => ({ reason: same[0].reason, count: same.reduce((sum, { count }) => sum + count, 0) }))
    .toSorted((p, q) => compareText(p.reason, q.reason))
}

/** Costs per seed, averaged over the settings where it ran. */
function meanCosts(rows: readonly SettingRow[]): Costs {
  const steps = rows.flatMap((row) => (row.steps === null ? [] : [row.steps]))
  return {
    steps:
      steps.length === 0
        ? null
        : {
            training: meanOf(steps.map(({ training }) => training)),
            evaluation: meanOf(steps.map(({ evaluation }) => evaluation)),
          },
    trainingSeconds: meanOrNull(rows.map((row) => row.trainingSeconds)),
    microsecondsPerDecision: meanOrNull(rows.map((row) => row.microsecondsPerDecision)),
  }
}

function summaryNotices(rows: readonly SettingRow[]): string[] {
  const notices: string[] = []
  const few = rows.filter(({ finished }) => finished < FEW_SEEDS).length
  if (few > 0) notices.push(`n < ${FEW_SEEDS} on ${few} of ${rows.length} settings`)
  const unranked = rows.filter(({ rank }) => rank === null).length
  if (unranked > 0) notices.push(`on ${unranked} of ${rows.length} settings not comparable with the others`)
  const others = rows
    .flatMap((row) => untold(row.notices))
    .filter((one) => !one.startsWith(notComparable('')))
  for (const [notice, same] of groupBy(others, String)) {
    notices.push(`on ${same.length} of ${rows.length} settings: ${notice}`)
  }
  return notices
}

function rankNotices(ranked: number, common: number, total: number): string[] {
  if (total === 0) return ['no setting has references to normalise by']
  if (ranked < 2) return ['no ranks: fewer than two algorithms ran on half of every domain']
  if (common === 0) return ['no ranks: the algorithms that cover enough share no setting']
  if (common < total) return [`ranks are taken on the ${common} of ${total} settings that all ranked share`]
  return []
}

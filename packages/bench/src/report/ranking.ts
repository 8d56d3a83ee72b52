/**
 * Ranks over several settings.
 *
 * A *generalist* has comparable rows in every domain of the table. Settings that fewer than two generalists have tried, such as those
 * on which a field shows its own methods, compare none. Of the others a generalist is ranked where it has comparable rows on at least
 * half in every domain. The *common set* is the settings on which all that are ranked have one. There they are ranked setting by
 * setting, ties averaged, and ordered by the mean of those ranks: Borda's count, as MTEB takes it. Fewer than two such algorithms, or
 * an empty common set, give no ranks.
 */
import type { SettingBoard, SettingRow } from './model.ts'
import { groupBy, ranksWithMean, ranksWithMinimum } from './order.ts'

/** Whether scores on the board can be normalised: it has two references, and they differ. */
export function normalises({ references: { random, best } }: SettingBoard): boolean {
  return random.score !== null && best.score !== null && random.score !== best.score
}

export interface CommonRank {
  readonly rank: number
  readonly meanRank: number
}

/** Those of the named contenders that are ranked. */
export function covering(names: readonly string[], boards: readonly SettingBoard[]): string[] {
  const has = (name: string, board: SettingBoard): boolean => comparableRow(name, board) !== undefined
  const domains = [...groupBy(boards, ({ domain }) => domain).values()]
  const generalists = names.filter((name) =>
    domains.every((domain) => domain.some((board) => has(name, board))),
  )
  const tried = domains.map((domain) =>
    domain.filter((board) => generalists.filter((name) => has(name, board)).length > 1),
  )
  return generalists.filter((name) =>
    tried.every((domain) => 2 * domain.filter((board) => has(name, board)).length >= domain.length),
  )
}

/** The common set of the named contenders and their ranks on it. */
export function commonRanks(
  names: readonly string[],
  boards: readonly SettingBoard[],
): { common: string[]; ranks: Map<string, CommonRank> } {
  const shared = boards.filter((board) => names.every((name) => comparableRow(name, board) !== undefined))
  if (names.length < 2 || shared.length === 0) return { common: [], ranks: new Map() }
  // Sums of halves are exact, so that equal sums are ties.
  const sums = names.map(() => 0)
  for (const board of shared) {
    const scores = names.map((name) => comparableRow(name, board)?.normalised?.mean ?? 0)
    ranksWithMean(scores).forEach((rank, i) => (sums[i] += rank))
  }
  const ranks = ranksWithMinimum(sums.map((sum) => -sum))
  return {
    common: shared.map(({ name }) => name),
    ranks: new Map(
      names.map((name, i) => [name, { rank: ranks[i], meanRank: sums[i] / shared.length }] as const),
    ),
  }
}

/** The contender's row on the board, where it is ranked there. */
export function comparableRow(name: string, board: SettingBoard): SettingRow | undefined {
  return board.rows.find((row) => row.name === name && row.rank !== null)
}

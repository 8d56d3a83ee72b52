/** How much worse than the best reference scores are, and how tables tell it: `percentFromBest`, `percentEstimate`, `PERCENT_FROM_BEST`, `tellsPercents`. */
import type { Aggregate, Estimate, SettingBoard } from './model.ts'

type Scale = Pick<SettingBoard, 'metric' | 'references'>

export const PERCENT_FROM_BEST = { title: '% from best', decimals: 1 } as const

/** In percent of the best reference, negative where a score is better; null where that or the score is not positive. */
export function percentFromBest(board: Scale, score: number): number | null {
  return (board.references.best.score ?? 0) > 0 && score > 0 ? percentOf(board, score) : null
}

/** The score's estimate on this scale, so that its interval is of the same draws. */
export function percentEstimate(board: Scale, score: Estimate | null): Aggregate | null {
  const value = score === null ? null : percentFromBest(board, score.mean)
  if (score === null || value === null) return null
  const { interval } = score
  const ends = interval && [percentOf(board, interval.low), percentOf(board, interval.high)]
  return {
    value,
    interval: interval && ends && { ...interval, low: Math.min(...ends), high: Math.max(...ends) },
  }
}

function percentOf({ metric, references }: Scale, score: number): number {
  const best = references.best.score ?? NaN
  return (100 * (metric.direction === 'minimise' ? score - best : best - score)) / best
}

/** Whether percents say more than normalised scores, as they do unless the random policy scores 0. */
export function tellsPercents(
  { references }: SettingBoard,
  rows: readonly { readonly percentFromBest: unknown }[],
): boolean {
  return references.random.score !== 0 && rows.some((row) => row.percentFromBest !== null)
}

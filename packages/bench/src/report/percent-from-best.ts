/** How much worse than the best reference scores are: `percentFromBest`. */
import type { SettingBoard } from './model.ts'

/** In percent of the best reference, negative where a score is better; null where that reference is not positive. */
export function percentFromBest({
  metric,
  references,
}: Pick<SettingBoard, 'metric' | 'references'>): ((score: number) => number) | null {
  const best = references.best.score ?? 0
  if (best <= 0) return null
  const costs = metric.direction === 'minimise'
  return (score) => (100 * (costs ? score - best : best - score)) / best
}

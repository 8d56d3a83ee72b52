/** What the greedy policy reaches: `greedyAverage`. */
import type { BudgetSet } from '../restless/budget-set.ts'
import { type RecoveryCurves, curveAt, requireCurves } from './recovery-curves.ts'

/** Writes what every arm would pay now. Shapes: `idle` [arms] from `from`, `pays` [arms]. */
export function presentRewards(
  curves: RecoveryCurves,
  idle: Int32Array,
  from: number,
  pays: Float64Array,
): void {
  for (let i = 0; i < curves.length; i++) pays[i] = curveAt(curves[i], idle[from + i])
}

/**
 * Reward per step of always pulling what pays most now, in the cycle that it settles into; ties go to the first arms.
 *
 * Errors: ParameterError where curves fall, or the set is of another number of arms.
 */
export function greedyAverage(curves: RecoveryCurves, set: BudgetSet): number {
  const arms = curves.length
  requireCurves('curves', curves)
  set.requireElements(arms)
  const idle = Int32Array.from(curves, (curve) => curve.length)
  const pays = new Float64Array(arms)
  const subset = new Uint8Array(arms)
  const seenAt = new Map<string, number>()
  const totals = [0]
  for (;;) {
    const state = idle.join()
    const before = seenAt.get(state)
    const t = totals.length - 1
    if (before !== undefined) return (totals[t] - totals[before]) / (t - before)
    seenAt.set(state, t)
    presentRewards(curves, idle, 0, pays)
    set.choose(pays, 0, subset, 0)
    totals.push(totals[t] + pays.reduce((sum, pay, i) => sum + subset[i] * pay, 0))
    for (let i = 0; i < arms; i++) idle[i] = subset[i] === 1 ? 1 : Math.min(idle[i] + 1, curves[i].length)
  }
}

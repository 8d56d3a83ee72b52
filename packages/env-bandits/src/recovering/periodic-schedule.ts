/** Every arm pulled at regular intervals: `PeriodicSchedule`, `isPulled`, `averageOf`. */
import { type RecoveryCurves, curveAt } from './recovery-curves.ts'

/** Arm i is pulled in the steps t with t mod periods[i] = offsets[i]; never where its period is 0. */
export interface PeriodicSchedule {
  /** [arms] */
  readonly periods: Int32Array
  readonly offsets: Int32Array
  /** Reward per step in the long run. */
  readonly average: number
}

export function isPulled({ periods, offsets }: PeriodicSchedule, arm: number, t: number): boolean {
  return periods[arm] > 0 && t % periods[arm] === offsets[arm]
}

/** What pulling every arm at its period pays per step. */
export function averageOf(curves: RecoveryCurves, periods: ArrayLike<number>): number {
  return curves.reduce((sum, curve, i) => sum + shareOf(curve, periods[i]), 0)
}

/** What one arm pays per step where it is pulled every `period` steps; 0 where it never is. */
export function shareOf(curve: Float64Array, period: number): number {
  return period === 0 ? 0 : curveAt(curve, period) / period
}

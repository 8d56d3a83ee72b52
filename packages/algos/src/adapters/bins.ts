/** Real numbers in equal steps: `BINS`, `isBounded`, `Bins`; for discretise and bins-per-dimension. */
import { type ActionArray, type BoxSpace, type EnvironmentSpec, actionWidth, boundAt } from '@gauntlet/core'

/** Values that each number of an action may take. */
export const BINS = 11

/** Whether an action is of real numbers that all have finite bounds. */
export function isBounded({ action }: EnvironmentSpec): boolean {
  if (action.kind !== 'box') return false
  const width = actionWidth(action)
  for (let k = 0; k < width; k++) {
    if (!(boundAt(action.high, k) - boundAt(action.low, k) < Infinity)) return false
  }
  return true
}

/** Bin `b` of 11 of a number between `low` and `high` is low + b (high - low) / 10, so that both bounds are among them. */
export class Bins {
  readonly width: number
  private readonly low: Float64Array
  private readonly high: Float64Array

  constructor(space: BoxSpace) {
    this.width = actionWidth(space)
    this.low = Float64Array.from({ length: this.width }, (_, k) => boundAt(space.low, k))
    this.high = Float64Array.from({ length: this.width }, (_, k) => boundAt(space.high, k))
  }

  /** Number `k` of an action in bin `b`. */
  value(k: number, b: number): number {
    const { low, high } = this
    return b === BINS - 1 ? high[k] : low[k] + (b * (high[k] - low[k])) / (BINS - 1)
  }

  /** The bin nearest to number `k` of the action that begins at `from`. */
  nearest(own: ActionArray, from: number, k: number): number {
    const { low, high } = this
    const span = high[k] - low[k]
    if (span === 0) return 0
    const place = ((own[from + k] - low[k]) / span) * (BINS - 1)
    return Math.min(BINS - 1, Math.max(0, Math.round(place)))
  }
}

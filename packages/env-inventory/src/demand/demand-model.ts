/** What customers ask for: `DemandModel`. */
import type { Stream } from '@gauntlet/core'

/**
 * Demand of several stores, period after period, whatever anybody orders.
 *
 * A path draws from the stream of its world alone, so that every algorithm meets the same demand. What goes on from one
 * period to the next (a regime, the last demand, a row of a file) is kept as numbers in `state`.
 */
export interface DemandModel {
  readonly stores: number
  /** Numbers of state; 0 where periods are independent. */
  readonly stateSize: number
  /** [stores]: long-run mean and standard deviation of a period's demand, in units. */
  readonly means: Float64Array
  readonly deviations: Float64Array
  /** Whether demand is always a whole number. */
  readonly integral: boolean
  /** Lowest demand of one store in one period; -Infinity where there is no bound (returns). */
  readonly low: number
  /** Periods after which a path ends; Infinity where it never does. */
  readonly periods: number
  /** How many numbered paths there are, such as rows of a file; absent where paths are drawn. */
  readonly paths?: number
  /** Starts a path: writes `state` [offset] to [offset + stateSize - 1]. `path` is given where paths are numbered. */
  begin(stream: Stream, path: number | undefined, state: Float64Array, offset: number): void
  /** Writes the next period's demand of store s to `out` [outOffset + s * stride]. */
  draw(
    stream: Stream,
    state: Float64Array,
    offset: number,
    out: Float64Array,
    outOffset: number,
    stride: number,
  ): void
}

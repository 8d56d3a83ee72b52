/** What customers ask for: `DemandModel`, `requireHorizon`. */
import { ParameterError, type Stream } from '@gauntlet/core'

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
  /** [stores]: long-run mean and standard deviation of a period's demand as it is drawn, after clipping, in units. */
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
  /** Periods before the first whose demand is known as well; absent where there are none. */
  readonly history?: number
  /**
   * Starts a path: writes `state` [offset] to [offset + stateSize - 1].
   *
   * `path`, from 0 to `paths` - 1, is given where paths are numbered; without it the model draws one.
   */
  begin(stream: Stream, path: number | undefined, state: Float64Array, offset: number): void
  /** Writes the next period's demand of store s to `out` [outOffset + s * stride]; at most `periods` times a path. */
  draw(
    stream: Stream,
    state: Float64Array,
    offset: number,
    out: Float64Array,
    outOffset: number,
    stride: number,
  ): void
  /**
   * Writes what store s asked for `back` periods before the one that is drawn next, `back` at least 1, to
   * `out` [outOffset + s * stride]: 0 where that is before the history. Present where there is a history.
   */
  past?(
    state: Float64Array,
    offset: number,
    back: number,
    out: Float64Array,
    outOffset: number,
    stride: number,
  ): void
}

/** Refuses a horizon beyond the periods of a demand model; `path` names the field with the horizon. */
export function requireHorizon({ periods }: DemandModel, horizon: number, path: string): void {
  if (horizon <= periods) return
  throw new ParameterError(path, horizon, `at most ${periods}, the periods for which demand is given`)
}

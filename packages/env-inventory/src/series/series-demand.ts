/** Demand replayed from a record: `seriesDemand`. */
import { GauntletError, ParameterError, type Stream } from '@gauntlet/core'
import type { DemandModel } from '../demand/demand-model.ts'
import type { DemandSeries } from './demand-series.ts'

export interface SeriesWindow {
  /** The first period of the window, from 0, and the one after its last. */
  readonly firstPeriod: number
  readonly endPeriod: number
  /** How many periods at the window's beginning are known as past demand before a path starts. */
  readonly history: number
  /** Whether demand below 0 becomes 0. */
  readonly clip: boolean
}

/**
 * Demand of a window of a series. Paths are numbered by its scenarios and have `endPeriod` - `firstPeriod` - `history` periods.
 *
 * Means and deviations are those of the whole window over all scenarios, deviations with the number of demands as
 * divisor. The state is the number of the scenario and of the period to come.
 * Errors: ParameterError where the window is not within the series, or has no period left beside its history;
 * GauntletError with code `demand` where a path is begun that does not exist or drawn from beyond its end.
 * Source: Neural_inventory_control, `split_by_period` and `period_shift` (train 0 to 111, dev 88 to 141, test 118 to
 * 171, shift 16).
 */
export function seriesDemand(
  series: DemandSeries,
  window: Partial<SeriesWindow> = {},
  path: string = 'demand',
): Required<DemandModel> {
  const { firstPeriod = 0, endPeriod = series.periods, history = 0, clip = false } = window
  requireWhole(endPeriod, `${path}.endPeriod`, 1, series.periods, `the periods of ${series.name}`)
  requireWhole(firstPeriod, `${path}.firstPeriod`, 0, endPeriod - 1, 'before the end of the window')
  requireWhole(history, `${path}.history`, 0, endPeriod - firstPeriod - 1, 'so that a period is left')
  return new SeriesDemand(series, { firstPeriod, endPeriod, history, clip })
}

function requireWhole(value: number, path: string, least: number, most: number, why: string): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new ParameterError(path, value, `a whole number from ${least} to ${most}, ${why}`)
}

class SeriesDemand implements Required<DemandModel> {
  readonly stores: number
  readonly stateSize: number = 2
  readonly means: Float64Array
  readonly deviations: Float64Array
  readonly integral: boolean
  readonly low: number
  readonly periods: number
  readonly paths: number
  readonly history: number
  /** [paths, history + periods, stores] */
  readonly #demand: Float64Array

  constructor(series: DemandSeries, { firstPeriod, endPeriod, history, clip }: SeriesWindow) {
    this.stores = series.stores
    this.periods = endPeriod - firstPeriod - history
    this.paths = series.scenarios
    this.history = history
    this.#demand = cut(series, firstPeriod, endPeriod, clip)
    this.integral = this.#demand.every(Number.isInteger)
    this.low = this.#demand.reduce((least, demand) => Math.min(least, demand), Infinity)
    this.means = storeMeans(this.#demand, this.stores)
    const squares = this.#demand.map((demand, i) => {
      const apart = demand - this.means[i % this.stores]
      return apart * apart
    })
    this.deviations = storeMeans(squares, this.stores).map(Math.sqrt)
  }

  begin(stream: Stream, path: number | undefined, state: Float64Array, offset: number): void {
    const scenario = path ?? stream.integer(this.paths)
    if (!(Number.isInteger(scenario) && scenario >= 0 && scenario < this.paths)) {
      throw new GauntletError(
        'demand',
        `path ${scenario}: expected a whole number from 0 to ${this.paths - 1}`,
      )
    }
    state[offset] = scenario
    state[offset + 1] = 0
  }

  draw(
    _stream: Stream,
    state: Float64Array,
    offset: number,
    out: Float64Array,
    outOffset: number,
    stride: number,
  ): void {
    const period = state[offset + 1]
    if (period >= this.periods) {
      throw new GauntletError('demand', `period ${period} of path ${state[offset]}: it has ${this.periods}`)
    }
    this.#write(state[offset], this.history + period, out, outOffset, stride)
    state[offset + 1] = period + 1
  }

  past(
    state: Float64Array,
    offset: number,
    back: number,
    out: Float64Array,
    outOffset: number,
    stride: number,
  ): void {
    const row = this.history + state[offset + 1] - back
    if (row >= 0) this.#write(state[offset], row, out, outOffset, stride)
    else for (let s = 0; s < this.stores; s++) out[outOffset + s * stride] = 0
  }

  #write(scenario: number, row: number, out: Float64Array, outOffset: number, stride: number): void {
    const first = (scenario * (this.history + this.periods) + row) * this.stores
    for (let s = 0; s < this.stores; s++) out[outOffset + s * stride] = this.#demand[first + s]
  }
}

/** [scenarios, periods of the window, stores] */
function cut(
  { scenarios, stores, periods, values }: DemandSeries,
  from: number,
  to: number,
  clip: boolean,
): Float64Array {
  const length = to - from
  const result = new Float64Array(scenarios * stores * length)
  for (let scenario = 0; scenario < scenarios; scenario++) {
    for (let s = 0; s < stores; s++) {
      for (let t = 0; t < length; t++) {
        const demand = values[(scenario * stores + s) * periods + from + t]
        result[(scenario * length + t) * stores + s] = clip && demand < 0 ? 0 : demand
      }
    }
  }
  return result
}

/** [stores]: means of values [any, stores]. */
function storeMeans(values: Float64Array, stores: number): Float64Array {
  const means = new Float64Array(stores)
  for (let i = 0; i < values.length; i++) means[i % stores] += values[i]
  return means.map((sum) => (sum * stores) / values.length)
}

/** Demand without chance: `constantDemand`, `sequenceDemand`. */
import { ParameterError, type Stream } from '@gauntlet/core'
import type { DemandModel } from './demand-model.ts'
import { requireEach, requireMeans } from './requirements.ts'

/** The same demand in every period: `means` of each store. Errors: ParameterError where one is not finite. */
export function constantDemand(
  { means }: { readonly means: readonly number[] },
  path: string = 'demand',
): DemandModel {
  requireMeans(means, path)
  return new SequenceDemand([means])
}

/**
 * The demand of one period after the other, the same for every store; the last goes on for ever.
 *
 * Long-run means are hence the last demand, and deviations 0. The beer game's is 4, 4, 4, 4, 8.
 * Errors: ParameterError where the sequence is empty or holds a number that is not finite.
 */
export function sequenceDemand(
  { stores, sequence }: { readonly stores: number; readonly sequence: readonly number[] },
  path: string = 'demand',
): DemandModel {
  if (sequence.length === 0) throw new ParameterError(`${path}.sequence`, sequence, 'at least one demand')
  requireEach(sequence, `${path}.sequence`, Number.isFinite, 'a finite number')
  return new SequenceDemand(sequence.map((demand) => Array.from({ length: stores }, () => demand)))
}

class SequenceDemand implements DemandModel {
  readonly stores: number
  /** The number of the period to come, where that matters. */
  readonly stateSize: number
  readonly means: Float64Array
  readonly deviations: Float64Array
  readonly integral: boolean
  readonly low: number
  readonly periods: number = Infinity
  /** [periods, stores] */
  readonly #demand: Float64Array
  readonly #last: number

  constructor(rows: readonly (readonly number[])[]) {
    this.stores = rows[0].length
    this.stateSize = rows.length > 1 ? 1 : 0
    this.#last = rows.length - 1
    this.#demand = Float64Array.from(rows.flat())
    this.means = Float64Array.from(rows[this.#last])
    this.deviations = new Float64Array(this.stores)
    this.integral = this.#demand.every(Number.isInteger)
    this.low = this.#demand.reduce((least, demand) => Math.min(least, demand), Infinity)
  }

  begin(_stream: Stream, _path: number | undefined, state: Float64Array, offset: number): void {
    if (this.#last > 0) state[offset] = 0
  }

  draw(
    _stream: Stream,
    state: Float64Array,
    offset: number,
    out: Float64Array,
    outOffset: number,
    stride: number,
  ): void {
    let row = 0
    if (this.#last > 0) {
      row = state[offset]
      if (row < this.#last) state[offset] = row + 1
    }
    for (let s = 0; s < this.stores; s++) out[outOffset + s * stride] = this.#demand[row * this.stores + s]
  }
}

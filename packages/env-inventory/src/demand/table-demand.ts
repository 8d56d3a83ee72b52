/** Whole demand, independent over stores and periods: `TableDemand`. */
import type { Stream } from '@gauntlet/core'
import type { DemandModel } from './demand-model.ts'
import { DiscreteTable, type Weights } from './discrete-table.ts'

/** What a store draws: its probabilities and their exact moments. */
export interface StoreCounts {
  readonly weights: Weights
  readonly mean: number
  readonly variance: number
}

/** Every store draws from a table of its own, one after the other. */
export class TableDemand implements DemandModel {
  readonly stores: number
  readonly stateSize: number = 0
  readonly means: Float64Array
  readonly deviations: Float64Array
  readonly integral: boolean = true
  readonly low: number = 0
  readonly periods: number = Infinity
  readonly #tables: readonly DiscreteTable[]

  /** @param counts of each store; stores that share an entry share its table */
  constructor(counts: readonly StoreCounts[]) {
    this.stores = counts.length
    this.means = Float64Array.from(counts, ({ mean }) => mean)
    this.deviations = Float64Array.from(counts, ({ variance }) => Math.sqrt(variance))
    const tables = new Map(counts.map((entry) => [entry, new DiscreteTable(entry.weights)]))
    this.#tables = counts.map((entry) => tables.get(entry)!)
  }

  begin(): void {}

  draw(
    stream: Stream,
    _state: Float64Array,
    _offset: number,
    out: Float64Array,
    outOffset: number,
    stride: number,
  ): void {
    const tables = this.#tables
    for (let s = 0; s < tables.length; s++) out[outOffset + s * stride] = tables[s].draw(stream)
  }
}

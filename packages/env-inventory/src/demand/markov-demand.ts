/** Demand whose distribution changes with a hidden regime: `markovDemand`. */
import { ParameterError, type Stream } from '@gauntlet/core'
import type { DemandModel } from './demand-model.ts'
import { DiscreteTable } from './discrete-table.ts'
import { requireChain, stationaryDistribution } from './markov-chain.ts'

export interface MarkovParameters {
  /** Demand while each regime lasts: independent over periods, all of the same stores. */
  readonly regimes: readonly DemandModel[]
  /** [regimes, regimes]: the probability of each regime in the next period, row by row. */
  readonly transitions: readonly number[]
}

/**
 * Markov-modulated demand: all stores draw from the model of one regime, which then gives way to the next.
 *
 * A path starts in the stationary distribution. Means and deviations are those of the mixture in it. The state is the
 * number of the regime of the period to come.
 * Errors: ParameterError where rows do not sum to 1, a regime is not reached from another, or stores differ in number.
 * Source: Song and Zipkin 1993, "Inventory control in a fluctuating demand environment".
 */
export function markovDemand(
  { regimes, transitions }: MarkovParameters,
  path: string = 'demand',
): DemandModel {
  if (regimes.length === 0) throw new ParameterError(`${path}.regimes`, regimes, 'at least one regime')
  regimes.forEach(({ stores, stateSize }, k) => {
    if (stores !== regimes[0].stores) {
      throw new ParameterError(`${path}.regimes[${k}]`, `${stores} stores`, `${regimes[0].stores}, as before`)
    }
    if (stateSize > 0) {
      throw new ParameterError(`${path}.regimes[${k}]`, 'demand with a memory', 'independent periods')
    }
  })
  requireChain(regimes.length, transitions, `${path}.transitions`)
  return new MarkovDemand(regimes, transitions)
}

class MarkovDemand implements DemandModel {
  readonly stores: number
  readonly stateSize: number = 1
  readonly means: Float64Array
  readonly deviations: Float64Array
  readonly integral: boolean
  readonly low: number
  readonly periods: number = Infinity
  readonly #regimes: readonly DemandModel[]
  readonly #starts: DiscreteTable
  readonly #next: readonly DiscreteTable[]

  constructor(regimes: readonly DemandModel[], transitions: readonly number[]) {
    const count = regimes.length
    const shares = stationaryDistribution(count, transitions)
    this.#regimes = regimes
    this.stores = regimes[0].stores
    this.integral = regimes.every(({ integral }) => integral)
    this.low = Math.min(...regimes.map(({ low }) => low))
    this.means = mixed(shares, (k, s) => regimes[k].means[s], this.stores)
    const variances = mixed(
      shares,
      (k, s) => {
        const apart = regimes[k].means[s] - this.means[s]
        return regimes[k].deviations[s] * regimes[k].deviations[s] + apart * apart
      },
      this.stores,
    )
    this.deviations = variances.map(Math.sqrt)
    this.#starts = new DiscreteTable({ first: 0, weights: [...shares] })
    this.#next = regimes.map(
      (_, k) => new DiscreteTable({ first: 0, weights: transitions.slice(k * count, (k + 1) * count) }),
    )
  }

  begin(stream: Stream, _path: number | undefined, state: Float64Array, offset: number): void {
    state[offset] = this.#starts.draw(stream)
  }

  draw(
    stream: Stream,
    state: Float64Array,
    offset: number,
    out: Float64Array,
    outOffset: number,
    stride: number,
  ): void {
    const regime = state[offset]
    this.#regimes[regime].draw(stream, state, offset, out, outOffset, stride)
    state[offset] = this.#next[regime].draw(stream)
  }
}

/** [stores]: the mean over regimes of what `of` says of regime k and store s. */
function mixed(shares: Float64Array, of: (k: number, s: number) => number, stores: number): Float64Array {
  const result = new Float64Array(stores)
  for (let s = 0; s < stores; s++) {
    for (let k = 0; k < shares.length; k++) result[s] += shares[k] * of(k, s)
  }
  return result
}

/** Q of a team from those of its agents: `Mixer`; their sum, `SumMixer`. */
import type { Network } from '../networks/network.ts'

/** Shapes: `qs` [steps, agents], `states` [steps, stateWidth], totals [steps]. */
export interface Mixer {
  readonly networks: readonly Network[]
  /** The team's Q in every step. */
  predict(qs: Float64Array, states: Float32Array, steps: number): Float64Array
  /** The same, with what `backward` needs kept for it. */
  forward(qs: Float64Array, states: Float32Array, steps: number): Float64Array
  /** Leaves the networks' gradients, from that by the totals of the last `forward`; that by `qs`. */
  backward(byTotals: Float64Array): Float64Array
}

/** Q of a team is the sum of those of its agents. Source: Sunehag et al. 2018 (VDN), equation 1. */
export class SumMixer implements Mixer {
  readonly networks: readonly Network[] = []
  private readonly agents: number

  constructor(agents: number) {
    this.agents = agents
  }

  predict(qs: Float64Array, _states: Float32Array, steps: number): Float64Array {
    const totals = new Float64Array(steps)
    for (let i = 0; i < qs.length; i++) totals[Math.floor(i / this.agents)] += qs[i]
    return totals
  }

  forward(qs: Float64Array, states: Float32Array, steps: number): Float64Array {
    return this.predict(qs, states, steps)
  }

  backward(byTotals: Float64Array): Float64Array {
    const { agents } = this
    return Float64Array.from({ length: byTotals.length * agents }, (_, i) => byTotals[Math.floor(i / agents)])
  }
}

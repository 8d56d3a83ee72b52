/** A network that foretells returns: `Critic`. */
import type { Part } from '@gauntlet/core'
import type { Network } from './networks/network.ts'
import type { Rollout } from './rollout.ts'

/** V(s), from what the agent itself observes. */
export class Critic {
  static readonly part: Part = {
    id: 'value',
    slot: 'critic',
    reads: ['observations', 'ends', 'successors'],
    adds: ['values'],
    needs: {},
  }
  readonly network: Network

  constructor(network: Network) {
    this.network = network
  }

  /** Fills the rollout's values, and those of the successors that are not in it. */
  evaluate(rollout: Rollout): void {
    const { steps, rows, values, nextValues } = rollout
    values.set(this.network.predict(rollout.observations, steps * rows))
    nextValues.set(this.network.predict(rollout.lastObservations, rows), (steps - 1) * rows)
    const { finalObservations, finalPlaces, observationWidth } = rollout
    if (finalPlaces.length === 0) return
    const joined = new Float32Array(finalPlaces.length * observationWidth)
    finalObservations.forEach((row, k) => joined.set(row, k * observationWidth))
    const found = this.network.predict(joined, finalPlaces.length)
    finalPlaces.forEach((place, k) => {
      nextValues[place] = found[k]
    })
  }
}

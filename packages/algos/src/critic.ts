/** Networks that foretell returns: `Critic`; of states `StateCritic`, of post-decision states `PostDecisionCritic`. */
import type { Part } from '@gauntlet/core'
import type { Network } from './networks/network.ts'
import type { Rollout } from './rollout.ts'
import type { Minibatch } from './trainers/minibatch.ts'

export interface Critic {
  readonly network: Network
  /** What its loss is logged as. */
  readonly metric: string
  /** Fills the rollout's column of its values. */
  evaluate(rollout: Rollout): void
  /** What it sees of a minibatch, row by row. */
  inputs(minibatch: Minibatch): Float32Array
  /** What it foretold of the rows when they were collected. */
  oldValues(minibatch: Minibatch): Float64Array
}

/** V(s), from what the agent itself observes. */
export class StateCritic implements Critic {
  static readonly part: Part = {
    id: 'value',
    slot: 'critic',
    reads: ['observations', 'ends', 'successors'],
    adds: ['values'],
    needs: {},
  }
  readonly network: Network
  readonly metric = 'value_loss'

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

  inputs({ observations }: Minibatch): Float32Array {
    return observations
  }

  oldValues({ values }: Minibatch): Float64Array {
    return values
  }
}

/** Vˣ(sˣ): the return of a decision, from the state after it and before chance acts. */
export class PostDecisionCritic implements Critic {
  static readonly part: Part = {
    id: 'post-decision-value',
    slot: 'critic',
    reads: ['post-decisions'],
    adds: ['post-values'],
    needs: {},
  }
  readonly network: Network
  readonly metric = 'post_value_loss'

  constructor(network: Network) {
    this.network = network
  }

  evaluate({ steps, rows, postDecisions, postValues }: Rollout): void {
    postValues.set(this.network.predict(postDecisions, steps * rows))
  }

  inputs({ postDecisions }: Minibatch): Float32Array {
    return postDecisions
  }

  oldValues({ postValues }: Minibatch): Float64Array {
    return postValues
  }
}

/** A part of a rollout, gathered: `Minibatch`. */
import type { ActionArray } from '@gauntlet/core'
import type { Rollout } from '../rollout.ts'
import { standardise } from './moments.ts'

/** The columns of a rollout at `places`, row by row. */
export class Minibatch {
  readonly rows: number
  /** Where its rows stand in the rollout. */
  readonly places: Int32Array
  readonly rollout: Rollout
  readonly observations: Float32Array
  readonly postDecisions: Float32Array
  readonly masks: Uint8Array | undefined
  readonly actions: ActionArray
  readonly logProbabilities: Float64Array
  readonly advantages: Float64Array
  readonly returns: Float64Array
  readonly values: Float64Array
  readonly postValues: Float64Array
  readonly trajectories: Int32Array
  readonly groups: Int32Array

  constructor(rollout: Rollout, places: Int32Array) {
    const { observationWidth, postDecisionWidth, maskWidth, actionWidth } = rollout
    this.rows = places.length
    this.places = places
    this.rollout = rollout
    this.observations = new Float32Array(places.length * observationWidth)
    this.postDecisions = new Float32Array(places.length * postDecisionWidth)
    this.masks = rollout.masks && new Uint8Array(places.length * maskWidth)
    this.actions = rollout.actions.slice(0, places.length * actionWidth)
    gather(rollout.observations, this.observations, places, observationWidth)
    gather(rollout.postDecisions, this.postDecisions, places, postDecisionWidth)
    gather(rollout.actions, this.actions, places, actionWidth)
    if (rollout.masks !== undefined && this.masks !== undefined) {
      gather(rollout.masks, this.masks, places, maskWidth)
    }
    this.logProbabilities = Float64Array.from(places, (place) => rollout.logProbabilities[place])
    this.advantages = Float64Array.from(places, (place) => rollout.advantages[place])
    this.returns = Float64Array.from(places, (place) => rollout.returns[place])
    this.values = Float64Array.from(places, (place) => rollout.values[place])
    this.postValues = Float64Array.from(places, (place) => rollout.postValues[place])
    this.trajectories = Int32Array.from(places, (place) => rollout.trajectories[place])
    this.groups = this.trajectories.map((trajectory) => rollout.groups[trajectory] ?? 0)
  }

  /** Brings the advantages to mean 0 and standard deviation 1. */
  standardise(): void {
    standardise(
      this.advantages,
      Int32Array.from(this.advantages, (_, i) => i),
    )
  }
}

type Column = Float32Array | Uint8Array | Int32Array

function gather(from: Column, to: Column, places: Int32Array, width: number): void {
  for (let i = 0; i < places.length; i++) {
    const place = places[i] * width
    for (let k = 0; k < width; k++) to[i * width + k] = from[place + k]
  }
}

/** A part of a rollout, gathered: `Minibatch`, `pick`. */
import type { ActionArray } from '@gauntlet/core'
import type { Rollout } from '../rollout.ts'
import { standardise } from './moments.ts'

/** The columns of a rollout at `places`, row by row; its arrays are filled anew by every `take`. */
export class Minibatch {
  readonly rows: number
  readonly rollout: Rollout
  /** Where its rows stand in the rollout. */
  places: Int32Array
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
  /** 0, 1, …: all rows */
  private readonly all: Int32Array

  /** Room for `rows` rows; `take` fills it. */
  constructor(rollout: Rollout, rows: number) {
    const { observationWidth, postDecisionWidth, maskWidth, actionWidth } = rollout
    this.rows = rows
    this.rollout = rollout
    this.places = new Int32Array(0)
    this.observations = new Float32Array(rows * observationWidth)
    this.postDecisions = new Float32Array(rows * postDecisionWidth)
    this.masks = rollout.masks && new Uint8Array(rows * maskWidth)
    this.actions = rollout.actions.slice(0, rows * actionWidth)
    this.logProbabilities = new Float64Array(rows)
    this.advantages = new Float64Array(rows)
    this.returns = new Float64Array(rows)
    this.values = new Float64Array(rows)
    this.postValues = new Float64Array(rows)
    this.trajectories = new Int32Array(rows)
    this.groups = new Int32Array(rows)
    this.all = Int32Array.from({ length: rows }, (_, i) => i)
  }

  /** Fills its columns from these places, as many as it has rows. */
  take(places: Int32Array): this {
    const { rollout, trajectories } = this
    const { observationWidth, postDecisionWidth, maskWidth, actionWidth } = rollout
    this.places = places
    gather(rollout.observations, this.observations, places, observationWidth)
    gather(rollout.postDecisions, this.postDecisions, places, postDecisionWidth)
    gather(rollout.actions, this.actions, places, actionWidth)
    if (rollout.masks !== undefined && this.masks !== undefined) {
      gather(rollout.masks, this.masks, places, maskWidth)
    }
    pick(rollout.logProbabilities, places, this.logProbabilities)
    pick(rollout.advantages, places, this.advantages)
    pick(rollout.returns, places, this.returns)
    pick(rollout.values, places, this.values)
    pick(rollout.postValues, places, this.postValues)
    for (let i = 0; i < places.length; i++) {
      trajectories[i] = rollout.trajectories[places[i]]
      this.groups[i] = rollout.groups[trajectories[i]] ?? 0
    }
    return this
  }

  /** Brings the advantages to mean 0 and standard deviation 1. */
  standardise(): void {
    standardise(this.advantages, this.all)
  }
}

/** The numbers of a column at these places, written to `out` where it is given. */
export function pick(
  column: Float64Array,
  places: Int32Array,
  out: Float64Array = new Float64Array(places.length),
): Float64Array {
  for (let i = 0; i < places.length; i++) out[i] = column[places[i]]
  return out
}

type Column = Float32Array | Uint8Array | Int32Array

/** From so many numbers on a row is copied faster as a whole than one by one. */
const WIDE = 32

function gather(from: Column, to: Column, places: Int32Array, width: number): void {
  for (let i = 0; i < places.length; i++) {
    const place = places[i] * width
    if (width >= WIDE) to.set(from.subarray(place, place + width), i * width)
    else for (let k = 0; k < width; k++) to[i * width + k] = from[place + k]
  }
}

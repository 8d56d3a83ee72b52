/** What steps leave behind for their derivatives: `StepRecord`, `Tape`. */
import { GauntletError } from '@gauntlet/core'
import type { NetworkSimulator } from './simulator.ts'

/** One step, as its derivative needs it. Shapes as in the simulator. */
export interface StepRecord {
  now: number
  /** Before the step. */
  readonly onHand: Float64Array
  readonly weights: Float64Array
  readonly leadTimes: Int32Array
  /** After it. */
  readonly wanted: Float64Array
  readonly shipped: Float64Array
  readonly left: Float64Array
  /** [batch]: 1 where the episode came to its end in it, for whoever has episodes. */
  readonly ended: Uint8Array
}

/** Room for the records of a fixed number of steps. */
export class Tape {
  private readonly records: readonly StepRecord[]
  private length: number = 0

  constructor({ onHand, weights, leadTimes, shipped }: NetworkSimulator, steps: number) {
    this.records = Array.from({ length: steps }, () => ({
      now: 0,
      onHand: new Float64Array(onHand.length),
      weights: new Float64Array(weights.length),
      leadTimes: new Int32Array(leadTimes.length),
      wanted: new Float64Array(shipped.length),
      shipped: new Float64Array(shipped.length),
      left: new Float64Array(onHand.length),
      ended: new Uint8Array(weights.length),
    }))
  }

  /** Steps that there is room for. */
  get steps(): number {
    return this.records.length
  }

  /** Forgets what was recorded. */
  rewind(): void {
    this.length = 0
  }

  /** Whether the next step is still to be recorded. */
  get open(): boolean {
    return this.length < this.records.length
  }

  /** Keeps what the step to come starts from. */
  before(simulator: NetworkSimulator): void {
    const record = this.records[this.length]
    record.now = simulator.now
    record.onHand.set(simulator.onHand)
    record.weights.set(simulator.weights)
    record.leadTimes.set(simulator.leadTimes)
  }

  /** Keeps what the step did, in a record that is returned. */
  after(simulator: NetworkSimulator): StepRecord {
    const record = this.records[this.length++]
    record.wanted.set(simulator.wanted)
    record.shipped.set(simulator.shipped)
    record.left.set(simulator.left)
    return record
  }

  /** Step `t` of those recorded, from 0. Errors: GauntletError where it was not recorded. */
  record(t: number): StepRecord {
    if (Number.isInteger(t) && t >= 0 && t < this.length) return this.records[t]
    throw new GauntletError('order', `pullback: got step ${t}, expected one of the ${this.length} recorded`)
  }
}

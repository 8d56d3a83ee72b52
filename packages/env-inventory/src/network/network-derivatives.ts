/** The differentiable face of networks: `NetworkDerivatives`. */
import type { Buffers, DifferentiableFace, StepCotangent, StepGradient } from '@gauntlet/core'
import { NetworkAdjoint } from './adjoint.ts'
import type { NetworkRules } from './network-rules.ts'
import type { NetworkProblem } from './problem.ts'
import { Tape } from './tape.ts'
import { readStates, writeStates } from './world-state.ts'

/** The simulator's derivatives, with those of observations (sums of states) and rewards (costs by store). */
export class NetworkDerivatives implements DifferentiableFace {
  readonly stateSize: number
  private readonly rules: NetworkRules
  private readonly adjoint: NetworkAdjoint
  private readonly perStore: number
  private readonly edges: number
  private readonly width: number
  private readonly batch: number
  /** [batch, stateSize] and [batch]: derivatives with respect to the state after the step, and to its cost. */
  private readonly after: Float64Array
  private readonly costs: Float64Array

  constructor({ network, demand }: NetworkProblem, rules: NetworkRules, { batch }: Buffers) {
    const { stateSize } = rules.simulator.plan
    this.stateSize = stateSize
    this.rules = rules
    this.adjoint = new NetworkAdjoint(rules.simulator)
    this.perStore = 1 / demand.stores
    this.edges = network.edges.length
    this.width = rules.stock.size + rules.features.size
    this.batch = batch
    this.after = new Float64Array(batch * stateSize)
    this.costs = new Float64Array(batch)
  }

  readState(state: Float64Array): void {
    readStates(this.rules.simulator, 0, this.batch, state)
  }

  writeState(state: Float64Array): void {
    writeStates(this.rules.simulator, 0, this.batch, state)
  }

  record(steps: number): void {
    this.rules.tape = steps === 0 ? undefined : new Tape(this.rules.simulator, steps)
  }

  pullback(t: number, cotangent: StepCotangent, result: StepGradient): void {
    const { adjoint, batch, edges, stateSize, width, after, costs } = this
    const record = this.rules.tapeRecord(t)
    const { observed, summed } = this.rules.stock
    for (let w = 0; w < batch; w++) {
      costs[w] = -this.perStore * cotangent.rewards[w]
      const row = w * stateSize
      if (record.ended[w] === 1) {
        after.fill(0, row, row + stateSize)
        continue
      }
      for (let k = row; k < row + stateSize; k++) after[k] = cotangent.state[k]
      for (let i = 0; i < observed.length; i++)
        after[row + summed[i]] += cotangent.observations[w * width + observed[i]]
    }
    adjoint.pullback(record, after, costs, result.state)
    for (let w = 0; w < batch; w++) {
      for (let e = 0; e < edges; e++) result.actions[w * edges + e] = adjoint.orders[e * batch + w]
    }
  }
}

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
  /** The latest tape, which another recording of as many steps takes up again. */
  private tape: Tape | undefined

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
    const { rules } = this
    if (steps > 0 && this.tape?.steps !== steps) this.tape = new Tape(rules.simulator, steps)
    this.tape?.rewind()
    rules.tape = steps === 0 ? undefined : this.tape
  }

  pullback(t: number, cotangent: StepCotangent, result: StepGradient): void {
    const { adjoint, batch, edges, stateSize, width, perStore, after, costs } = this
    const { state, observations, rewards } = cotangent
    const { actions } = result
    const record = this.rules.tapeRecord(t)
    const { observed, summed } = this.rules.stock
    after.set(state)
    for (let w = 0; w < batch; w++) {
      costs[w] = -perStore * rewards[w]
      const row = w * stateSize
      if (record.ended[w] === 1) {
        after.fill(0, row, row + stateSize)
        continue
      }
      const seen = w * width
      for (let i = 0; i < observed.length; i++) after[row + summed[i]] += observations[seen + observed[i]]
    }
    adjoint.pullback(record, after, costs, result.state)
    for (let e = 0; e < edges; e++) {
      for (let w = 0; w < batch; w++) actions[w * edges + e] = adjoint.orders[e * batch + w]
    }
  }
}

/** Q of a team that rises with those of its agents, as the state decides: `MonotoneMixer`. */
import { expm1 } from '@gauntlet/core'
import type { MlpArchitecture, Network } from '../networks/network.ts'
import type { Mixer } from './mixer.ts'

export interface MonotoneShape {
  readonly agents: number
  readonly stateWidth: number
  /** Units of the layer that mixes. */
  readonly embed: number
  /** Units of the hidden layer of the networks that put out weights. */
  readonly hyperHidden: number
}

/** What the state decides, and what the last `forward` came to. Shapes as in `MonotoneMixer`. */
interface Trace {
  readonly qs: Float64Array
  readonly inner: Float32Array
  readonly outer: Float32Array
  /** [steps, embed] */
  readonly hidden: Float64Array
}

/**
 * Q = V(s) + Σ_j |w_j(s)| elu(b_j(s) + Σ_a |W_aj(s)| Q_a): with no weight below 0 it falls with no agent's Q, so that what is
 * best for each is best for all. Perceptrons of the state put out W [agents, embed], b [embed], w [embed] and V.
 *
 * Source: Rashid et al. 2018 (QMIX), section 4 and figure 2. The networks of W and w have a hidden layer, as in PyMARL2 and EPyMARL.
 */
export class MonotoneMixer implements Mixer {
  readonly networks: readonly Network[]
  private readonly agents: number
  private readonly embed: number
  private trace: Trace | undefined

  /** `make` makes network number k of a shape. */
  constructor(
    { agents, stateWidth, embed, hyperHidden }: MonotoneShape,
    make: (shape: MlpArchitecture, k: number) => Network,
  ) {
    this.agents = agents
    this.embed = embed
    const layers = [
      [[hyperHidden], agents * embed],
      [[], embed],
      [[hyperHidden], embed],
      [[embed], 1],
    ] as const
    this.networks = layers.map(([hidden, outputs], k) =>
      make({ inputs: stateWidth, hidden, outputs, activation: 'relu', initialisation: 'uniform' }, k),
    )
  }

  predict(qs: Float64Array, states: Float32Array, steps: number): Float64Array {
    const decided = this.networks.map((network) => network.predict(states, steps))
    return this.totals(decided, this.hidden(qs, decided, steps))
  }

  forward(qs: Float64Array, states: Float32Array, steps: number): Float64Array {
    const decided = this.networks.map((network) => network.forward(states, steps))
    const hidden = this.hidden(qs, decided, steps)
    this.trace = { qs, inner: decided[0], outer: decided[2], hidden }
    return this.totals(decided, hidden)
  }

  private hidden(qs: Float64Array, [inner, biases]: readonly Float32Array[], steps: number): Float64Array {
    const { agents, embed } = this
    const hidden = Float64Array.from(biases.subarray(0, steps * embed))
    for (let i = 0; i < steps * agents; i++) {
      const to = Math.floor(i / agents) * embed
      for (let j = 0; j < embed; j++) hidden[to + j] += Math.abs(inner[i * embed + j]) * qs[i]
    }
    for (let j = 0; j < hidden.length; j++) if (hidden[j] < 0) hidden[j] = expm1(hidden[j])
    return hidden
  }

  private totals([, , outer, offsets]: readonly Float32Array[], hidden: Float64Array): Float64Array {
    const { embed } = this
    const totals = Float64Array.from(offsets.subarray(0, hidden.length / embed))
    for (let j = 0; j < hidden.length; j++) totals[Math.floor(j / embed)] += Math.abs(outer[j]) * hidden[j]
    return totals
  }

  backward(byTotals: Float64Array): Float64Array {
    const { agents, embed, networks, trace } = this
    if (trace === undefined) throw new Error('mixer: backward without a forward before it')
    const { qs, inner, outer, hidden } = trace
    const byOuter = new Float32Array(hidden.length)
    const bySums = new Float32Array(hidden.length)
    for (let j = 0; j < hidden.length; j++) {
      const slope = byTotals[Math.floor(j / embed)]
      byOuter[j] = slope * hidden[j] * Math.sign(outer[j])
      // elu'(x) is 1 above 0, and below exp(x) = elu(x) + 1.
      bySums[j] = slope * Math.abs(outer[j]) * Math.min(1, hidden[j] + 1)
    }
    const byInner = new Float32Array(qs.length * embed)
    const byQs = new Float64Array(qs.length)
    for (let i = 0; i < qs.length; i++) {
      const from = Math.floor(i / agents) * embed
      for (let j = 0; j < embed; j++) {
        const weight = inner[i * embed + j]
        byInner[i * embed + j] = bySums[from + j] * qs[i] * Math.sign(weight)
        byQs[i] += bySums[from + j] * Math.abs(weight)
      }
    }
    const gradients = [byInner, bySums, byOuter, Float32Array.from(byTotals)]
    networks.forEach((network, k) => network.backward(gradients[k]))
    return byQs
  }
}

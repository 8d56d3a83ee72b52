/** Trainable echelon levels of stages in a row: `EchelonStockNetwork`. */
import { GauntletError } from '@gauntlet/core'
import type { Arena, FloatArray } from '../dense/operations.ts'
import type { FlowGraph } from './flow-graph.ts'
import type { LevelsTrace } from './levels.ts'
import { softplus, softplusSlope } from './activations.ts'
import type { Parameters, PolicyNetwork } from './policy-network.ts'

/**
 * Stage k, counted from the store, orders min(max(S_k - echelon position, 0), on hand above it), where S_k is the sum of
 * softplus(b_j + 10) over the stages from the store to k: sums keep levels in order.
 *
 * The minimum leans half on each where both are equal. Parameters: b of the store first.
 * Source: Clark and Scarf 1960; Neural_inventory_control, `EchelonStock`.
 */
export class EchelonStockNetwork implements PolicyNetwork<LevelsTrace> {
  readonly parts: readonly [Parameters]
  private readonly graph: FlowGraph
  /** Edges from the store up, one into each stage. */
  private readonly chain: readonly number[]
  private readonly levels: Float64Array
  private readonly levelGradient: Float64Array

  /** Errors: GauntletError where the stages are not in a row. */
  constructor(graph: FlowGraph, arena: Arena) {
    const { length } = graph.nodes
    this.graph = graph
    this.chain = chainOf(graph)
    this.parts = [{ parameters: arena.floats(length), gradient: arena.floats(length) }]
    this.levels = new Float64Array(length)
    this.levelGradient = new Float64Array(length)
    this.changed()
  }

  trace(): LevelsTrace {
    return { observations: new Float64Array(0), rows: 0 }
  }

  forward(observations: FloatArray, rows: number, trace: LevelsTrace, actions: FloatArray): void {
    const { chain, levels } = this
    trace.observations = observations
    trace.rows = rows
    for (let i = 0; i < rows; i++) {
      let position = 0
      for (let k = 0; k < chain.length; k++) {
        position += this.stock(observations, i, chain[k])
        const wanted = Math.max(levels[k] - position, 0)
        actions[i * chain.length + chain[k]] = Math.min(wanted, this.available(observations, i, chain[k]))
      }
    }
  }

  backward({ observations, rows }: LevelsTrace, actions: FloatArray, gradient: FloatArray): void {
    const { chain, levels, levelGradient } = this
    const { edges, nodes, width } = this.graph
    gradient.fill(0)
    levelGradient.fill(0)
    for (let i = 0; i < rows; i++) {
      let position = 0
      for (let k = 0; k < chain.length; k++) {
        const e = chain[k]
        position += this.stock(observations, i, e)
        const gap = levels[k] - position
        const wanted = Math.max(gap, 0)
        const available = this.available(observations, i, e)
        const share = wanted < available ? 1 : wanted > available ? 0 : 0.5
        const d = actions[i * chain.length + e]
        if (edges[e].source >= 0) gradient[i * width + nodes[edges[e].source].stock.offset] += (1 - share) * d
        if (gap < 0) continue
        levelGradient[k] += share * d
        for (let j = 0; j <= k; j++) {
          const { offset, length } = nodes[edges[chain[j]].target].stock
          for (let p = 0; p < length; p++) gradient[i * width + offset + p] -= share * d
        }
      }
    }
    this.addToParts()
  }

  /** S_k moves with b of every stage from the store to k. */
  private addToParts(): void {
    const { parameters, gradient } = this.parts[0]
    const { length } = this.chain
    let sum = 0
    for (let k = length - 1; k >= 0; k--) {
      sum += this.levelGradient[k]
      gradient[k] += sum * softplusSlope(parameters[k] + 10)
    }
  }

  private stock(observations: FloatArray, i: number, e: number): number {
    const { edges, nodes, width } = this.graph
    const { offset, length } = nodes[edges[e].target].stock
    let sum = 0
    for (let p = 0; p < length; p++) sum += observations[i * width + offset + p]
    return sum
  }

  private available(observations: FloatArray, i: number, e: number): number {
    const { edges, nodes, width } = this.graph
    const { source } = edges[e]
    return source < 0 ? Infinity : observations[i * width + nodes[source].stock.offset]
  }

  clearGradient(): void {
    this.parts[0].gradient.fill(0)
  }

  changed(): void {
    const { parameters } = this.parts[0]
    let sum = 0
    for (let k = 0; k < parameters.length; k++) {
      sum += softplus(parameters[k] + 10)
      this.levels[k] = sum
    }
  }
}

function chainOf({ nodes, edges }: FlowGraph): number[] {
  const chain: number[] = []
  let node = nodes.findIndex(({ sells }) => sells)
  while (node >= 0 && nodes[node].incoming.length === 1 && nodes[node].outgoing.length <= 1) {
    const [e] = nodes[node].incoming
    chain.push(e)
    node = edges[e].source
  }
  if (chain.length === edges.length && chain.length === nodes.length) return chain
  throw new GauntletError('spec', 'echelon stock: the stages of the network are not in a row')
}

/** Trainable levels to order up to: `BaseStockNetwork`. */
import type { Arena, FloatArray } from '../dense/operations.ts'
import { softplus, softplusSlope } from './activations.ts'
import type { FlowGraph } from './flow-graph.ts'
import type { Parameters, PolicyNetwork } from './policy-network.ts'

export interface LevelsTrace {
  observations: FloatArray
  rows: number
}

/**
 * order = max(S - position, 0), at most c where capped, with S = softplus(b) and c = softplus(b'), the same for all edges.
 *
 * At kinks the maximum has slope 1 and so has the cap, as PyTorch's clip.
 * Source: Neural_inventory_control, `BaseStock` (b begins at 10) and `CappedBaseStock`; the cap of Xin 2021.
 */
export class BaseStockNetwork implements PolicyNetwork<LevelsTrace> {
  readonly parts: readonly Parameters[]
  private readonly graph: FlowGraph
  private readonly levels: Parameters
  private readonly capped: boolean

  /** `first`: what the parameters begin as: of the level, and of the cap where there is one. */
  constructor(graph: FlowGraph, first: readonly number[], arena: Arena) {
    this.graph = graph
    this.capped = first.length > 1
    this.levels = { parameters: arena.floats(first.length), gradient: arena.floats(first.length) }
    this.levels.parameters.set(first)
    this.parts = [this.levels]
  }

  trace(): LevelsTrace {
    return { observations: new Float64Array(0), rows: 0 }
  }

  forward(observations: FloatArray, rows: number, trace: LevelsTrace, actions: FloatArray): void {
    const { parameters } = this.levels
    const { edges } = this.graph
    const level = softplus(parameters[0])
    const cap = this.capped ? softplus(parameters[1]) : Infinity
    trace.observations = observations
    trace.rows = rows
    for (let i = 0; i < rows; i++) {
      for (let e = 0; e < edges.length; e++) {
        const gap = level - this.position(observations, i, e)
        actions[i * edges.length + e] = Math.min(Math.max(gap, 0), cap)
      }
    }
  }

  backward({ observations, rows }: LevelsTrace, actions: FloatArray, gradient: FloatArray): void {
    const { parameters, gradient: own } = this.levels
    const { edges, nodes, width } = this.graph
    const level = softplus(parameters[0])
    const cap = this.capped ? softplus(parameters[1]) : Infinity
    let levelSum = 0
    let capSum = 0
    gradient.fill(0)
    for (let i = 0; i < rows; i++) {
      for (let e = 0; e < edges.length; e++) {
        const gap = level - this.position(observations, i, e)
        const d = actions[i * edges.length + e]
        if (gap > cap) capSum += d
        else if (gap >= 0) {
          levelSum += d
          const { offset, length } = nodes[edges[e].target].stock
          for (let k = 0; k < length; k++) gradient[i * width + offset + k] -= d
        }
      }
    }
    own[0] += levelSum * softplusSlope(parameters[0])
    if (this.capped) own[1] += capSum * softplusSlope(parameters[1])
  }

  private position(observations: FloatArray, i: number, e: number): number {
    const { nodes, edges, width } = this.graph
    const { offset, length } = nodes[edges[e].target].stock
    let sum = 0
    for (let k = 0; k < length; k++) sum += observations[i * width + offset + k]
    return sum
  }

  clearGradient(): void {
    this.levels.gradient.fill(0)
  }

  changed(): void {}
}

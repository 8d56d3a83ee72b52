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
 * order = max(S - position, 0), at most c where capped, with S = softplus(b) and c = softplus(b') of each edge, and the
 * position of the place that it leads to.
 *
 * At kinks the maximum has slope 1 and so has the cap, as PyTorch's clip.
 * Source: Neural_inventory_control, `BaseStock` (b begins at 10) and `CappedBaseStock`; the cap of Xin 2021.
 */
export class BaseStockNetwork implements PolicyNetwork<LevelsTrace> {
  readonly parts: readonly Parameters[]
  private readonly graph: FlowGraph
  private readonly levels: Parameters
  private readonly capped: boolean

  /** `first`: what all parameters begin as, b by edge and then, where orders are capped, b' by edge. */
  constructor(graph: FlowGraph, first: number, capped: boolean, arena: Arena) {
    const length = graph.edges.length * (capped ? 2 : 1)
    this.graph = graph
    this.capped = capped
    this.levels = { parameters: arena.floats(length).fill(first), gradient: arena.floats(length) }
    this.parts = [this.levels]
  }

  trace(): LevelsTrace {
    return { observations: new Float64Array(0), rows: 0 }
  }

  forward(observations: FloatArray, rows: number, trace: LevelsTrace, actions: FloatArray): void {
    const { edges } = this.graph
    trace.observations = observations
    trace.rows = rows
    for (let e = 0; e < edges.length; e++) {
      const level = this.level(e)
      const cap = this.cap(e)
      for (let i = 0; i < rows; i++) {
        const gap = level - this.position(observations, i, e)
        actions[i * edges.length + e] = Math.min(Math.max(gap, 0), cap)
      }
    }
  }

  backward({ observations, rows }: LevelsTrace, actions: FloatArray, gradient: FloatArray): void {
    const { parameters, gradient: own } = this.levels
    const { edges, nodes, width } = this.graph
    gradient.fill(0)
    for (let e = 0; e < edges.length; e++) {
      const { offset, length } = nodes[edges[e].target].stock
      const level = this.level(e)
      const cap = this.cap(e)
      let levelSum = 0
      let capSum = 0
      for (let i = 0; i < rows; i++) {
        const gap = level - this.position(observations, i, e)
        const d = actions[i * edges.length + e]
        if (gap > cap) capSum += d
        else if (gap >= 0) {
          levelSum += d
          for (let k = 0; k < length; k++) gradient[i * width + offset + k] -= d
        }
      }
      own[e] += levelSum * softplusSlope(parameters[e])
      if (this.capped) own[edges.length + e] += capSum * softplusSlope(parameters[edges.length + e])
    }
  }

  private level(e: number): number {
    return softplus(this.levels.parameters[e])
  }

  private cap(e: number): number {
    return this.capped ? softplus(this.levels.parameters[this.graph.edges.length + e]) : Infinity
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

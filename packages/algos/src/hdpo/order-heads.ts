/** From what a network puts out to orders that can be filled: `OrderHeads`. */
import { exp } from '@gauntlet/core'
import type { FloatArray } from '../dense/operations.ts'
import { sigmoid } from './activations.ts'
import type { FlowGraph } from './flow-graph.ts'

/**
 * Orders out of one number for each edge.
 *
 * Along an edge from a source that is never short: sigmoid(y) × the most that can be ordered. A node that ships to one:
 * sigmoid(y) × on hand. One that ships to several: softmax × on hand, where a logit of 1 beside the others holds stock
 * back, unless nothing may be held.
 * Source: Alvo et al. 2023, section 4 (feasibility enforcement); Neural_inventory_control, `VanillaSerial`,
 * `VanillaWarehouse` (the hold logit is 1, not 0).
 */
export class OrderHeads {
  private readonly graph: FlowGraph
  private readonly holds: boolean

  constructor(graph: FlowGraph, holds: boolean) {
    this.graph = graph
    this.holds = holds
  }

  /**
   * Shapes: `outputs` and `actions` [rows, edges]; `observations` [rows, width]; `shares` [rows, edges] is kept for
   * `backward`: what each order is a multiple of.
   */
  forward(
    observations: FloatArray,
    rows: number,
    outputs: FloatArray,
    shares: FloatArray,
    actions: FloatArray,
  ): void {
    const { edges, nodes, width } = this.graph
    for (let i = 0; i < rows; i++) {
      const row = i * edges.length
      for (let e = 0; e < edges.length; e++) {
        if (edges[e].source >= 0) continue
        shares[row + e] = sigmoid(outputs[row + e])
        actions[row + e] = shares[row + e] * edges[e].limit
      }
      for (let n = 0; n < nodes.length; n++) {
        const { outgoing, stock } = nodes[n]
        if (outgoing.length === 0) continue
        const onHand = observations[i * width + stock.offset]
        if (outgoing.length === 1) shares[row + outgoing[0]] = sigmoid(outputs[row + outgoing[0]])
        else this.softmax(outgoing, row, outputs, shares)
        for (let k = 0; k < outgoing.length; k++)
          actions[row + outgoing[k]] = shares[row + outgoing[k]] * onHand
      }
    }
  }

  private softmax(outgoing: readonly number[], row: number, outputs: FloatArray, shares: FloatArray): void {
    let most = this.holds ? 1 : -Infinity
    for (let k = 0; k < outgoing.length; k++) most = Math.max(most, outputs[row + outgoing[k]])
    let sum = this.holds ? exp(1 - most) : 0
    for (let k = 0; k < outgoing.length; k++) {
      const weight = exp(outputs[row + outgoing[k]] - most)
      shares[row + outgoing[k]] = weight
      sum += weight
    }
    for (let k = 0; k < outgoing.length; k++) shares[row + outgoing[k]] /= sum
  }

  /**
   * Shapes as in `forward`; `actions` are derivatives. Overwrites `outputs` with the derivatives with respect to them, and
   * adds those with respect to stock on hand to `gradient` [rows, width].
   */
  backward(
    observations: FloatArray,
    rows: number,
    shares: FloatArray,
    actions: FloatArray,
    outputs: FloatArray,
    gradient: FloatArray,
  ): void {
    const { edges, nodes, width } = this.graph
    for (let i = 0; i < rows; i++) {
      const row = i * edges.length
      for (let e = 0; e < edges.length; e++) {
        if (edges[e].source >= 0) continue
        const share = shares[row + e]
        outputs[row + e] = actions[row + e] * share * (1 - share) * edges[e].limit
      }
      for (let n = 0; n < nodes.length; n++) {
        const { outgoing, stock } = nodes[n]
        if (outgoing.length === 0) continue
        const onHand = observations[i * width + stock.offset]
        let sum = 0
        for (let k = 0; k < outgoing.length; k++)
          sum += actions[row + outgoing[k]] * shares[row + outgoing[k]]
        gradient[i * width + stock.offset] += sum
        for (let k = 0; k < outgoing.length; k++) {
          const share = shares[row + outgoing[k]]
          outputs[row + outgoing[k]] = share * (actions[row + outgoing[k]] - sum) * onHand
        }
      }
    }
  }
}

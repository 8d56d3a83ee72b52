/** Inventory positions as a policy sees them: `PositionView`. */
import type { View } from '@gauntlet/core'
import { planNetwork } from '../network/plan.ts'
import type { NetworkProblem } from '../network/problem.ts'
import { stockBlocks } from '../network/stock-observation.ts'

/** Where a node's row of stock lies in an observation. */
interface Row {
  readonly offset: number
  readonly length: number
}

/** Reads stock out of observations. A position: on hand (less what customers wait for) and all that is under way. */
export class PositionView {
  private readonly rows: ReadonlyMap<number, Row>
  /** By node, the nodes that it ships to. */
  private readonly targets: readonly (readonly number[])[]

  constructor({ network }: NetworkProblem) {
    const rows = new Map<number, Row>()
    let offset = 0
    for (const { nodes, length } of stockBlocks(planNetwork(network))) {
      for (const node of nodes) {
        rows.set(node, { offset, length })
        offset += length
      }
    }
    this.rows = rows
    this.targets = network.nodes.map((_, node) =>
      network.edges.flatMap(({ source, target }) => (source === node ? [target] : [])),
    )
  }

  onHand(view: View, w: number, node: number): number {
    return view.observations[w * view.spec.observation.shape[0] + this.rows.get(node)!.offset]
  }

  /** What the node has and is to receive. */
  local(view: View, w: number, node: number): number {
    const { offset, length } = this.rows.get(node)!
    const from = w * view.spec.observation.shape[0] + offset
    let sum = 0
    for (let k = from; k < from + length; k++) sum += view.observations[k]
    return sum
  }

  /** The same with all that lies or is under way downstream of it. */
  echelon(view: View, w: number, node: number): number {
    let sum = this.local(view, w, node)
    for (const target of this.targets[node]) sum += this.echelon(view, w, target)
    return sum
  }
}

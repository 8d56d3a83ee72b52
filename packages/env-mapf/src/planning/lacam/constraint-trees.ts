/** The low-level nodes of LaCAM: `ConstraintTrees`. */
import type { Stream } from '@gauntlet/core'
import type { GridWorlds } from '../../worlds.ts'
import type { Explored } from './explored.ts'
import { grown } from './growth.ts'

const NONE = -1

/**
 * For every high-level node a tree of constraints, each of which sends one agent to one cell in the next step.
 *
 * A low-level node at depth d holds the constraints of the first d agents in the order of its high-level node, its own
 * and its ancestors'. The root holds none. Nodes are taken in breadth-first order, and a node's children are made as it
 * is taken, in random order. Children at odds with their ancestors are left out together with all that would come of them.
 * Source: Okumura 2023, "LaCAM: search-based algorithm for quick multi-agent pathfinding" (AAAI). Differs: there such
 * children are made and fail later.
 */
export class ConstraintTrees {
  private readonly explored: Explored
  private readonly worlds: GridWorlds
  private readonly exits: Uint8Array
  private readonly stream: Stream
  private count = 0
  /** [low-level nodes]: the node above, how deep it is, to which cell its agent must go, and who is next in the queue */
  private above: Int32Array = new Int32Array(256)
  private depth: Int32Array = new Int32Array(256)
  private cell: Int32Array = new Int32Array(256)
  private next: Int32Array = new Int32Array(256)
  /** [high-level nodes]: the ends of each one's queue */
  private first: Int32Array = new Int32Array(64)
  private last: Int32Array = new Int32Array(64)
  /** [5]: actions of one agent, to be shuffled */
  private readonly actions: Int32Array = new Int32Array(5)

  /**
   * @param worlds one world
   * @param exits [cells]: which actions lead to a free cell, as `DistanceTables.exits`
   */
  constructor(explored: Explored, worlds: GridWorlds, exits: Uint8Array, stream: Stream) {
    this.explored = explored
    this.worlds = worlds
    this.exits = exits
    this.stream = stream
  }

  /** Plants the tree of a new high-level node. */
  plant(node: number): void {
    this.first = grown(this.first, node + 1)
    this.last = grown(this.last, node + 1)
    this.first[node] = NONE
    this.append(node, NONE, 0, NONE)
  }

  /**
   * Takes the next low-level node of a high-level node, in whose configuration the agents of the world stand: writes its
   * constraints to `fixed`, [agents], the cell of each agent or -1. Gives false where no node is left.
   */
  take(node: number, fixed: Int32Array): boolean {
    const low = this.first[node]
    if (low === NONE) return false
    this.first[node] = this.next[low]
    const { agents, orders } = this.explored
    fixed.fill(NONE)
    for (let l = low; this.depth[l] > 0; l = this.above[l])
      fixed[orders[node * agents + this.depth[l] - 1]] = this.cell[l]
    if (this.depth[low] < agents) this.branch(node, low, fixed)
    return true
  }

  /** Appends a child for each cell to which the next agent in the order can go without a conflict with the others. */
  private branch(node: number, low: number, fixed: Int32Array): void {
    const { actions, stream } = this
    const { agents, offsets, positions } = this.worlds
    const depth = this.depth[low]
    const from = positions[this.explored.orders[node * agents + depth]]
    const exits = this.exits[from] | 1
    let count = 0
    for (let action = 0; action < offsets.length; action++) {
      actions[count] = action
      count += (exits >> action) & 1
    }
    for (let k = count; k > 0; k--) {
      const j = stream.integer(k)
      const to = from + offsets[actions[j]]
      actions[j] = actions[k - 1]
      if (this.isOpen(low, from, to, fixed)) this.append(node, low, depth + 1, to)
    }
  }

  /** Whether none of the constraints is in conflict with an agent that goes from one cell to another. */
  private isOpen(low: number, from: number, to: number, fixed: Int32Array): boolean {
    for (let l = low; this.depth[l] > 0; l = this.above[l]) if (this.cell[l] === to) return false
    const other = this.worlds.occupants[to] - 1
    return other < 0 || to === from || fixed[other] !== from
  }

  private append(node: number, above: number, depth: number, cell: number): void {
    const low = this.count++
    this.above = grown(this.above, this.count)
    this.depth = grown(this.depth, this.count)
    this.cell = grown(this.cell, this.count)
    this.next = grown(this.next, this.count)
    this.above[low] = above
    this.depth[low] = depth
    this.cell[low] = cell
    this.next[low] = NONE
    if (this.first[node] === NONE) this.first[node] = low
    else this.next[this.last[node]] = low
    this.last[node] = low
  }
}

/** The high-level nodes of LaCAM*: `Explored`. */
import { grown } from './growth.ts'

/** No node. */
export const NONE = -1

/**
 * Every configuration that the search has met, each a node with what is known of it, and the moves known between them.
 *
 * Symbols: `Q` a configuration, the cells of all agents; `g` the least cost known from the start to it, by way of
 * `parent`; `h` a lower bound of what is left. A node is found by its configuration through a hash table with open
 * addressing. Everything lies in flat arrays, which double as they fill.
 * Source: Okumura 2023, "Improving LaCAM for scalable eventually optimal multi-agent pathfinding" (IJCAI).
 */
export class Explored {
  readonly agents: number
  nodes = 0
  /** [nodes, agents]: Q */
  cells: Int32Array
  /** [nodes, agents]: agents, the highest priority first */
  orders: Int32Array
  g: Int32Array = new Int32Array(64)
  h: Int32Array = new Int32Array(64)
  parent: Int32Array = new Int32Array(64)
  /** [nodes]: the last of the edges that leave each node; [edges]: the one before it, where it leads and what it costs */
  edge: Int32Array = new Int32Array(64)
  before: Int32Array = new Int32Array(256)
  to: Int32Array = new Int32Array(256)
  cost: Int32Array = new Int32Array(256)
  private edges = 0
  private hashes: Int32Array = new Int32Array(64)
  /** [a power of two, at least twice the nodes]: a node plus 1, or 0 */
  private slots: Int32Array = new Int32Array(256)

  constructor(agents: number) {
    this.agents = agents
    this.cells = new Int32Array(64 * agents)
    this.orders = new Int32Array(64 * agents)
  }

  /** The node of a configuration, [agents]; `NONE` where it is new. */
  find(q: Int32Array): number {
    const { slots, hashes } = this
    const hash = hashOf(q)
    const mask = slots.length - 1
    for (let s = hash & mask; slots[s] !== 0; s = (s + 1) & mask) {
      const node = slots[s] - 1
      if (hashes[node] === hash && this.holds(node, q)) return node
    }
    return NONE
  }

  /** A new node for a configuration that is none yet. Its order is left to the caller. */
  add(q: Int32Array, parent: number, g: number, h: number): number {
    const node = this.nodes++
    this.reserve()
    this.cells.set(q, node * this.agents)
    this.g[node] = g
    this.h[node] = h
    this.parent[node] = parent
    this.edge[node] = NONE
    this.hashes[node] = hashOf(q)
    this.enter(node)
    return node
  }

  /** Notes that one node leads to another, unless that is known. */
  link(from: number, to: number, cost: number): void {
    for (let e = this.edge[from]; e !== NONE; e = this.before[e]) if (this.to[e] === to) return
    const e = this.edges++
    this.before = grown(this.before, this.edges)
    this.to = grown(this.to, this.edges)
    this.cost = grown(this.cost, this.edges)
    this.before[e] = this.edge[from]
    this.to[e] = to
    this.cost[e] = cost
    this.edge[from] = e
  }

  /** The configurations from the root to a node: [steps + 1, agents]. */
  pathTo(node: number): Int32Array {
    const { agents, parent } = this
    let length = 0
    for (let n = node; n !== NONE; n = parent[n]) length++
    const path = new Int32Array(length * agents)
    for (let n = node; n !== NONE; n = parent[n])
      path.set(this.cells.subarray(n * agents, (n + 1) * agents), --length * agents)
    return path
  }

  private holds(node: number, q: Int32Array): boolean {
    const { cells, agents } = this
    for (let a = 0, k = node * agents; a < agents; a++, k++) if (cells[k] !== q[a]) return false
    return true
  }

  private reserve(): void {
    this.cells = grown(this.cells, this.nodes * this.agents)
    this.orders = grown(this.orders, this.nodes * this.agents)
    this.g = grown(this.g, this.nodes)
    this.h = grown(this.h, this.nodes)
    this.parent = grown(this.parent, this.nodes)
    this.edge = grown(this.edge, this.nodes)
    this.hashes = grown(this.hashes, this.nodes)
    if (2 * this.nodes <= this.slots.length) return
    this.slots = new Int32Array(2 * this.slots.length)
    for (let node = 0; node < this.nodes - 1; node++) this.enter(node)
  }

  private enter(node: number): void {
    const { slots, hashes } = this
    const mask = slots.length - 1
    let s = hashes[node] & mask
    while (slots[s] !== 0) s = (s + 1) & mask
    slots[s] = node + 1
  }
}

/** FNV-1a over whole cells, and the last mixing of MurmurHash3, since tables look at the low bits. */
function hashOf(q: Int32Array): number {
  let hash = 0x811c9dc5 | 0
  for (let a = 0; a < q.length; a++) hash = Math.imul(hash ^ q[a], 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

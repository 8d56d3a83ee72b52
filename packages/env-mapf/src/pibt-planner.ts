/** Priority inheritance with backtracking: `PibtPlanner`, `Priorities`. */
import type { ActionArray, Stream } from '@gauntlet/core'
import type { DistanceTables } from './distance-tables.ts'
import type { GridWorlds } from './worlds.ts'

/** Actions in the order in which candidate cells are tried where nothing else tells them apart. */
const CANDIDATES: Int32Array = /* @__PURE__ */ Int32Array.of(3, 4, 1, 2, 0)
const WIDTH = 5

/**
 * One step of PIBT: where every agent of a world goes next, without any conflict.
 *
 * Agents choose in the order of their priority. An agent takes the free cell nearest to its goal; whoever stands
 * there and has not chosen yet must choose at once, in its name, and where that fails the agent takes its next best.
 * Symbols: `next[a]` the cell chosen by agent a, or -1; `reserved[cell]` the agent (plus 1) that will be there.
 * Source: Okumura et al. 2022, algorithm 1; Kei18/pibt2, `PIBT::funcPIBT`. With a stream, candidates are shuffled
 * before they are sorted by distance and then by whether somebody stands there now; without, they are taken in the
 * order left, right, up, down, stay.
 */
export class PibtPlanner {
  /** [agents]: the cell of each agent after the step that was planned last */
  readonly next: Int32Array
  private readonly worlds: GridWorlds
  private readonly reserved: Int32Array
  /** [agents + 1, 5]: candidate cells and their keys at each depth of inheritance */
  private readonly candidates: Int32Array
  private readonly keys: Int32Array
  private w = 0
  private tables: DistanceTables | undefined
  private stream: Stream | undefined

  constructor(worlds: GridWorlds) {
    this.worlds = worlds
    this.next = new Int32Array(worlds.agents)
    this.reserved = new Int32Array(worlds.cells)
    this.candidates = new Int32Array((worlds.agents + 1) * WIDTH)
    this.keys = new Int32Array((worlds.agents + 1) * WIDTH)
  }

  /** Fills `next` for world `w`. Shapes: `order` [agents], the agent of highest priority first. */
  plan(w: number, tables: DistanceTables, order: Int32Array, stream: Stream | undefined): void {
    const { next, reserved } = this
    this.w = w
    this.tables = tables
    this.stream = stream
    next.fill(-1)
    for (let k = 0; k < order.length; k++) {
      if (next[order[k]] < 0) this.choose(order[k], -1, 0)
    }
    for (let a = 0; a < next.length; a++) reserved[next[a]] = 0
  }

  /** The actions that lead to `next`. Shapes: writes row `w` of `actions` [batch, agents]. */
  writeActions(w: number, actions: ActionArray): void {
    const { agents, positions, stride } = this.worlds
    for (let a = 0; a < agents; a++) {
      const step = this.next[a] - positions[w * agents + a]
      actions[w * agents + a] =
        step === 0 ? 0 : step === -stride ? 1 : step === stride ? 2 : step === -1 ? 3 : 4
    }
  }

  /** Lets agent `a` choose, not the cell of its parent. Returns whether it got a cell other than by default. */
  private choose(a: number, parentCell: number, depth: number): boolean {
    const { agents, cells, occupants, positions } = this.worlds
    const { next, reserved, candidates } = this
    const from = positions[this.w * agents + a]
    const first = depth * WIDTH
    const end = first + this.rank(a, from, first)
    for (let k = first; k < end; k++) {
      const cell = candidates[k]
      if (reserved[cell] !== 0 || cell === parentCell) continue
      reserved[cell] = a + 1
      next[a] = cell
      const other = occupants[this.w * cells + cell] - 1
      if (other < 0 || other === a || next[other] >= 0 || this.choose(other, from, depth + 1)) return true
    }
    reserved[from] = a + 1
    next[a] = from
    return false
  }

  /** Writes the candidates of agent `a`, best first, from `first` on, and returns how many there are. */
  private rank(a: number, from: number, first: number): number {
    const { cells, obstacles, offsets } = this.worlds
    const { candidates, stream } = this
    const base = this.w * cells
    let count = 0
    for (let k = 0; k < WIDTH; k++) {
      const cell = from + offsets[CANDIDATES[k]]
      if (obstacles[base + cell] === 0) candidates[first + count++] = cell
    }
    if (stream !== undefined) shuffle(candidates, first, count, stream)
    this.sort(a, first, count)
    return count
  }

  /** Sorts candidates by distance, then those where nobody stands first. Stable. */
  private sort(a: number, first: number, count: number): void {
    const { cells, occupants } = this.worlds
    const { candidates, keys } = this
    const { distances, offsets } = this.tables!
    const base = this.w * cells
    for (let k = first; k < first + count; k++) {
      const cell = candidates[k]
      const key = distances[offsets[a] + cell] * 2 + (occupants[base + cell] === 0 ? 0 : 1)
      let j = k
      for (; j > first && keys[j - 1] > key; j--) {
        keys[j] = keys[j - 1]
        candidates[j] = candidates[j - 1]
      }
      keys[j] = key
      candidates[j] = cell
    }
  }
}

/** As `Stream.shuffle`, without its checks. */
function shuffle(items: Int32Array, first: number, count: number, stream: Stream): void {
  for (let k = count - 1; k > 0; k--) {
    const j = first + stream.integer(k + 1)
    const item = items[first + k]
    items[first + k] = items[j]
    items[j] = item
  }
}

/**
 * Who chooses first in one world: the longest on the way, then the farthest at first, then the highest lot.
 *
 * Source: Kei18/pibt2, the comparators of `pibt.cpp` (with `remoteness`) and `pibt_mapd.cpp` (without: all 0).
 */
export class Priorities {
  /** [agents]: agents, highest priority first; valid after `sort` */
  readonly order: Int32Array
  /** [agents]: steps since the agent was last at a goal */
  readonly elapsed: Int32Array
  /** [agents]: steps from start to goal where goals are given once, else 0 */
  readonly remoteness: Int32Array
  /** [agents]: decides between equals, the larger first */
  readonly lots: Float64Array

  constructor(agents: number) {
    this.order = Int32Array.from({ length: agents }, (_, a) => a)
    this.elapsed = new Int32Array(agents)
    this.remoteness = new Int32Array(agents)
    this.lots = new Float64Array(agents)
  }

  /** Starts an episode: lots are drawn, or without a stream fall by index. */
  begin(stream: Stream | undefined): void {
    this.elapsed.fill(0)
    for (let a = 0; a < this.lots.length; a++) this.lots[a] = stream === undefined ? -a : stream.uniform()
  }

  /** A step has passed: those who were paid for a goal start again. Shapes: `rewards` [offset … offset + agents - 1]. */
  age(rewards: Float32Array, offset: number): void {
    const { elapsed } = this
    for (let a = 0; a < elapsed.length; a++) elapsed[a] = rewards[offset + a] > 0 ? 0 : elapsed[a] + 1
  }

  /** Brings `order` up to date by insertion: from one step to the next it hardly changes. */
  sort(): void {
    const { order } = this
    for (let k = 1; k < order.length; k++) {
      const a = order[k]
      let j = k
      for (; j > 0 && this.precedes(a, order[j - 1]); j--) order[j] = order[j - 1]
      order[j] = a
    }
  }

  private precedes(a: number, b: number): boolean {
    const { elapsed, remoteness, lots } = this
    if (elapsed[a] !== elapsed[b]) return elapsed[a] > elapsed[b]
    if (remoteness[a] !== remoteness[b]) return remoteness[a] > remoteness[b]
    return lots[a] !== lots[b] ? lots[a] > lots[b] : a < b
  }
}

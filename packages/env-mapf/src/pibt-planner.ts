/** One step of priority inheritance with backtracking: `PibtPlanner`. */
import type { ActionArray, Stream } from '@gauntlet/core'
import type { DistanceTables } from './distance-tables.ts'
import { SwapRule } from './swap-rule.ts'
import type { GridWorlds } from './worlds.ts'

/** Actions in the order in which candidates are tried where nothing else tells them apart. */
const CANDIDATES: Int32Array = /* @__PURE__ */ Int32Array.of(3, 4, 1, 2, 0)
const WIDTH = 5

/**
 * Where every agent of a world goes next, without any conflict.
 *
 * Agents choose in the order of their priority. An agent takes the free cell nearest to its goal; whoever stands
 * there and has not chosen yet must choose at once, in its name, and where that fails the agent takes its next best.
 * Symbols: `next[a]` the cell chosen by agent a, or -1; `reserved[cell]` the agent (plus 1) that will be there;
 * `depth` how many agents wait for the one that chooses now.
 * Source: Okumura et al. 2022, algorithm 1; Kei18/pibt2, `PIBT::funcPIBT`. With a stream, candidates are shuffled
 * before they are sorted by distance and then by whether somebody stands there now; without, they are taken in the
 * order left, right, up, down, stay. With `swap`, as Kei18/lacam3's `PIBT::funcPIBT` instead: see `SwapRule`, and it
 * is of no matter who stands in a candidate now. The recursion of both is a loop here: a chain of inheritance may be as
 * long as there are agents.
 */
export class PibtPlanner {
  /** [agents]: the cell of each agent after the step that was planned last; -1 for those who have left */
  readonly next: Int32Array
  private readonly worlds: GridWorlds
  private readonly tables: DistanceTables
  private readonly swap: SwapRule | undefined
  private readonly reserved: Int32Array
  /** [agents]: who chooses at each depth, the index of its next candidate, the end of those, and whom it would pull */
  private readonly chain: Int32Array
  private readonly cursors: Int32Array
  private readonly ends: Int32Array
  private readonly partners: Int32Array
  /** [agents, 5]: candidate cells at each depth, best first */
  private readonly candidates: Int32Array
  /** [5]: the candidates of one agent as key * 8 + action */
  private readonly ranked: Int32Array = new Int32Array(WIDTH)
  private w = 0
  private stream: Stream | undefined
  private wishes: ActionArray | undefined

  constructor(worlds: GridWorlds, tables: DistanceTables, swap: boolean) {
    const { agents, cells } = worlds
    this.worlds = worlds
    this.tables = tables
    this.swap = swap ? new SwapRule(worlds, tables) : undefined
    this.next = new Int32Array(agents)
    this.reserved = new Int32Array(cells)
    this.chain = new Int32Array(agents)
    this.cursors = new Int32Array(agents)
    this.ends = new Int32Array(agents)
    this.partners = new Int32Array(agents)
    this.candidates = new Int32Array(agents * WIDTH)
  }

  /**
   * Fills `next` for world `w`, for which the tables must be open.
   *
   * Shapes: `order` [agents], the agent of highest priority first; `wishes` [batch, agents], the action that each
   * agent tries before all others, where there are any.
   */
  plan(w: number, order: Int32Array, stream: Stream | undefined, wishes?: ActionArray): void {
    const { agents, active } = this.worlds
    const { next, reserved } = this
    this.w = w
    this.stream = stream
    this.wishes = wishes
    next.fill(-1)
    for (let k = 0; k < agents; k++) {
      const a = order[k]
      if (next[a] < 0 && active[w * agents + a] === 1) this.choose(a)
    }
    for (let a = 0; a < agents; a++) if (next[a] >= 0) reserved[next[a]] = 0
  }

  /** The actions that lead to `next`. Shapes: writes row `w` of `actions` [batch, agents]. */
  writeActions(w: number, actions: ActionArray): void {
    const { agents, positions, stride } = this.worlds
    for (let a = 0; a < agents; a++) {
      const step = this.next[a] < 0 ? 0 : this.next[a] - positions[w * agents + a]
      actions[w * agents + a] =
        step === 0 ? 0 : step === -stride ? 1 : step === stride ? 2 : step === -1 ? 3 : 4
    }
  }

  /** Lets an agent choose, and all those who must choose in its name. */
  private choose(first: number): void {
    const { agents, positions } = this.worlds
    const { next, reserved, chain } = this
    let depth = 0
    this.enter(first, 0)
    while (depth >= 0) {
      const a = chain[depth]
      const from = positions[this.w * agents + a]
      const other = this.reserve(a, from, depth)
      if (other === SETTLED) {
        if (this.swap !== undefined) this.pull(depth)
        return
      }
      if (other >= 0) {
        this.enter(other, ++depth)
        continue
      }
      reserved[from] = a + 1
      next[a] = from
      depth--
    }
  }

  /** Tries the agent's candidates on: gives whoever must choose first, or `SETTLED`, or `STUCK` when none is left. */
  private reserve(a: number, from: number, depth: number): number {
    const { cells, occupants } = this.worlds
    const { next, reserved, candidates, cursors } = this
    const end = this.ends[depth]
    while (cursors[depth] < end) {
      const cell = candidates[cursors[depth]++]
      if (reserved[cell] !== 0) continue
      const other = occupants[this.w * cells + cell] - 1
      if (other >= 0 && next[other] === from) continue
      reserved[cell] = a + 1
      next[a] = cell
      return other < 0 || other === a || next[other] >= 0 ? SETTLED : other
    }
    return STUCK
  }

  /** Agent `a` is to choose, at a depth: ranks its candidates. */
  private enter(a: number, depth: number): void {
    const { agents, positions, offsets } = this.worlds
    const { candidates, ranked } = this
    const from = positions[this.w * agents + a]
    const first = depth * WIDTH
    const count = this.rank(a, from)
    for (let k = 0; k < count; k++) candidates[first + k] = from + offsets[ranked[k] & 7]
    this.chain[depth] = a
    this.cursors[depth] = first
    this.ends[depth] = first + count
    if (this.swap === undefined) return
    this.partners[depth] = this.swap.partner(this.w, a, candidates[first], this.next)
    if (this.partners[depth] >= 0) candidates.subarray(first, first + count).reverse()
  }

  /** Writes the agent's candidates to `ranked`, best first, and returns how many there are. */
  private rank(a: number, from: number): number {
    const { agents, cells, goals, occupants, offsets } = this.worlds
    const { tables, ranked, stream, swap, wishes, w } = this
    const i = w * agents + a
    const towards = tables.towards(goals[i], from)
    const exits = tables.exits[from] | 1
    const wish = wishes === undefined ? -1 : wishes[i]
    let count = 0
    for (let k = 0; k < WIDTH; k++) {
      const action = CANDIDATES[k]
      if (((exits >> action) & 1) === 0) continue
      const taken = swap === undefined && occupants[w * cells + from + offsets[action]] !== 0 ? 1 : 0
      const class_ = action === 0 ? 2 : ((towards >> action) & 1) === 1 ? 0 : 4
      ranked[count++] = ((action === wish ? -1 : class_ + taken) << 3) | action
    }
    if (stream !== undefined) shuffle(ranked, count, stream)
    sort(ranked, count)
    return count
  }

  /** The swap operation of all who got their first candidate: they pull their partners into the cells they leave. */
  private pull(deepest: number): void {
    const { agents, positions } = this.worlds
    const { next, reserved, chain, cursors, partners } = this
    for (let depth = deepest; depth >= 0; depth--) {
      const partner = partners[depth]
      if (partner < 0 || cursors[depth] !== depth * WIDTH + 1) continue
      const from = positions[this.w * agents + chain[depth]]
      if (next[partner] >= 0 || reserved[from] !== 0) continue
      reserved[from] = partner + 1
      next[partner] = from
    }
  }
}

const SETTLED = -1
const STUCK = -2

/** As `Stream.shuffle`, without its checks. */
function shuffle(items: Int32Array, count: number, stream: Stream): void {
  for (let k = count - 1; k > 0; k--) {
    const j = stream.integer(k + 1)
    const item = items[k]
    items[k] = items[j]
    items[j] = item
  }
}

/** Sorts by key, which is all but the lowest three bits. Stable. */
function sort(items: Int32Array, count: number): void {
  for (let k = 1; k < count; k++) {
    const item = items[k]
    let j = k
    for (; j > 0 && items[j - 1] >> 3 > item >> 3; j--) items[j] = items[j - 1]
    items[j] = item
  }
}

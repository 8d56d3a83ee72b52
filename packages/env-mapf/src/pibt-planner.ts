/** One step of priority inheritance with backtracking: `PibtPlanner`. */
import type { ActionArray, Stream } from '@gauntlet/core'
import type { DistanceTables } from './distance-tables.ts'
import { SwapRule } from './swap-rule.ts'
import type { GridWorlds } from './worlds.ts'

/** Actions in the order in which candidates are tried where nothing else tells them apart. */
const CANDIDATES: Int32Array = /* @__PURE__ */ Int32Array.of(3, 4, 1, 2, 0)
const WIDTH = 5
/** Above every rank: no candidate. */
const NONE = 1048576
/** All of a rank but its action, and the classes of candidates in it, of which the occupied come one later. */
const ORDER_BITS = 504
const WISH = 0
const NEARER = 1
const OWN = 3
const FARTHER = 5
/** What `reserve` gives where nobody need be asked: the agent has a cell, or there is none left. */
const SETTLED = -1
const STUCK = -2

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
  /** [agents]: who chooses at each depth, whom it would pull, how many candidates it has tried, the last one's rank */
  private readonly chain: Int32Array
  private readonly partners: Int32Array
  private readonly tried: Int32Array
  private readonly last: Int32Array
  /**
   * [agents, 5]: the ranks of the candidates at each depth, the least the best, in any order: 64 class + 8 place +
   * action, where the place is that after the shuffle; or `NONE`
   */
  private readonly ranks: Int32Array
  /** [5]: the candidates of one agent, to be shuffled */
  private readonly shuffled: Int32Array = new Int32Array(WIDTH)
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
    this.partners = new Int32Array(agents)
    this.tried = new Int32Array(agents)
    this.last = new Int32Array(agents)
    this.ranks = new Int32Array(agents * WIDTH)
  }

  /**
   * Fills `next` for world `w`, for which the tables must be open.
   *
   * Shapes: `order` [agents], the agent of highest priority first; `wishes` [batch, agents], the action that each
   * agent tries before all others, where there are any; `fixed` [agents], the cell to which each agent must go, or -1,
   * where there are any, no two in conflict.
   * @returns whether there is a next cell for everybody, as there always is where nothing is fixed
   */
  plan(
    w: number,
    order: Int32Array,
    stream: Stream | undefined,
    wishes?: ActionArray,
    fixed?: Int32Array,
  ): boolean {
    const { agents, active } = this.worlds
    const { next, reserved } = this
    this.w = w
    this.stream = stream
    this.wishes = wishes
    if (fixed === undefined) next.fill(-1)
    else this.fix(fixed)
    let succeeds = true
    for (let k = 0; k < agents && succeeds; k++) {
      const a = order[k]
      if (next[a] < 0 && active[w * agents + a] === 1) succeeds = this.choose(a)
    }
    for (let a = 0; a < agents; a++) if (next[a] >= 0) reserved[next[a]] = 0
    return succeeds
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

  private fix(fixed: Int32Array): void {
    this.next.set(fixed)
    for (let a = 0; a < fixed.length; a++) if (fixed[a] >= 0) this.reserved[fixed[a]] = a + 1
  }

  /** Lets an agent choose, and all those who must choose in its name. Returns whether it got one of its candidates. */
  private choose(first: number): boolean {
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
        return true
      }
      if (other >= 0) {
        this.enter(other, ++depth)
        continue
      }
      reserved[from] = a + 1
      next[a] = from
      depth--
    }
    return false
  }

  /** Tries the agent's candidates on: gives whoever must choose first, or `SETTLED`, or `STUCK` when none is left. */
  private reserve(a: number, from: number, depth: number): number {
    const { cells, occupants, offsets } = this.worlds
    const { next, reserved } = this
    for (;;) {
      const rank = this.leastAbove(this.last[depth], depth)
      if (rank === NONE) return STUCK
      this.last[depth] = rank
      this.tried[depth]++
      const cell = from + offsets[rank & 7]
      if (reserved[cell] !== 0) continue
      const other = occupants[this.w * cells + cell] - 1
      if (other >= 0 && next[other] === from) continue
      reserved[cell] = a + 1
      next[a] = cell
      return other < 0 || other === a || next[other] >= 0 ? SETTLED : other
    }
  }

  /** The rank of the best candidate behind the one of a given rank. Mostly the first will do, and sorting is wasted. */
  private leastAbove(floor: number, depth: number): number {
    const { ranks } = this
    let least = NONE
    for (let k = depth * WIDTH; k < (depth + 1) * WIDTH; k++) {
      const rank = ranks[k] > floor ? ranks[k] : NONE
      least = rank < least ? rank : least
    }
    return least
  }

  /** Agent `a` is to choose, at a depth. */
  private enter(a: number, depth: number): void {
    const { agents, positions, offsets } = this.worlds
    const { ranks } = this
    const from = positions[this.w * agents + a]
    this.chain[depth] = a
    this.tried[depth] = 0
    this.last[depth] = -1
    this.rank(a, from, depth * WIDTH)
    if (this.swap === undefined) return
    const best = from + offsets[this.leastAbove(-1, depth) & 7]
    this.partners[depth] = this.swap.partner(this.w, a, best, this.next)
    if (this.partners[depth] < 0) return
    for (let k = depth * WIDTH; k < (depth + 1) * WIDTH; k++) {
      if (ranks[k] !== NONE) ranks[k] ^= ORDER_BITS
    }
  }

  /** Writes the ranks of the agent's candidates to `ranks` from `first` on. */
  private rank(a: number, from: number, first: number): void {
    const { agents, cells, goals, occupants, offsets } = this.worlds
    const { tables, ranks, shuffled, stream, swap, wishes, w } = this
    const i = w * agents + a
    const towards = tables.towards(goals[i], from)
    const exits = tables.exits[from] | 1
    const wish = wishes === undefined ? -1 : wishes[i]
    let count = 0
    for (let k = 0; k < WIDTH; k++) {
      const action = CANDIDATES[k]
      shuffled[count] = action
      count += (exits >> action) & 1
    }
    if (stream !== undefined) shuffle(shuffled, count, stream)
    for (let k = 0; k < count; k++) {
      const action = shuffled[k]
      const beside = FARTHER + (NEARER - FARTHER) * ((towards >> action) & 1)
      const taken = swap === undefined && occupants[w * cells + from + offsets[action]] !== 0 ? 1 : 0
      const order = action === wish ? WISH : action === 0 ? OWN : beside + taken
      ranks[first + k] = (order << 6) | (k << 3) | action
    }
    for (let k = count; k < WIDTH; k++) ranks[first + k] = NONE
  }

  /** The swap operation of all who got their first candidate: they pull their partners into the cells they leave. */
  private pull(deepest: number): void {
    const { agents, positions } = this.worlds
    const { next, reserved, chain, tried, partners } = this
    for (let depth = deepest; depth >= 0; depth--) {
      const partner = partners[depth]
      if (partner < 0 || tried[depth] !== 1) continue
      const from = positions[this.w * agents + chain[depth]]
      if (next[partner] >= 0 || reserved[from] !== 0) continue
      reserved[from] = partner + 1
      next[partner] = from
    }
  }
}

/** As `Stream.shuffle`, without its checks. */
function shuffle(items: Int32Array, count: number, stream: Stream): void {
  for (let k = count - 1; k > 0; k--) {
    const j = stream.integer(k + 1)
    const item = items[k]
    items[k] = items[j]
    items[j] = item
  }
}

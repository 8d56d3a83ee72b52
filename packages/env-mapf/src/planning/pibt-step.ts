/** One step of PIBT, however agents move: `PibtStep`. */
import type { Stream } from '@gauntlet/core'
import type { Motion } from './motion.ts'
import { CANDIDATES, NeighbouringCells } from './neighbouring-cells.ts'

/** Above every rank: no candidate. */
const NONE = 2147483647
/** What `reserve` gives where nobody need be asked: the agent has a cell, or there is none left. */
const SETTLED = -1
const STUCK = -2
/** Whether an agent goes where it wants to in this very step. */
const UNKNOWN = 0
const ASKED = 1
const STAYS = 2

/**
 * Where every agent goes next, without any conflict.
 *
 * Agents choose cells in the order of their priority. An agent takes the free cell over which its way is shortest;
 * whoever stands there and has not chosen yet must choose at once, in its name, and where that fails the agent takes
 * its next best. Who must turn before it can go to its cell turns, and keeps the cell in which it stands; so does
 * everybody who would go to the cell of one who stays.
 * Symbols: `wanted[a]` the candidate of agent a, or -1; `reserved[cell]` the agent (plus 1) that wants it.
 * Source: Okumura et al. 2022, algorithm 1; Kei18/pibt2, `PIBT::funcPIBT`; wishes as in CS-PIBT, Veerapaneni et al.
 * 2024. Agents that turn: Start-Kit of the League of Robot Runners, `default_planner/pibt.cpp`, and Jiang et al. 2024,
 * section 4. Differs from the Start-Kit: ways are as long as they are with turns, an agent chooses anew while it turns,
 * and rotations are allowed. With a stream, candidates that are alike are taken in random order; without, left, right,
 * up, down.
 */
export class PibtStep {
  /** How often an agent's candidates have been weighed. */
  choices = 0
  readonly motion: Motion
  readonly agents: number
  private readonly cells: NeighbouringCells
  private readonly wanted: Int32Array
  /** [cells]: the agent (plus 1) that stands in each cell, and the one that will */
  private readonly occupants: Int32Array
  private readonly reserved: Int32Array
  /** [agents]: who chooses at each depth, and the rank of the candidate that it tried last */
  private readonly chain: Int32Array
  private readonly last: Int32Array
  /**
   * [agents, CANDIDATES]: the ranks of the candidates at each depth, the least the best, in any order. From the
   * highest bit on: the length of the way over it, its first actions, whether somebody stands there, chance, and its
   * number.
   */
  private readonly ranks: Int32Array
  private readonly places: Int32Array = new Int32Array(CANDIDATES)
  private readonly progress: Uint8Array
  private states: Int32Array = new Int32Array(0)
  private ways: readonly Uint16Array[] = []
  private stream: Stream | undefined
  private wishes: Int32Array | undefined

  constructor(motion: Motion, agents: number) {
    const cells = motion.map.rows * motion.map.columns
    this.motion = motion
    this.agents = agents
    this.cells = new NeighbouringCells(motion)
    this.wanted = new Int32Array(agents)
    this.occupants = new Int32Array(cells)
    this.reserved = new Int32Array(cells)
    this.chain = new Int32Array(agents)
    this.last = new Int32Array(agents)
    this.ranks = new Int32Array(agents * CANDIDATES)
    this.progress = new Uint8Array(agents)
  }

  /**
   * Writes the state of every agent after the step.
   *
   * Shapes: `states` and `next` [agents]; `order` [agents], the agent of highest priority first; `ways` [agents,
   * states], actions from each state to the agent's goal; `wishes` [agents], the state that each tries before all
   * others, -1 for none.
   */
  plan(
    states: Int32Array,
    order: Int32Array,
    ways: readonly Uint16Array[],
    stream: Stream | undefined,
    next: Int32Array,
    wishes?: Int32Array,
  ): void {
    const { wanted, occupants, reserved, progress } = this
    const { cellOf } = this.motion
    this.states = states
    this.ways = ways
    this.stream = stream
    this.wishes = wishes
    wanted.fill(-1)
    progress.fill(UNKNOWN)
    for (let a = 0; a < states.length; a++) occupants[cellOf[states[a]]] = a + 1
    for (let k = 0; k < order.length; k++) if (wanted[order[k]] < 0) this.choose(order[k])
    for (let a = 0; a < states.length; a++) next[a] = this.stateAfter(a)
    for (let a = 0; a < states.length; a++) {
      occupants[cellOf[states[a]]] = 0
      reserved[cellOf[this.cells.there[wanted[a]]]] = 0
    }
  }

  /** Lets an agent choose, and all those who must choose in its name. */
  private choose(first: number): void {
    const { chain, wanted, reserved, cells } = this
    let depth = 0
    this.enter(first, 0)
    while (depth >= 0) {
      const other = this.reserve(chain[depth], depth)
      if (other === SETTLED) return
      if (other >= 0) {
        this.enter(other, ++depth)
        continue
      }
      const a = chain[depth--]
      const own = this.states[a] * CANDIDATES + cells.counts[this.states[a]] - 1
      wanted[a] = own
      reserved[this.motion.cellOf[this.states[a]]] = a + 1
    }
  }

  /** Tries the agent's candidates on: gives whoever must choose first, or `SETTLED`, or `STUCK` when none is left. */
  private reserve(a: number, depth: number): number {
    const { wanted, reserved, occupants, cells } = this
    const { cellOf } = this.motion
    const base = this.states[a] * CANDIDATES
    const from = cellOf[this.states[a]]
    for (;;) {
      const rank = this.leastAbove(this.last[depth], depth)
      if (rank === NONE) return STUCK
      this.last[depth] = rank
      const candidate = base + (rank & 7)
      const cell = cellOf[cells.there[candidate]]
      if (reserved[cell] !== 0) continue
      const other = occupants[cell] - 1
      if (other >= 0 && other !== a && wanted[other] >= 0 && cellOf[cells.there[wanted[other]]] === from)
        continue
      reserved[cell] = a + 1
      wanted[a] = candidate
      return other < 0 || other === a || wanted[other] >= 0 ? SETTLED : other
    }
  }

  private leastAbove(floor: number, depth: number): number {
    const { ranks } = this
    let least = NONE
    for (let k = depth * CANDIDATES; k < (depth + 1) * CANDIDATES; k++) {
      if (ranks[k] > floor && ranks[k] < least) least = ranks[k]
    }
    return least
  }

  /** Agent `a` is to choose, at a depth: its candidates are ranked. */
  private enter(a: number, depth: number): void {
    const { ranks, places, cells, occupants, stream, wishes } = this
    const { cellOf } = this.motion
    const state = this.states[a]
    const way = this.ways[a]
    const base = state * CANDIDATES
    const count = cells.counts[state]
    const wish = wishes === undefined ? -1 : wishes[a]
    this.choices++
    this.chain[depth] = a
    this.last[depth] = -1
    for (let k = 0; k < count; k++) places[k] = k
    if (stream !== undefined) shuffle(places, count, stream)
    for (let k = 0; k < count - 1; k++) {
      const there = cells.there[base + k]
      const actions = cells.actions[base + k]
      const taken = occupants[cellOf[there]] === 0 ? 0 : 1
      const length = cells.first[base + k] === wish ? 0 : actions + way[there]
      ranks[depth * CANDIDATES + k] = rankOf(length, actions, taken, places[k], k)
    }
    const waiting = state === wish ? 0 : 1 + way[state]
    ranks[depth * CANDIDATES + count - 1] = rankOf(waiting, 0, 0, places[count - 1], count - 1)
    ranks.fill(NONE, depth * CANDIDATES + count, (depth + 1) * CANDIDATES)
  }

  /** The state to which the agent's wish leads it in this step. */
  private stateAfter(a: number): number {
    const { cells, wanted, states } = this
    if (cells.actions[wanted[a]] > 1) return cells.first[wanted[a]]
    return this.goes(a) ? cells.there[wanted[a]] : states[a]
  }

  /**
   * Whether the agent leaves its cell: whether everybody does before it, up to a cell in which nobody stands, or
   * round to itself.
   */
  private goes(first: number): boolean {
    const { cells, wanted, occupants, progress, chain } = this
    let length = 0
    let a = first
    let goes = true
    for (;;) {
      if (progress[a] !== UNKNOWN) {
        goes = progress[a] !== STAYS
        break
      }
      progress[a] = ASKED
      chain[length++] = a
      if (cells.actions[wanted[a]] !== 1) {
        goes = false
        break
      }
      const ahead = occupants[this.motion.cellOf[cells.there[wanted[a]]]] - 1
      if (ahead < 0) break
      a = ahead
    }
    if (!goes) while (length > 0) progress[chain[--length]] = STAYS
    return goes
  }
}

function rankOf(way: number, actions: number, taken: number, place: number, k: number): number {
  return ((((((way << 2) | actions) << 1) | taken) << 3) | place) * 8 + k
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

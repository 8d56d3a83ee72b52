/** The best path of one agent among reservations: `Sipp`. */
import { MinHeap } from './min-heap.ts'
import { HARD, MOVE, type Path, Reservations, type Rules, SOFT, TAKEN, sideOf } from './reservations.ts'
import type { Ways } from './ways.ts'

/** The end of an interval that has none. */
const FOREVER = 1073741824
/** Rounds after which their numbers begin again. */
const MOST_ROUNDS = 2147483647
/** No interval. */
const NONE = -1
const HARD_TAKEN = TAKEN << HARD
const SOFT_TAKEN = TAKEN << SOFT
const ANY_TAKEN = HARD_TAKEN | SOFT_TAKEN
/** Most conflicts that are told apart, and the weights of f and c in a key, above those of h. */
const MOST_CONFLICTS = 4095
const C_WEIGHT = 65536
const F_WEIGHT = 268435456

/**
 * Safe-interval path planning.
 *
 * A node is a state and an interval of steps in which its cell is not taken; that it waits within the interval makes no
 * other node. Intervals end also where soft reservations begin or end, so that each is met by them in whole or not at
 * all. The path found is of earliest arrival, and among those of the fewest soft reservations met, counted by nodes and
 * moves.
 * Symbols: f = t + h, the step of arrival and the steps to the goal with nobody there; c conflicts. Nodes are taken in
 * the order of f, c, h.
 * Source: Phillips and Likhachev 2011, "SIPP: safe interval path planning for dynamic environments"; soft reservations
 * as in SIPPS of Li et al. 2022, "MAPF-LNS2", section 4. Differs: arrival counts before conflicts; where there is a
 * window, the search ends with it, since the ways that remain are known.
 */
export class Sipp {
  readonly ways: Ways
  readonly reservations: Reservations
  /** [states, actions]: the side to which an action moves, or -1 */
  private readonly sides: Int8Array
  private readonly heap: MinHeap = new MinHeap()
  /** [nodes]: state, step of arrival, end of the interval, its number, conflicts, and the node before */
  private states: Int32Array = new Int32Array(1024)
  private arrivals: Int32Array = new Int32Array(1024)
  private ends: Int32Array = new Int32Array(1024)
  private intervals: Int32Array = new Int32Array(1024)
  private conflicts: Int32Array = new Int32Array(1024)
  private parents: Int32Array = new Int32Array(1024)
  private nodes = 0
  /** [states]: the first of each state's intervals that have been met, and the round in which that was */
  private readonly first: Int32Array
  private readonly rounds: Int32Array
  /**
   * [intervals met]: last step, the next interval of the same state, arrival and conflicts of the node made last, and the
   * least conflicts of those taken
   */
  private lastSteps: Int32Array = new Int32Array(1024)
  private next: Int32Array = new Int32Array(1024)
  private made: Int32Array = new Int32Array(1024)
  private madeConflicts: Int32Array = new Int32Array(1024)
  private takenConflicts: Int32Array = new Int32Array(1024)
  private met = 0
  private round = 0
  /** The goal's cell where agents stay there, or else -1. */
  private stay = -1
  private h: Uint16Array = new Uint16Array(0)

  constructor(ways: Ways, rules: Rules) {
    this.ways = ways
    this.reservations = new Reservations(ways.motion, rules)
    const { actions, cellOf, successors, map } = ways.motion
    this.first = new Int32Array(ways.motion.states)
    this.rounds = new Int32Array(ways.motion.states)
    this.sides = Int8Array.from(successors, (next, k) =>
      next < 0 ? -1 : sideOf(cellOf[next] - cellOf[Math.floor(k / actions)], map.columns),
    )
  }

  /** The best path from a state to a cell, to the end of the window at most; undefined where there is none. */
  plan(start: number, goal: number): Path | undefined {
    const { heap, reservations } = this
    const { cellOf } = this.ways.motion
    const { window, vanish } = reservations.rules
    this.begin(goal)
    this.make(start, 0, 0, -1)
    while (heap.size > 0) {
      const node = heap.pop()
      if (!this.take(node)) continue
      const state = this.states[node]
      const t = this.arrivals[node]
      if (cellOf[state] === goal) {
        if (!vanish && this.ends[node] === FOREVER) return this.pathTo(node, t)
        // Whoever is at its goal to begin with is there after a step at the earliest.
        if (vanish && Math.max(t, 1) <= this.ends[node]) return this.pathTo(node, Math.max(t, 1))
      }
      if (t >= window) return this.pathTo(node, t)
      this.expand(node)
    }
    return undefined
  }

  private begin(goal: number): void {
    this.stay = this.reservations.rules.vanish ? -1 : goal
    this.h = this.ways.to(goal)
    this.heap.clear()
    this.nodes = 0
    this.met = 0
    if (++this.round > MOST_ROUNDS) {
      this.rounds.fill(0)
      this.round = 1
    }
  }

  private expand(node: number): void {
    const { motion } = this.ways
    const { bits, stride, rows, last } = this.reservations
    const { actions, successors, cellOf } = motion
    const state = this.states[node]
    const end = this.ends[node]
    const c = this.conflicts[node]
    const own = rows[cellOf[state]] * stride
    if (end < last && (bits[own + end + 1] & HARD_TAKEN) === 0) this.make(state, end + 1, c, node)
    for (let k = state * actions; k < (state + 1) * actions; k++) {
      const next = successors[k]
      if (next < 0 || next === state) continue
      const base = rows[cellOf[next]] * stride
      const side = this.sides[k]
      const hardBack = side < 0 ? 0 : MOVE << ((side ^ 1) + HARD)
      const softBack = side < 0 ? 0 : MOVE << ((side ^ 1) + SOFT)
      for (let t = this.arrivals[node] + 1; t <= end + 1;) {
        const moves = bits[base + Math.min(t - 1, last)]
        if ((bits[base + Math.min(t, last)] & HARD_TAKEN) !== 0 || (moves & hardBack) !== 0) {
          if (t > last) break
          t++
          continue
        }
        const nextEnd = this.make(next, t, (moves & softBack) === 0 ? c : c + 1, node)
        if (nextEnd === FOREVER) break
        t = nextEnd + 1
      }
    }
  }

  /**
   * Makes a node unless one made before is as good, with the conflicts `c` counted before those of its interval.
   * Returns the interval's end.
   */
  private make(state: number, t: number, c: number, parent: number): number {
    const { bits, stride, rows, last } = this.reservations
    const cell = this.ways.motion.cellOf[state]
    const base = rows[cell] * stride
    let end = base === 0 ? last : Math.min(t, last)
    const soft = bits[base + end] & SOFT_TAKEN
    while (end < last && (bits[base + end + 1] & ANY_TAKEN) === soft) end++
    let met = soft === 0 ? c : c + 1
    const later = cell === this.stay ? this.metFrom(base, end) : -1
    if (later >= 0) {
      end = last
      met += later
    }
    const conflicts = Math.min(met, MOST_CONFLICTS)
    const interval = this.intervalOf(state, end)
    if (end === last) end = FOREVER
    if (this.made[interval] <= t && this.madeConflicts[interval] <= conflicts) return end
    this.made[interval] = t
    this.madeConflicts[interval] = conflicts
    if (this.nodes === this.states.length) this.grow()
    const node = this.nodes++
    this.states[node] = state
    this.arrivals[node] = t
    this.ends[node] = end
    this.intervals[node] = interval
    this.conflicts[node] = conflicts
    this.parents[node] = parent
    const h = this.h[state]
    this.heap.push((t + h) * F_WEIGHT + conflicts * C_WEIGHT + h, node)
    return end
  }

  /** The number of the interval of a state that ends with a step; one that has not been met in this round is new. */
  private intervalOf(state: number, end: number): number {
    const { first, rounds, lastSteps, next } = this
    let k = rounds[state] === this.round ? first[state] : NONE
    const head = k
    while (k !== NONE && lastSteps[k] !== end) k = next[k]
    if (k !== NONE) return k
    rounds[state] = this.round
    if (this.met === this.made.length) this.growIntervals()
    const interval = this.met++
    this.lastSteps[interval] = end
    this.next[interval] = head
    this.first[state] = interval
    this.made[interval] = FOREVER
    this.takenConflicts[interval] = MOST_CONFLICTS + 1
    return interval
  }

  /**
   * Soft intervals after step `t` in the goal's row, which are met there by whoever stays for good: it has arrived, though
   * they are better not met. -1 where nobody can stay.
   */
  private metFrom(base: number, t: number): number {
    const { bits, last } = this.reservations
    let intervals = 0
    for (let k = base + t + 1; k <= base + last; k++) {
      if ((bits[k] & HARD_TAKEN) !== 0) return -1
      if ((bits[k] & SOFT_TAKEN) > (bits[k - 1] & SOFT_TAKEN)) intervals++
    }
    return intervals
  }

  /** Whether a node is to be expanded: not where one of its interval that came earlier has no more conflicts. */
  private take(node: number): boolean {
    const interval = this.intervals[node]
    if (this.takenConflicts[interval] <= this.conflicts[node]) return false
    this.takenConflicts[interval] = this.conflicts[node]
    return true
  }

  /** The path that ends with a node, which is there until step `t`. */
  private pathTo(node: number, t: number): Path {
    const states = new Int32Array(Math.min(t, this.reservations.rules.window) + 1)
    const cost = t + (t > this.arrivals[node] ? 0 : this.h[this.states[node]])
    let until = t
    for (let k = node; k >= 0; k = this.parents[k]) {
      const from = this.arrivals[k]
      for (let step = Math.min(until, states.length - 1); step >= from; step--) states[step] = this.states[k]
      until = from - 1
    }
    return { states, cost }
  }

  private grow(): void {
    this.states = doubled(this.states)
    this.arrivals = doubled(this.arrivals)
    this.ends = doubled(this.ends)
    this.intervals = doubled(this.intervals)
    this.conflicts = doubled(this.conflicts)
    this.parents = doubled(this.parents)
  }

  private growIntervals(): void {
    this.lastSteps = doubled(this.lastSteps)
    this.next = doubled(this.next)
    this.made = doubled(this.made)
    this.madeConflicts = doubled(this.madeConflicts)
    this.takenConflicts = doubled(this.takenConflicts)
  }
}

function doubled(array: Int32Array): Int32Array {
  const twice = new Int32Array(2 * array.length)
  twice.set(array)
  return twice
}

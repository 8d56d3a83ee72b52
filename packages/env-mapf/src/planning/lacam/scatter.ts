/** Ways that keep out of each other's way: `Scatter`. */
import type { Stream } from '@gauntlet/core'
import type { DistanceTables } from '../../distance-tables.ts'
import type { GridWorlds } from '../../worlds.ts'
import { grown } from './growth.ts'
import { Traffic } from './traffic.ts'

const NONE = -1
/** Steps by which a way may be longer than the shortest. */
const MARGIN = 10
/** All are planned at least so often. */
const ROUNDS = 2

/**
 * A way for every agent such that all of them meet as little as possible.
 *
 * Agents are planned one after the other in random order, round after round as long as that makes their meetings fewer:
 * of the ways that are at most 10 steps longer than the shortest, one with the fewest meetings, and of those the
 * shortest. A cell is looked at once, when it is reached with the fewest meetings, so that the least is not certain.
 *
 * Nodes wait in buckets, 11 for each number of meetings, one for each step beyond the shortest way.
 * Source: Okumura 2024, "Engineering LaCAM*" (AAMAS), space utilisation optimisation; after Han and Yu 2022, "Optimizing
 * space utilization for more effective multi-robot path planning" (ICRA).
 */
export class Scatter {
  /** Nodes expanded so far. */
  expansions = 0
  /** [agents]: the cell of every step */
  readonly ways: Int32Array[]
  private readonly worlds: GridWorlds
  private readonly tables: DistanceTables
  private readonly stream: Stream
  private readonly traffic: Traffic
  private readonly starts: Int32Array
  private readonly distances: Int32Array
  /** [agents]: who is planned when in a round; the round, how many are planned in it, and the meetings before it */
  private readonly order: Int32Array
  private round = 0
  private planned = 0
  private meetings = 0
  /** [cells]: the search that closed each cell last, and the cell before it on the way */
  private readonly closed: Int32Array
  private readonly parent: Int32Array
  private search = 0
  /** [nodes]: cell, the cell before, steps made, steps left at the least, next in the bucket */
  private cell: Int32Array = new Int32Array(1024)
  private from: Int32Array = new Int32Array(1024)
  private made: Int32Array = new Int32Array(1024)
  private left: Int32Array = new Int32Array(1024)
  private next: Int32Array = new Int32Array(1024)
  private nodes = 0
  /** [meetings, 11]: the newest node of each bucket; those after the last hold nothing yet */
  private buckets: Int32Array = new Int32Array(1024)
  private last = -1

  constructor(worlds: GridWorlds, tables: DistanceTables, starts: Int32Array, stream: Stream) {
    const { agents, cells, goals, offsets } = worlds
    this.worlds = worlds
    this.tables = tables
    this.stream = stream
    this.traffic = new Traffic(cells, offsets)
    this.starts = starts
    this.distances = starts.map((cell, a) => tables.distance(goals[a], cell))
    this.order = Int32Array.from({ length: agents }, (_, a) => a)
    this.ways = []
    this.closed = new Int32Array(cells)
    this.parent = new Int32Array(cells)
  }

  /** Whether nobody meets anybody, or a round has passed that made nothing better. */
  get isOver(): boolean {
    if (this.planned > 0 || this.round === 0) return false
    const { meetings } = this.traffic
    return meetings === 0 || (this.round >= ROUNDS && meetings >= this.meetings)
  }

  /** Plans until so many expansions are made in all, or it is over. */
  run(limit: number): void {
    while (this.expansions < limit && !this.isOver) {
      if (this.planned === 0) {
        this.meetings = this.traffic.meetings
        this.stream.shuffle(this.order)
      }
      const a = this.order[this.planned]
      if (this.round > 0) this.traffic.remove(this.ways[a])
      this.ways[a] = this.find(a)
      this.traffic.add(this.ways[a])
      this.planned = (this.planned + 1) % this.order.length
      if (this.planned === 0) this.round++
    }
  }

  private find(a: number): Int32Array {
    const goal = this.worlds.goals[a]
    this.search++
    this.nodes = 0
    this.last = -1
    this.reach(this.starts[a], NONE, 0, this.distances[a], 0)
    for (let bucket = 0; bucket <= this.last; bucket++) {
      for (let node = this.buckets[bucket]; node !== NONE; node = this.buckets[bucket]) {
        this.buckets[bucket] = this.next[node]
        const cell = this.cell[node]
        if (this.closed[cell] === this.search) continue
        this.closed[cell] = this.search
        this.parent[cell] = this.from[node]
        this.expansions++
        if (cell === goal) return this.wayTo(goal, this.made[node])
        this.expand(a, node, bucket)
      }
    }
    return this.ways[a] ?? this.shortest(a)
  }

  /** Where no way is found, since its cells were looked at once, when it was too late. */
  private shortest(a: number): Int32Array {
    const way = new Int32Array(this.distances[a] + 1).fill(this.starts[a], 0, 1)
    for (let t = 0; t + 1 < way.length; t++) {
      const towards = this.tables.towards(this.worlds.goals[a], way[t])
      way[t + 1] = way[t] + this.worlds.offsets[31 - Math.clz32(towards)]
    }
    return way
  }

  private expand(a: number, node: number, bucket: number): void {
    const { offsets, goals } = this.worlds
    const cell = this.cell[node]
    const made = this.made[node] + 1
    const exits = this.tables.exits[cell]
    for (let action = 1; action < offsets.length; action++) {
      const to = cell + offsets[action]
      if (((exits >> action) & 1) === 0 || this.closed[to] === this.search) continue
      const isNearer = this.tables.nearer(goals[a], cell, to)
      const left = this.left[node] + (isNearer ? -1 : 1)
      if (made + left > this.distances[a] + MARGIN) continue
      const met = this.traffic.met(cell, to, action, made)
      this.reach(to, cell, made, left, bucket + (MARGIN + 1) * met + (isNearer ? 0 : 2))
    }
  }

  private reach(cell: number, from: number, made: number, left: number, bucket: number): void {
    const node = this.nodes++
    if (this.nodes > this.cell.length) this.reserve()
    this.buckets = grown(this.buckets, bucket + 1)
    while (this.last < bucket) this.buckets[++this.last] = NONE
    this.cell[node] = cell
    this.from[node] = from
    this.made[node] = made
    this.left[node] = left
    this.next[node] = this.buckets[bucket]
    this.buckets[bucket] = node
  }

  private reserve(): void {
    this.cell = grown(this.cell, this.nodes)
    this.from = grown(this.from, this.nodes)
    this.made = grown(this.made, this.nodes)
    this.left = grown(this.left, this.nodes)
    this.next = grown(this.next, this.nodes)
  }

  private wayTo(goal: number, made: number): Int32Array {
    const way = new Int32Array(made + 1)
    for (let t = made, cell = goal; t >= 0; t--, cell = this.parent[cell]) way[t] = cell
    return way
  }
}

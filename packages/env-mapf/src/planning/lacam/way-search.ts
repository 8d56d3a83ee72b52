/** The way of one agent among those of others: `WaySearch`. */
import type { Stream } from '@gauntlet/core'
import type { DistanceTables } from '../../distance-tables.ts'
import type { GridWorlds } from '../../worlds.ts'
import { grown } from './growth.ts'
import { NEVER, NONE, type Stays } from './stays.ts'

/**
 * Safe-interval path planning: the earliest arrival, for good, of an agent that starts at step 0, in nobody's way.
 *
 * A node is a cell and one of its safe intervals, told by the stay before it (the interval's key: `cells` + stay, or the
 * cell where none is before); to be there sooner is never worse. Nodes wait in buckets by f = arrival + distance, the
 * newest of a bucket first.
 * Source: Phillips and Likhachev 2011, "SIPP: Safe interval path planning for dynamic environments".
 */
export class WaySearch {
  /** Nodes expanded so far. */
  expansions = 0
  private readonly worlds: GridWorlds
  private readonly tables: DistanceTables
  private readonly stays: Stays
  private readonly stream: Stream
  /** [cells + stays]: of each interval the search that reached it last, and its arrival there */
  private seen: Int32Array
  private arrivals: Int32Array
  private search = 0
  /** [nodes]: cell, stay before and after, arrival, distance to the goal, node before, next in the bucket */
  private cell: Int32Array = new Int32Array(1024)
  private before: Int32Array = new Int32Array(1024)
  private after: Int32Array = new Int32Array(1024)
  private arrival: Int32Array = new Int32Array(1024)
  private distance: Int32Array = new Int32Array(1024)
  private parent: Int32Array = new Int32Array(1024)
  private next: Int32Array = new Int32Array(1024)
  private nodes = 0
  /** [f - least f]: the newest node of each bucket */
  private buckets: Int32Array = new Int32Array(64)
  private least = 0
  private most = 0
  /** The order of directions in this search. */
  private turn = 0

  constructor(worlds: GridWorlds, tables: DistanceTables, stays: Stays, stream: Stream) {
    this.worlds = worlds
    this.tables = tables
    this.stays = stays
    this.stream = stream
    this.seen = new Int32Array(worlds.cells)
    this.arrivals = new Int32Array(worlds.cells)
  }

  /**
   * The cell of every step up to the arrival, or undefined where that would be after step `most`.
   *
   * @param distance that from start to goal, at most `most`
   */
  find(start: number, goal: number, distance: number, most: number): Int32Array | undefined {
    this.begin(distance, most)
    this.reach(start, NONE, 0, distance, NONE)
    for (let bucket = 0; bucket <= most - distance; bucket++) {
      for (let node = this.take(bucket); node !== NONE; node = this.take(bucket)) {
        if (this.arrivals[this.keyOf(node)] < this.arrival[node]) continue
        this.expansions++
        if (this.cell[node] === goal && this.after[node] === NONE) return this.wayTo(node)
        this.expand(node, goal)
      }
    }
    return undefined
  }

  private take(bucket: number): number {
    const node = this.buckets[bucket]
    if (node !== NONE) this.buckets[bucket] = this.next[node]
    return node
  }

  private expand(node: number, goal: number): void {
    const { offsets } = this.worlds
    const cell = this.cell[node]
    const exits = this.tables.exits[cell]
    for (let k = 0; k < 4; k++) {
      const action = 1 + ((k + this.turn) & 3)
      if (((exits >> action) & 1) === 1) this.go(node, cell + offsets[action], goal)
    }
  }

  private begin(distance: number, most: number): void {
    this.seen = grown(this.seen, this.worlds.cells + this.stays.capacity)
    this.arrivals = grown(this.arrivals, this.worlds.cells + this.stays.capacity)
    this.search++
    this.nodes = 0
    this.least = distance
    this.most = most
    this.turn = this.stream.integer(4)
    this.buckets = grown(this.buckets, most - distance + 1)
    this.buckets.fill(NONE, 0, most - distance + 1)
  }

  private keyOf(node: number): number {
    return this.before[node] === NONE ? this.cell[node] : this.worlds.cells + this.before[node]
  }

  /** Goes from a node into every safe interval of a cell beside it that can be reached without waiting elsewhere. */
  private go(node: number, cell: number, goal: number): void {
    const { stays } = this
    const after = this.after[node]
    const soonest = this.arrival[node] + 1
    // The last step at which the agent can be there, having left its cell in time.
    const latest = after === NONE ? NEVER : stays.from[after]
    const closer = this.tables.nearer(goal, this.cell[node], cell) ? -1 : 1
    const distance = this.distance[node] + closer
    let before = stays.lastBy(cell, soonest)
    for (;;) {
      const first = before === NONE ? 0 : stays.until[before] + 1
      const arrival = first > soonest ? first : soonest
      if (arrival > latest || arrival + distance > this.most) return
      const later = before === NONE ? stays.first[cell] : stays.next[before]
      const swaps =
        before !== NONE &&
        after !== NONE &&
        arrival === first &&
        arrival === latest &&
        stays.agent[before] === stays.agent[after]
      if (!swaps && (later === NONE || arrival < stays.from[later]))
        this.reach(cell, before, arrival, distance, node)
      if (later === NONE) return
      before = later
    }
  }

  private reach(cell: number, before: number, arrival: number, distance: number, parent: number): void {
    const { stays } = this
    const key = before === NONE ? cell : this.worlds.cells + before
    if (this.seen[key] === this.search && this.arrivals[key] <= arrival) return
    this.seen[key] = this.search
    this.arrivals[key] = arrival
    const node = this.nodes++
    if (this.nodes > this.cell.length) this.reserve()
    this.cell[node] = cell
    this.before[node] = before
    this.after[node] = before === NONE ? stays.first[cell] : stays.next[before]
    this.arrival[node] = arrival
    this.distance[node] = distance
    this.parent[node] = parent
    const bucket = arrival + distance - this.least
    this.next[node] = this.buckets[bucket]
    this.buckets[bucket] = node
  }

  private reserve(): void {
    this.cell = grown(this.cell, this.nodes)
    this.before = grown(this.before, this.nodes)
    this.after = grown(this.after, this.nodes)
    this.arrival = grown(this.arrival, this.nodes)
    this.distance = grown(this.distance, this.nodes)
    this.parent = grown(this.parent, this.nodes)
    this.next = grown(this.next, this.nodes)
  }

  private wayTo(last: number): Int32Array {
    const way = new Int32Array(this.arrival[last] + 1)
    let end = way.length
    for (let node = last; node !== NONE; node = this.parent[node]) {
      way.fill(this.cell[node], this.arrival[node], end)
      end = this.arrival[node]
    }
    return way
  }
}

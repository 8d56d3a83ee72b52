/** How far it is to tasks and through them: `WalkDistances`. */
import type { GridWorlds } from '../worlds.ts'
import type { Tasks } from './tasks.ts'

/** Breadth-first searches on the worlds' maps, of cells and without turns. */
export class WalkDistances {
  private readonly worlds: GridWorlds
  private readonly offsets: Int32Array
  /** [cells]: the search that came to each cell last, and how far it then was */
  private readonly searches: Int32Array
  private readonly steps: Int32Array
  private readonly queue: Int32Array
  /** [cells]: the first slot of the pool whose task begins in the cell, plus 1, or 0; [room]: the next such slot, likewise */
  private readonly slots: Int32Array
  private readonly next: Int32Array
  private search = 0

  constructor(worlds: GridWorlds, room: number) {
    this.worlds = worlds
    this.offsets = worlds.offsets.slice(1)
    this.searches = new Int32Array(worlds.cells)
    this.steps = new Int32Array(worlds.cells)
    this.queue = new Int32Array(worlds.cells)
    this.slots = new Int32Array(worlds.cells)
    this.next = new Int32Array(room)
  }

  /** Steps from the first errand of task `k` through all others. */
  length(w: number, k: number, tasks: Tasks): number {
    const errands = tasks.scenarios[w]!.errandsOf(k)
    let sum = 0
    for (let e = 1; e < errands; e++) sum += this.between(w, tasks.cellOf(w, k, e - 1), tasks.cellOf(w, k, e))
    return sum
  }

  /** The slot of the waiting task that is soonest done from a cell: of several, the one of lowest number. */
  soonest(w: number, cell: number, tasks: Tasks): number {
    const { steps, queue, slots } = this
    this.mark(w, tasks)
    let best = -1
    let least = Infinity
    let tail = this.open(cell)
    for (let head = 0; head < tail && steps[queue[head]] <= least; head++) {
      const at = queue[head]
      for (let slot = slots[at] - 1; slot >= 0; slot = this.next[slot] - 1) {
        const total = steps[at] + tasks.lengths[w * tasks.room + slot]
        if (total > least || (total === least && slot > best)) continue
        best = slot
        least = total
      }
      tail = this.expand(w, at, tail)
    }
    for (let k = 0; k < tasks.waiting[w]; k++) slots[tasks.cellOf(w, tasks.pool[w * tasks.room + k], 0)] = 0
    return best
  }

  private mark(w: number, tasks: Tasks): void {
    const { slots, next } = this
    for (let slot = tasks.waiting[w] - 1; slot >= 0; slot--) {
      const cell = tasks.cellOf(w, tasks.pool[w * tasks.room + slot], 0)
      next[slot] = slots[cell]
      slots[cell] = slot + 1
    }
  }

  private between(w: number, from: number, to: number): number {
    const { steps, queue } = this
    let tail = this.open(from)
    for (let head = 0; queue[head] !== to; head++) tail = this.expand(w, queue[head], tail)
    return steps[to]
  }

  /** Begins a search. */
  private open(cell: number): number {
    this.search++
    this.searches[cell] = this.search
    this.steps[cell] = 0
    this.queue[0] = cell
    return 1
  }

  /** Puts the free cells beside a cell to which the search has not come yet at the end of the queue. */
  private expand(w: number, cell: number, tail: number): number {
    const { worlds, offsets, searches, steps, queue, search } = this
    const base = w * worlds.cells
    for (let k = 0; k < offsets.length; k++) {
      const other = cell + offsets[k]
      if (worlds.obstacles[base + other] === 1 || searches[other] === search) continue
      searches[other] = search
      steps[other] = steps[cell] + 1
      queue[tail++] = other
    }
    return tail
  }
}

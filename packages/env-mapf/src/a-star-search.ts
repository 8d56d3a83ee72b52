/** A* on a map of which only a part has been seen: `AStarSearch`. */
import type { GridWorlds } from './worlds.ts'

/** Expansions after which a search ends, found or not. */
const MOST_EXPANSIONS = 10000
const MOST_NODES = 4 * MOST_EXPANSIONS + 1
/** Places of the hash table, 2^17: more than three for each node. */
const PLACES = 131072
const PLACE_SHIFT = 15

/**
 * The way to a cell, with all that has not been seen held to be free, within the map's frame and without end beyond it.
 *
 * A cell belongs to whoever comes upon it first, though a shorter way may be found later; the heap is Python's
 * `heapq`, whose order shows, since the order of nodes (`precedes`) is none in the strict sense.
 * Symbols: f = g + h, steps so far plus the Manhattan distance to the goal.
 * Source: POGEMA 1.4.0, `a_star_policy.py`.
 */
export class AStarSearch {
  private readonly worlds: GridWorlds
  /** [nodes]: row and column in the frame (below 0 or beyond it as well), f, g, the node before, its place */
  private readonly rows: Int32Array = new Int32Array(MOST_NODES)
  private readonly columns: Int32Array = new Int32Array(MOST_NODES)
  private readonly f: Int32Array = new Int32Array(MOST_NODES)
  private readonly g: Int32Array = new Int32Array(MOST_NODES)
  private readonly parents: Int32Array = new Int32Array(MOST_NODES)
  private readonly placeOf: Int32Array = new Int32Array(MOST_NODES)
  private nodes = 0
  /** [places]: node plus 1, or 0, at or after the place that row and column hash to */
  private readonly places: Int32Array = new Int32Array(PLACES)
  private readonly heap: Int32Array = new Int32Array(MOST_NODES)
  private size = 0
  private goalRow = 0
  private goalColumn = 0

  constructor(worlds: GridWorlds) {
    this.worlds = worlds
  }

  /**
   * The action that begins the way from a cell to the goal in world `w`; 0 where there is none or none is needed.
   *
   * Shapes: `seen` [base … base + cells / 32], a bit for each cell of the frame.
   */
  firstAction(w: number, from: number, goal: number, seen: Int32Array, base: number): number {
    const { rowOf, columnOf } = this.worlds
    this.goalRow = rowOf[goal]
    this.goalColumn = columnOf[goal]
    this.add(rowOf[from], columnOf[from], 0, -1)
    for (let expansions = 0; expansions < MOST_EXPANSIONS && this.size > 0; expansions++) {
      const node = this.pop()
      this.expand(node, w, seen, base)
      if (this.rows[node] === this.goalRow && this.columns[node] === this.goalColumn) break
    }
    const action = this.actionTo(this.places[this.find(this.goalRow, this.goalColumn)] - 1)
    for (let node = 0; node < this.nodes; node++) this.places[this.placeOf[node]] = 0
    this.nodes = 0
    this.size = 0
    return action
  }

  /** The first step on the way to a node. */
  private actionTo(last: number): number {
    const { rows, columns, parents } = this
    if (last <= 0) return 0
    let node = last
    while (parents[node] !== 0) node = parents[node]
    if (rows[node] !== rows[0]) return rows[node] < rows[0] ? 1 : 2
    return columns[node] < columns[0] ? 3 : 4
  }

  private expand(node: number, w: number, seen: Int32Array, base: number): void {
    const row = this.rows[node]
    const column = this.columns[node]
    for (let action = 1; action <= 4; action++) {
      const nextRow = action === 1 ? row - 1 : action === 2 ? row + 1 : row
      const nextColumn = action === 3 ? column - 1 : action === 4 ? column + 1 : column
      if (this.isBlocked(nextRow, nextColumn, w, seen, base)) continue
      if (this.places[this.find(nextRow, nextColumn)] === 0)
        this.add(nextRow, nextColumn, this.g[node] + 1, node)
    }
  }

  private isBlocked(row: number, column: number, w: number, seen: Int32Array, base: number): boolean {
    const { cells, stride, obstacles } = this.worlds
    const cell = row * stride + column
    if (column < 0 || column >= stride || cell < 0 || cell >= cells) return false
    return obstacles[w * cells + cell] === 1 && ((seen[base + (cell >> 5)] >> cell) & 1) === 1
  }

  private add(row: number, column: number, g: number, parent: number): void {
    const node = this.nodes++
    const place = this.find(row, column)
    this.rows[node] = row
    this.columns[node] = column
    this.g[node] = g
    this.f[node] = g + Math.abs(row - this.goalRow) + Math.abs(column - this.goalColumn)
    this.parents[node] = parent
    this.placeOf[node] = place
    this.places[place] = node + 1
    this.heap[this.size++] = node
    this.rise(this.size - 1)
  }

  /** The place where a cell's node is, or belongs. */
  private find(row: number, column: number): number {
    const { places, rows, columns } = this
    let place = (Math.imul(row, 0x9e3779b1) ^ Math.imul(column, 0x85ebca6b)) >>> PLACE_SHIFT
    for (let node = places[place] - 1; node >= 0; node = places[place] - 1) {
      if (rows[node] === row && columns[node] === column) break
      place = (place + 1) & (PLACES - 1)
    }
    return place
  }

  /** Whether node `a` is taken before `b`. Of two nodes both may be. */
  private precedes(a: number, b: number): boolean {
    const { f, g, rows, columns } = this
    if (f[a] !== f[b]) return f[a] < f[b]
    if (g[a] !== g[b]) return g[a] < g[b]
    return rows[a] < rows[b] || columns[a] < columns[b]
  }

  /** As `heapq.heappop`: a hole goes down by the lesser children to the end, and the last node up from there. */
  private pop(): number {
    const { heap } = this
    const first = heap[0]
    const last = heap[--this.size]
    let hole = 0
    for (let child = 1; child < this.size; child = 2 * hole + 1) {
      if (child + 1 < this.size && !this.precedes(heap[child], heap[child + 1])) child++
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = last
    this.rise(hole)
    return first
  }

  private rise(from: number): void {
    const { heap } = this
    const node = heap[from]
    let k = from
    while (k > 0) {
      const parent = (k - 1) >> 1
      if (!this.precedes(node, heap[parent])) break
      heap[k] = heap[parent]
      k = parent
    }
    heap[k] = node
  }
}

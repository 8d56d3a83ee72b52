/** The k nearest: `NearestNeighbours`. */
import { ParameterError } from '@gauntlet/core'
import { requireAgents, requirePositions, requireSpace } from '../require-input.ts'
import type { Space } from '../space.ts'
import { CellTable, SLACK } from './cell-table.ts'
import { type NeighbourLists, type NeighbourRule, requireLists } from './neighbour-lists.ts'

/**
 * The `count` nearest others, of those equally near the ones with lower numbers; all others where there are fewer. Rings of
 * cells: O(agents) where they are spread. Nothing is allocated but by lists that grow.
 */
export class NearestNeighbours implements NeighbourRule {
  readonly space: Space
  readonly agents: number
  readonly count: number
  private readonly cells: CellTable
  /** [images]: the cell in which the agent is, seen from that image, and the first and last ring around it that meet the cells */
  private readonly columns: Float64Array
  private readonly rows: Float64Array
  private readonly firsts: Float64Array
  private readonly lasts: Float64Array
  /** The nearest so far, `found` of them, nearest first: [count]. */
  private readonly distances: Float64Array
  private readonly others: Int32Array
  private readonly images: Uint8Array
  private found: number = 0
  /** [3]: where the agent in hand is, and the square of the distance to another. Arguments would be objects each time. */
  private readonly point: Float64Array = new Float64Array(3)
  /** The ring in hand. */
  private ring: number = 0

  /** Errors: ParameterError where `count` is no whole number of at least 1. */
  constructor(space: Space, agents: number, count: number) {
    requireSpace('NearestNeighbours', space)
    requireAgents('NearestNeighbours', agents)
    if (!(Number.isInteger(count) && count >= 1))
      throw new ParameterError('NearestNeighbours.count', count, 'a whole number of at least 1')
    this.space = space
    this.agents = agents
    this.count = count
    this.cells = new CellTable(agents)
    this.columns = new Float64Array(space.images.length)
    this.rows = new Float64Array(space.images.length)
    this.firsts = new Float64Array(space.images.length)
    this.lasts = new Float64Array(space.images.length)
    const most = Math.min(count, agents)
    this.distances = new Float64Array(most)
    this.others = new Int32Array(most)
    this.images = new Uint8Array(most)
  }

  find(positions: Float64Array, lists: NeighbourLists, active?: Uint8Array): void {
    const { space, agents, cells } = this
    requirePositions('NearestNeighbours', space, agents, positions, active)
    requireLists('NearestNeighbours', agents, lists)
    cells.sort(positions, active, space.side)
    lists.clear()
    for (let i = 0; i < agents; i++) {
      if (active !== undefined && active[i] === 0) continue
      this.point[0] = positions[2 * i]
      this.point[1] = positions[2 * i + 1]
      this.search(i)
      this.sortByNumber()
      for (let k = 0; k < this.found; k++) lists.add(i, this.others[k], this.images[k])
    }
    lists.finish()
  }

  /** Looks through ring after ring of cells around agent `i`, as it is seen from every image. */
  private search(i: number): void {
    const { cells, distances, firsts, lasts } = this
    this.stand()
    this.found = 0
    this.ring = 0
    for (this.goOn(); this.ring < Infinity; this.ring++, this.goOn()) {
      const { ring } = this
      const beyond = (ring - 1 - SLACK) * cells.cell
      const full = this.found === distances.length
      if (full && beyond > 0 && distances[this.found - 1] < beyond * beyond) return
      for (let m = 0; m < firsts.length; m++) if (firsts[m] <= ring && ring <= lasts[m]) this.lookAround(i, m)
    }
  }

  /** The cells in which the agent is, seen from every image. */
  private stand(): void {
    const { space, cells, columns, rows, firsts, lasts, point } = this
    for (let m = 0; m < space.images.length; m++) {
      const { flipX, flipY, shiftX, shiftY } = space.images[m]
      const column = cells.columnOf(flipX * (point[0] - shiftX))
      const row = cells.rowOf(flipY * (point[1] - shiftY))
      const right = column - (cells.columns - 1)
      const above = row - (cells.rows - 1)
      columns[m] = column
      rows[m] = row
      firsts[m] = Math.max(0, -column, right, -row, above)
      lasts[m] = Math.max(column, -right, row, -above)
    }
  }

  /** On to the first ring from `ring` that meets the cells in some image; infinite where none is left. */
  private goOn(): void {
    let next = Infinity
    for (let m = 0; m < this.firsts.length; m++)
      if (this.ring <= this.lasts[m]) next = Math.min(next, Math.max(this.ring, this.firsts[m]))
    this.ring = next
  }

  /** The cells of the ring around the one in which the agent is, seen from image `m`. */
  private lookAround(i: number, m: number): void {
    const { cells, ring } = this
    const column = this.columns[m]
    const row = this.rows[m]
    const first = Math.max(0, column - ring)
    const last = Math.min(cells.columns - 1, column + ring)
    const highest = Math.min(cells.rows - 1, row + ring)
    for (let r = Math.max(0, row - ring); r <= highest; r++) {
      if (r === row - ring || r === row + ring) {
        for (let c = first; c <= last; c++) this.lookInto(cells.place(c, r), i, m)
        continue
      }
      if (column - ring === first) this.lookInto(cells.place(first, r), i, m)
      if (column + ring === last) this.lookInto(cells.place(last, r), i, m)
    }
  }

  private lookInto(place: number, i: number, m: number): void {
    const { order, points, starts } = this.cells
    const { flipX, flipY, shiftX, shiftY } = this.space.images[m]
    const x = this.point[0]
    const y = this.point[1]
    for (let k = starts[place]; k < starts[place + 1]; k++) {
      if (order[k] === i) continue
      const dx = flipX * points[2 * k] + shiftX - x
      const dy = flipY * points[2 * k + 1] + shiftY - y
      this.point[2] = dx * dx + dy * dy
      this.offer(order[k], m)
    }
  }

  /** Takes agent `j`, that far away, into the nearest where it belongs, once, in the nearest image, the first of those that tie. */
  private offer(j: number, m: number): void {
    const { distances, others, images } = this
    const d2 = this.point[2]
    const most = distances.length
    if (this.found === most) {
      const farthest = distances[most - 1]
      if (d2 > farthest || (d2 === farthest && j > others[most - 1])) return
    }
    let k = this.placeOf(j)
    if (k < this.found) {
      if (d2 > distances[k] || (d2 === distances[k] && m >= images[k])) return
    } else if (this.found < most) {
      this.found++
    } else {
      k--
    }
    for (; k > 0 && (d2 < distances[k - 1] || (d2 === distances[k - 1] && j < others[k - 1])); k--) {
      distances[k] = distances[k - 1]
      others[k] = others[k - 1]
      images[k] = images[k - 1]
    }
    distances[k] = d2
    others[k] = j
    images[k] = m
  }

  /** Where among the nearest agent `j` is; after the last where it is not. */
  private placeOf(j: number): number {
    let k = 0
    while (k < this.found && this.others[k] !== j) k++
    return k
  }

  private sortByNumber(): void {
    const { others, images } = this
    for (let k = 1; k < this.found; k++) {
      const other = others[k]
      const image = images[k]
      let to = k
      for (; to > 0 && others[to - 1] > other; to--) {
        others[to] = others[to - 1]
        images[to] = images[to - 1]
      }
      others[to] = other
      images[to] = image
    }
  }
}

/** Who is near whom, without looking at all: `NeighbourGrid`. */
import { ParameterError } from '@gauntlet/core'
import { requireAgents, requirePositions, requireSpace } from '../require-input.ts'
import type { Space } from '../space.ts'
import { CellTable, SLACK } from './cell-table.ts'

/** Cells suit a radius where they are at most so many radii wide, or agents do not crowd, and the radius is at most so many cells. */
const MOST_RADII = 2
const MOST_CELLS = 4
/** Agents who share a cell, on average, where they crowd. */
const CROWDED = 4

/**
 * The agents of one world by place, so that those near one are found among few. `sort` takes O(agents), `gather` a time that grows
 * with those within the radius, however agents crowd, once cells `suit` it. Nothing is allocated once it is made.
 */
export class NeighbourGrid {
  readonly space: Space
  /** Most agents. */
  readonly capacity: number
  /** [capacity + 1]: what `gather` found, the agents who see the one asked for */
  readonly others: Int32Array
  /** [capacity + 1]: the squares of their distances, the shortest way */
  readonly squares: Float64Array
  /** [capacity + 1]: the index in `space.images` of the image in which they see it that near, the first of those that tie */
  readonly images: Uint8Array
  /** The agents as they were sorted. */
  readonly cells: CellTable
  /** [capacity]: where in `others` the agent of each rank may be */
  private readonly finds: Int32Array
  private found: number = 0
  /** The rank asked for, and the first that counts. */
  private rank: number = 0
  private least: number = 0
  /** Whether nobody can be found twice. */
  private once: boolean = true
  /** [4]: x and y of the image in hand, the radius, and how far from there cells are looked into. Numbers kept elsewhere would be objects. */
  private readonly query: Float64Array = new Float64Array(4)

  /** Errors: ParameterError where the space or the capacity is none. */
  constructor(space: Space, capacity: number) {
    requireSpace('NeighbourGrid', space)
    requireAgents('NeighbourGrid', capacity)
    this.space = space
    this.capacity = capacity
    // Room for one who is found twice.
    this.others = new Int32Array(capacity + 1)
    this.squares = new Float64Array(capacity + 1)
    this.images = new Uint8Array(capacity + 1)
    this.cells = new CellTable(capacity)
    this.finds = new Int32Array(capacity)
  }

  /**
   * Takes the agents as they stand, those that are not `active` left out; all take part where that is absent.
   * Shapes: `positions` [agents, 2], copied; `active` [agents]. Errors: ParameterError where there are more agents than the capacity,
   * arrays have not these shapes, or the position of an active agent is not in the space.
   */
  sort(positions: Float64Array, active?: Uint8Array): void {
    const { space, capacity, cells } = this
    const agents = positions.length / 2
    if (!(Number.isInteger(agents) && agents <= capacity))
      throw new ParameterError(
        'NeighbourGrid.positions',
        positions.length,
        `2 numbers for each of at most ${capacity} agents`,
      )
    requirePositions('NeighbourGrid', space, agents, positions, active)
    cells.sort(positions, active, space.side)
  }

  /**
   * Lays cells that suit a radius, unless those that there are do. Others are found by `gather` all the same, but they may be few
   * among many.
   */
  suit(radius: number): void {
    const { cells } = this
    const crowded = cells.cell > MOST_RADII * radius && cells.crowding > CROWDED
    if (crowded || radius > MOST_CELLS * cells.cell) cells.lay(radius)
  }

  /** Lays cells that suit looking for the nearest, whatever their distance. */
  suitNearest(): void {
    if (this.cells.width > 0) this.cells.lay(0)
  }

  /**
   * Finds the agents at most `radius` away from agent `i` by the shortest way, each once; with `later` only those of later rank, so
   * that all calls together find every pair once. Gives how many: `others`, `squares` and `images` tell them, until the next
   * call, as they see `i`.
   * Errors: ParameterError where the radius is below 0 or no number.
   */
  gather(i: number, radius: number, later: boolean = false): number {
    if (!(radius >= 0)) throw new ParameterError('NeighbourGrid.radius', radius, 'a number of at least 0')
    const { cells, query, space } = this
    const { images } = space
    const rank = cells.ranks[i]
    const x = cells.points[2 * rank]
    const y = cells.points[2 * rank + 1]
    const reach = radius + SLACK * cells.cell
    const alone = images.length === 1 || isInside(x, y, reach, space.side)
    query[2] = radius
    query[3] = reach
    this.rank = rank
    this.least = later ? rank + 1 : 0
    this.once = cells.apart && (alone || (2 * reach < space.side && space.kind !== 'projective'))
    this.found = 0
    const seen = alone ? 1 : images.length
    for (let m = 0; m < seen; m++) {
      const { flipX, flipY, shiftX, shiftY } = images[m]
      query[0] = flipX * x + shiftX
      query[1] = flipY * y + shiftY
      this.lookAround(m)
    }
    return this.found
  }

  /** Looks into the cells around the place in hand, image `m`. */
  private lookAround(m: number): void {
    const { cells, query } = this
    const { left, right, bottom, top, starts, count } = cells
    const x = query[0]
    const y = query[1]
    const reach = query[3]
    if (x + reach < left || x - reach > right || y + reach < bottom || y - reach > top) return
    const first = Math.max(0, cells.columnOf(x - reach))
    const last = Math.min(cells.columns - 1, cells.columnOf(x + reach))
    const lowest = Math.max(0, cells.rowOf(y - reach))
    const highest = Math.min(cells.rows - 1, cells.rowOf(y + reach))
    const across = last - first + 1
    if (across * (highest - lowest + 1) >= count) return this.lookInto(0, count, m)
    for (let row = lowest; row <= highest; row++) {
      const place = cells.place(first, row)
      const end = place + across
      this.lookInto(starts[place], starts[Math.min(end, cells.places)], m)
      if (end > cells.places) this.lookInto(0, starts[end - cells.places], m)
    }
  }

  /** Takes those of the ranks from `from` to `to - 1` to whom image `m` is near. */
  private lookInto(from: number, to: number, m: number): void {
    const { query, rank, once, others, squares, images } = this
    const { order, points } = this.cells
    const x = query[0]
    const y = query[1]
    const most = query[2] * query[2]
    let { found } = this
    for (let k = Math.max(from, this.least); k < to; k++) {
      const dx = x - points[2 * k]
      const dy = y - points[2 * k + 1]
      const d2 = dx * dx + dy * dy
      if (d2 > most || k === rank) continue
      others[found] = order[k]
      squares[found] = d2
      images[found] = m
      if (once || this.isNew(k, found)) found++
    }
    this.found = found
  }

  /** Whether the last one found, of rank `k`, is new; if not, what was found of it before is mended where it is now nearer. */
  private isNew(k: number, last: number): boolean {
    const { finds, others, squares, images } = this
    const at = finds[k]
    if (at >= last || others[at] !== others[last]) {
      finds[k] = last
      return true
    }
    if (squares[last] < squares[at]) {
      squares[at] = squares[last]
      images[at] = images[last]
    }
    return false
  }
}

/** Whether all that is so near to a place is inside the square, so that no image is. */
function isInside(x: number, y: number, reach: number, side: number): boolean {
  return x - reach > 0 && x + reach < side && y - reach > 0 && y + reach < side
}

/** Agents sorted by place, so that those near one are found without looking at all: `NeighbourGrid`. */
import { ParameterError } from '@gauntlet/core'
import type { Space } from '../space.ts'

/** Agents in a cell, where they stand evenly. */
const PER_CELL = 2
/** Coordinates this near, as a share of the greatest, may be on either side of an edge of a cell. */
const ROUNDING = 1e-12
const WAY = new Float64Array(2)

/**
 * The agents of one world in the cells of a grid over the rectangle that they fill. `sort` takes O(agents); `gather` looks
 * at the cells near an agent, which hold few others unless most agents stand in a small part of that rectangle. It owns
 * all of its memory: neither allocates.
 */
export class NeighbourGrid {
  readonly space: Space
  /** Most agents. */
  readonly capacity: number
  /** What `gather` found: [found], the other agents */
  readonly others: Int32Array
  /** [found]: how far away they are, the shortest way */
  readonly distances: Float64Array
  /** [found]: the index in `space.images` of the image in which they are that near */
  readonly images: Uint8Array
  /** Of the agents that were sorted: their number, and the rectangle that they fill. */
  agents = 0
  left = 0
  bottom = 0
  width = 0
  height = 0
  /** The side of a cell; 0 where all agents stand in one place. */
  cell = 0
  private columns = 1
  private rows = 1
  private slack = 0
  /** [agents]: in the order of cells, those of one cell by index */
  private readonly order: Int32Array
  /** [agents, 2]: their positions, in that order */
  private readonly places: Float64Array
  /** [agents]: where in that order each is */
  private readonly ranks: Int32Array
  /** [cells + 1]: where in that order each cell begins */
  private readonly starts: Int32Array

  constructor(space: Space, capacity: number) {
    this.space = space
    this.capacity = capacity
    this.others = new Int32Array(capacity)
    this.distances = new Float64Array(capacity)
    this.images = new Uint8Array(capacity)
    this.order = new Int32Array(capacity)
    this.places = new Float64Array(2 * capacity)
    this.ranks = new Int32Array(capacity)
    this.starts = new Int32Array(3 * capacity + 4)
  }

  /**
   * Takes the agents as they stand, settled in the space. Shapes: `positions` [agents, 2], copied.
   * Errors: ParameterError where there are more than the capacity, or a position is not finite or outside the space.
   */
  sort(positions: Float64Array): void {
    const { capacity, order, places, ranks, starts } = this
    const n = positions.length / 2
    if (!(Number.isInteger(n) && n <= capacity)) {
      throw new ParameterError(
        'positions',
        positions.length,
        `2 numbers for each of at most ${capacity} agents`,
      )
    }
    this.measure(positions, n)
    this.divide(n)
    const cells = this.columns * this.rows
    starts.fill(0, 0, cells + 1)
    for (let i = 0; i < n; i++) {
      ranks[i] = this.row(positions[2 * i + 1]) * this.columns + this.column(positions[2 * i])
      starts[ranks[i] + 1]++
    }
    for (let c = 1; c <= cells; c++) starts[c] += starts[c - 1]
    // Each cell's start moves to its end, which is the next one's start.
    for (let i = 0; i < n; i++) {
      const k = starts[ranks[i]]++
      ranks[i] = k
      order[k] = i
      places[2 * k] = positions[2 * i]
      places[2 * k + 1] = positions[2 * i + 1]
    }
    starts.copyWithin(1, 0, cells)
    starts[0] = 0
  }

  /**
   * Finds the agents other than `i` that are at most `radius` away by the shortest way, each once; with `later` only those behind
   * it in the grid's order, so that all calls together find every pair once. Gives how many: `others`, `distances` and
   * `images` tell them, until the next call.
   * Errors: ParameterError where the radius is below 0 or no number.
   */
  gather(i: number, radius: number, later: boolean = false): number {
    const { places, order, starts, columns, others, distances, images, space } = this
    if (!(radius >= 0)) throw new ParameterError('radius', radius, 'a number of at least 0')
    const rank = this.ranks[i]
    const x = places[2 * rank]
    const y = places[2 * rank + 1]
    const least = later ? rank + 1 : 0
    const square = radius * radius
    const reach = radius + this.slack
    const seen = this.within(x, y, reach) ? 1 : space.images.length
    const once = seen === 1 || (2 * reach < space.side && space.kind !== 'projective')
    let found = 0
    for (let m = 0; m < seen; m++) {
      const { flipX, flipY, shiftX, shiftY } = space.images[m]
      // Whose image is near the agent is near to where the agent is from there.
      const fromX = flipX * (x - shiftX)
      const fromY = flipY * (y - shiftY)
      if (!this.touches(fromX, fromY, reach)) continue
      const first = this.column(fromX - reach)
      const last = this.column(fromX + reach)
      const top = this.row(fromY + reach)
      for (let row = this.row(fromY - reach); row <= top; row++) {
        const end = starts[row * columns + last + 1]
        for (let k = Math.max(least, starts[row * columns + first]); k < end; k++) {
          const dx = flipX * places[2 * k] + shiftX - x
          const dy = flipY * places[2 * k + 1] + shiftY - y
          const d2 = dx * dx + dy * dy
          if (d2 > square || k === rank) continue
          if (!once && space.displacement(places, 2 * rank, places, 2 * k, WAY) !== space.images[m]) continue
          others[found] = order[k]
          distances[found] = Math.sqrt(d2)
          images[found++] = m
        }
      }
    }
    return found
  }

  private measure(positions: Float64Array, n: number): void {
    const { kind, side } = this.space
    let left = n === 0 ? 0 : Infinity
    let right = n === 0 ? 0 : -Infinity
    let bottom = left
    let top = right
    for (let i = 0; i < n; i++) {
      const x = positions[2 * i]
      const y = positions[2 * i + 1]
      if (!(Math.abs(x) < Infinity && Math.abs(y) < Infinity)) throw outside(i, x, y, 'finite numbers')
      if (kind !== 'plane' && !(x >= 0 && x <= side && y >= 0 && y <= side)) {
        throw outside(i, x, y, `numbers from 0 to ${side}`)
      }
      left = Math.min(left, x)
      right = Math.max(right, x)
      bottom = Math.min(bottom, y)
      top = Math.max(top, y)
    }
    this.agents = n
    this.left = left
    this.bottom = bottom
    this.width = right - left
    this.height = top - bottom
    this.slack = ROUNDING * (Math.max(-left, right, -bottom, top) + (kind === 'plane' ? 0 : side))
  }

  /** Fewer than 3 n + 1 cells, whatever the rectangle. */
  private divide(n: number): void {
    const { width, height } = this
    const cell = Math.max(Math.sqrt((PER_CELL * width * height) / n), width / n, height / n)
    this.cell = cell > 0 ? cell : 0
    this.columns = cell > 0 ? Math.floor(width / cell) + 1 : 1
    this.rows = cell > 0 ? Math.floor(height / cell) + 1 : 1
  }

  private column(x: number): number {
    const { columns, cell, left } = this
    return columns === 1 ? 0 : Math.min(columns - 1, Math.max(0, Math.floor((x - left) / cell)))
  }

  private row(y: number): number {
    const { rows, cell, bottom } = this
    return rows === 1 ? 0 : Math.min(rows - 1, Math.max(0, Math.floor((y - bottom) / cell)))
  }

  /** Whether all that is so near is within the square, so that no image is. */
  private within(x: number, y: number, reach: number): boolean {
    const { side } = this.space
    return x - reach > 0 && x + reach < side && y - reach > 0 && y + reach < side
  }

  /** Whether an agent may be so near to a point. */
  private touches(x: number, y: number, reach: number): boolean {
    const { left, bottom, width, height } = this
    return (
      x + reach >= left && x - reach <= left + width && y + reach >= bottom && y - reach <= bottom + height
    )
  }
}

function outside(i: number, x: number, y: number, allowed: string): ParameterError {
  return new ParameterError(`positions of agent ${i}`, [x, y], allowed)
}

/** Who is near: `MetricNeighbours`. */
import { ParameterError } from '@gauntlet/core'
import type { Space } from '../space.ts'
import { CellGrid, SLACK } from './cell-grid.ts'
import { type NeighbourLists, type NeighbourRule, requireAgents } from './neighbour-lists.ts'
import { requireInput, requireSpace } from './require-input.ts'

/**
 * Everybody within `radius`, at the rim too: d² <= radius². A cell grid: O(agents) where no place is more crowded than others.
 * Nothing is allocated but by lists that grow.
 */
export class MetricNeighbours implements NeighbourRule {
  readonly space: Space
  readonly agents: number
  readonly radius: number
  private readonly grid: CellGrid
  /** [agents]: the agent that was last seen, at what squared distance, and the pair's place in the lists */
  private readonly latest: Int32Array
  private readonly nearest: Float64Array
  private readonly pair: Int32Array
  /** [2]: where the agent in hand is. Here, for an argument would be an object each time. */
  private readonly point: Float64Array = new Float64Array(2)

  /** Errors: ParameterError where `radius` is not above 0. */
  constructor(space: Space, agents: number, radius: number) {
    requireSpace('MetricNeighbours', space)
    requireAgents('MetricNeighbours', agents)
    if (!(radius > 0 && radius < Infinity))
      throw new ParameterError('MetricNeighbours.radius', radius, 'a finite number above 0')
    this.space = space
    this.agents = agents
    this.radius = radius
    this.grid = new CellGrid(agents)
    this.latest = new Int32Array(agents)
    this.nearest = new Float64Array(agents)
    this.pair = new Int32Array(agents)
  }

  find(positions: Float64Array, lists: NeighbourLists, active?: Uint8Array): void {
    const { space, agents, radius, grid, point } = this
    requireInput('MetricNeighbours', space, agents, positions, lists, active)
    grid.sort(positions, active, radius, space.side)
    this.latest.fill(-1)
    lists.clear()
    // By who is seen, so that all see them in ascending order.
    for (let j = 0; j < agents; j++) {
      if (active !== undefined && active[j] === 0) continue
      for (let m = 0; m < space.images.length; m++) {
        const { flipX, flipY, shiftX, shiftY } = space.images[m]
        point[0] = flipX * positions[2 * j] + shiftX
        point[1] = flipY * positions[2 * j + 1] + shiftY
        this.seenBy(j, m, lists)
      }
    }
    lists.finish()
  }

  /** Adds `j`, in image `m` at `point`, to the lists of all to whom that is near. */
  private seenBy(j: number, m: number, lists: NeighbourLists): void {
    const { radius, grid } = this
    const { cell, left, right, bottom, top, columns, rows, starts, places } = grid
    const reach = radius + SLACK * cell
    const x = this.point[0]
    const y = this.point[1]
    if (x + reach < left || x - reach > right || y + reach < bottom || y - reach > top) return
    const first = Math.max(0, Math.floor((x - reach - left) / cell))
    const last = Math.min(columns - 1, Math.floor((x + reach - left) / cell))
    const lowest = Math.max(0, Math.floor((y - reach - bottom) / cell))
    const highest = Math.min(rows - 1, Math.floor((y + reach - bottom) / cell))
    for (let row = lowest; row <= highest; row++) {
      let place = grid.place(first, row)
      let cells = last - first + 1
      while (cells > 0) {
        const run = Math.min(cells, places - place)
        this.seenFrom(starts[place], starts[place + run], j, m, lists)
        cells -= run
        place = 0
      }
    }
  }

  /** The same for the agents from `from` to `to - 1` of the grid's order. */
  private seenFrom(from: number, to: number, j: number, m: number, lists: NeighbourLists): void {
    const { latest, nearest, pair } = this
    const { order, xs, ys } = this.grid
    const x = this.point[0]
    const y = this.point[1]
    const most = this.radius * this.radius
    for (let k = from; k < to; k++) {
      const dx = x - xs[k]
      const dy = y - ys[k]
      const d2 = dx * dx + dy * dy
      if (d2 > most) continue
      const i = order[k]
      if (i === j) continue
      if (latest[i] !== j) {
        latest[i] = j
        nearest[i] = d2
        pair[i] = lists.add(i, j, m)
      } else if (d2 < nearest[i]) {
        nearest[i] = d2
        lists.amend(pair[i], m)
      }
    }
  }
}

/** Who is near: `MetricNeighbours`. */
import { ParameterError } from '@gauntlet/core'
import { requireAgents, requirePositions, requireSpace } from '../require-input.ts'
import type { Space } from '../space.ts'
import { NeighbourGrid } from './neighbour-grid.ts'
import { type NeighbourLists, type NeighbourRule, requireLists } from './neighbour-lists.ts'

/**
 * Everybody within `radius`, at the rim too: d² <= radius². A grid of cells: O(agents) where no place is more crowded than others.
 * Nothing is allocated but by lists that grow.
 */
export class MetricNeighbours implements NeighbourRule {
  readonly space: Space
  readonly agents: number
  readonly radius: number
  private readonly grid: NeighbourGrid

  /** Errors: ParameterError where `radius` is not above 0. */
  constructor(space: Space, agents: number, radius: number) {
    requireSpace('MetricNeighbours', space)
    requireAgents('MetricNeighbours', agents)
    if (!(radius > 0 && radius < Infinity))
      throw new ParameterError('MetricNeighbours.radius', radius, 'a finite number above 0')
    this.space = space
    this.agents = agents
    this.radius = radius
    this.grid = new NeighbourGrid(space, agents)
  }

  find(positions: Float64Array, lists: NeighbourLists, active?: Uint8Array): void {
    const { space, agents, radius, grid } = this
    requirePositions('MetricNeighbours', space, agents, positions, active)
    requireLists('MetricNeighbours', agents, lists)
    grid.cells.sort(positions, active, space.side, radius)
    lists.clear()
    // By who is seen, so that all see them in ascending order.
    for (let j = 0; j < agents; j++) {
      if (active !== undefined && active[j] === 0) continue
      const found = grid.gather(j, radius)
      for (let k = 0; k < found; k++) lists.add(grid.others[k], j, grid.images[k])
    }
    lists.finish()
  }
}

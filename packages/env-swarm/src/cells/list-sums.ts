/** Sums over the agents that a rule says are seen: `ListSums`. */
import { NeighbourLists, type NeighbourRule } from '../neighbours/neighbour-lists.ts'
import type { Space } from '../space.ts'

/** What `CellGrid` gives, for any rule of who sees whom: each agent, and whom it sees, in ascending order. */
export class ListSums {
  private readonly space: Space
  private readonly rule: NeighbourRule
  private readonly lists: NeighbourLists
  private values: Float64Array = new Float64Array(0)

  constructor(space: Space, rule: NeighbourRule) {
    this.space = space
    this.rule = rule
    this.lists = new NeighbourLists(rule.agents)
  }

  /** Takes in where agents are, as `CellGrid.sort`. */
  sort(_n: number, positions: Float64Array, values: Float64Array, active?: Uint8Array): void {
    this.values = values
    this.rule.find(positions, this.lists, active)
  }

  /** Writes sums and numbers of neighbours, as `CellGrid.sum`. */
  sum(sums: Float64Array, counts?: Float64Array): void {
    const { values, lists, space } = this
    const { starts, others, images } = lists
    for (let i = 0; i < lists.agents; i++) {
      let u = values[2 * i]
      let v = values[2 * i + 1]
      for (let k = starts[i]; k < starts[i + 1]; k++) {
        const image = space.images[images[k]]
        u += image.flipX * values[2 * others[k]]
        v += image.flipY * values[2 * others[k] + 1]
      }
      sums[2 * i] = u
      sums[2 * i + 1] = v
      if (counts !== undefined) counts[i] = 1 + starts[i + 1] - starts[i]
    }
  }
}

/** Sums over the agents that are near, by all pairs: `DenseSums`. */
import type { Space } from '../space.ts'

/**
 * What `CellGrid` gives, in time that grows with the square of the number of agents, for every space: whoever is near is seen
 * once, where it is nearest.
 */
export class DenseSums {
  private readonly space: Space
  private readonly reach: number
  private readonly way: Float64Array = new Float64Array(2)
  private n: number = 0
  private positions: Float64Array = this.way
  private values: Float64Array = this.way
  private active: Uint8Array | undefined

  constructor(space: Space, reach: number) {
    this.space = space
    this.reach = reach
  }

  /** Takes in where agents are, as `CellGrid.sort`. */
  sort(n: number, positions: Float64Array, values: Float64Array, active?: Uint8Array): void {
    this.n = n
    this.positions = positions
    this.values = values
    this.active = active
  }

  /** Writes sums and numbers of neighbours, as `CellGrid.sum`. */
  sum(sums: Float64Array, counts?: Float64Array): void {
    const { n, positions, values, active, space, reach, way } = this
    for (let i = 0; i < n; i++) {
      if (active !== undefined && active[i] === 0) continue
      let u = 0
      let v = 0
      let near = 0
      for (let j = 0; j < n; j++) {
        if (active !== undefined && active[j] === 0) continue
        const image = space.displacement(positions, 2 * i, positions, 2 * j, way)
        if (!(way[0] * way[0] + way[1] * way[1] <= reach * reach)) continue
        u += image.flipX * values[2 * j]
        v += image.flipY * values[2 * j + 1]
        near++
      }
      sums[2 * i] = u
      sums[2 * i + 1] = v
      if (counts !== undefined) counts[i] = near
    }
  }
}

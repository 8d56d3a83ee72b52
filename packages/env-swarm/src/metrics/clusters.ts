/** Who hangs together: `Clusters`. */
import { ParameterError } from '@gauntlet/core'
import type { NeighbourGrid } from '../neighbours/neighbour-grid.ts'

/**
 * Clusters of friends of friends: two agents are in one where a chain of agents joins them, each at most the radius from
 * the next, by the shortest way in the space.
 *
 * Source: Huchra and Geller 1982; of flocks Huepe and Aldana 2004. By union-find over a cell grid, so that the time grows with
 * the pairs within the radius; `find` allocates nothing. No agents: no clusters; one agent: one cluster.
 */
export class Clusters {
  /** Of the latest `find`. */
  count = 0
  /** [count]: agents in each cluster, the greatest first, of equal ones that of the agent of least index */
  readonly sizes: Int32Array
  /** [agents]: the cluster of each, an index of `sizes`; -1 of those that were not active */
  readonly labels: Int32Array
  /** [agents]: another agent of its cluster, of lower index; itself where it is the lowest; -1 of those not active */
  private readonly parents: Int32Array
  /** [agents + 2]: where clusters of each size begin among all */
  private readonly starts: Int32Array

  constructor(agents: number) {
    this.sizes = new Int32Array(agents)
    this.labels = new Int32Array(agents)
    this.parents = new Int32Array(agents)
    this.starts = new Int32Array(agents + 2)
  }

  /**
   * The number of clusters of the agents that `grid` has sorted.
   * Errors: ParameterError where there are more agents than this was made for, or the radius is below 0.
   */
  find(grid: NeighbourGrid, radius: number): number {
    const { parents } = this
    const { agents, count, order } = grid.cells
    if (agents > parents.length)
      throw new ParameterError('Clusters.grid', agents, `at most ${parents.length} agents`)
    grid.suit(radius)
    parents.fill(-1)
    for (let k = 0; k < count; k++) parents[order[k]] = order[k]
    for (let k = 0; k < count; k++) {
      const found = grid.gather(order[k], radius, true)
      for (let f = 0; f < found; f++) this.join(order[k], grid.others[f])
    }
    this.rank(agents)
    return this.count
  }

  private join(i: number, j: number): void {
    const p = this.root(i)
    const q = this.root(j)
    if (p < q) this.parents[q] = p
    else this.parents[p] = q
  }

  private root(i: number): number {
    const { parents } = this
    let root = i
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]]
      root = parents[root]
    }
    return root
  }

  /** Sorts clusters by size, counting. */
  private rank(n: number): void {
    const { sizes, labels, starts, parents } = this
    // For now sizes by the cluster's lowest agent; parents are roots.
    sizes.fill(0, 0, n)
    labels.fill(-1)
    for (let i = 0; i < n; i++) if (parents[i] >= 0) sizes[(parents[i] = this.root(i))]++
    starts.fill(0, 0, n + 2)
    for (let i = 0; i < n; i++) if (sizes[i] > 0) starts[sizes[i]]++
    for (let size = n; size >= 0; size--) starts[size] += starts[size + 1]
    this.count = starts[0]
    for (let i = 0; i < n; i++) if (sizes[i] > 0) labels[i] = starts[sizes[i] + 1]++
    sizes.fill(0, 0, n)
    for (let i = 0; i < n; i++) {
      if (parents[i] < 0) continue
      labels[i] = labels[parents[i]]
      sizes[labels[i]]++
    }
  }
}

/** Along which edge a node orders where it has the choice: `homeEdges`. */
import type { Network } from '../network/network.ts'

/** [nodes]: the edge into each node of the least lead time, the first of several; -1 of a supplier. */
export function homeEdges({ nodes, edges }: Network): number[] {
  return nodes.map((_, node) => {
    let home = -1
    edges.forEach(({ target, leadTime }, e) => {
      if (target === node && (home < 0 || leadTime[1] < edges[home].leadTime[1])) home = e
    })
    return home
  })
}

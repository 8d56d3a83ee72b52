/** The agents of `swarm/navigation` as a distribution over the box: `populationFace`. */
import type { LiveMeanField } from '@gauntlet/core'
import type { NavigationProblem } from './problem.ts'

/** Coordinates are positions, [batch, agents, 2]; distances Euclidean. */
export function populationFace({ side }: NavigationProblem, positions: Float64Array): LiveMeanField {
  const extent = { low: 0, high: side, periodic: false }
  return {
    dimensions: 2,
    extent: [extent, extent],
    coordinates: (out) => out.set(positions),
    distance(from, to) {
      const x = to[0] - from[0]
      const y = to[1] - from[1]
      return Math.sqrt(x * x + y * y)
    },
  }
}

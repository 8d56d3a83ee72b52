/** Where the agents of `swarm/vicsek` and `swarm/kuramoto` are, for mean-field views: `turningFace`, `turningExtent`. */
import type { MeanFieldFace, RuleFaces } from '@gauntlet/core'
import type { Space } from '../space.ts'
import type { Population } from './population.ts'

const TURN = 2 * Math.PI

/**
 * Positions and headings; two points are as far apart as positions and headings together.
 * Shapes: `headings` [batch, n], n agents and zealots.
 */
export function turningFace(
  space: Space,
  population: Population,
  headings: Float64Array,
  batch: number,
  agents: number,
): NonNullable<RuleFaces['meanField']> {
  const way = new Float64Array(2)
  return {
    dimensions: 3,
    extent: turningExtent(space),
    coordinates(out) {
      for (let w = 0; w < batch; w++) {
        for (let a = 0; a < agents; a++) {
          const row = 3 * (w * agents + a)
          const there = population.presentOf[w][a] === 1
          out[row] = there ? population.positionsOf[w][2 * a] : NaN
          out[row + 1] = there ? population.positionsOf[w][2 * a + 1] : NaN
          out[row + 2] = there ? headings[w * population.size + a] : NaN
        }
      }
    },
    distance(from, to) {
      space.displacement(from, 0, to, 0, way)
      const apart = Math.abs(to[2] - from[2]) % TURN
      const angle = Math.min(apart, TURN - apart)
      return Math.sqrt(way[0] * way[0] + way[1] * way[1] + angle * angle)
    },
  }
}

/** The extent of positions and headings. */
export function turningExtent(space: Space): MeanFieldFace['extent'] {
  const along = (axis: 0 | 1) => {
    const open = space.kind === 'plane'
    return { low: open ? -Infinity : 0, high: open ? Infinity : space.side, periodic: space.periodic(axis) }
  }
  return [along(0), along(1), { low: 0, high: TURN, periodic: true }]
}

/** Random worlds for tests of neighbours, and the lists as plain arrays. */
import fc from 'fast-check'
import type { NeighbourLists, NeighbourRule } from '../../src/index.ts'
import { NeighbourLists as Lists, Space, type SpaceKind } from '../../src/index.ts'

export const SIDE = 3
export const KINDS: readonly SpaceKind[] = ['plane', 'box', 'torus', 'moebius', 'klein', 'projective']

export interface World {
  readonly space: Space
  readonly agents: number
  readonly positions: Float64Array
  readonly active: Uint8Array
}

/** Coordinates on a coarse lattice, so that distances tie, at the ends, or anywhere. */
const coordinates = fc.oneof(
  fc.integer({ min: 0, max: 8 }).map((k) => (k * SIDE) / 8),
  fc.double({ min: 0, max: SIDE, noNaN: true }),
)

export const worlds = (most: number): fc.Arbitrary<World> =>
  fc
    .tuple(
      fc.constantFrom(...KINDS),
      fc.array(fc.tuple(coordinates, coordinates, fc.integer({ min: 0, max: 4 })), { maxLength: most }),
      fc.boolean(),
    )
    .map(([kind, agents, far]) => {
      const positions = Float64Array.from(agents.flatMap(([x, y]) => [x, y]))
      // Groups far apart, in the plane alone.
      if (kind === 'plane' && far) for (let k = 0; k < positions.length; k += 3) positions[k] -= 1e6
      return {
        space: new Space(kind, SIDE),
        agents: agents.length,
        positions,
        active: Uint8Array.from(agents, ([, , live]) => Math.min(live, 1)),
      }
    })

/** [agent, other, image] of every pair, in the lists' order. */
export function pairsOf({ agents, starts, others, images }: NeighbourLists): number[][] {
  const pairs: number[][] = []
  for (let i = 0; i < agents; i++) {
    for (let k = starts[i]; k < starts[i + 1]; k++) pairs.push([i, others[k], images[k]])
  }
  return pairs
}

export function found(rule: NeighbourRule, { positions, active }: World): number[][] {
  const lists = new Lists(rule.agents)
  rule.find(positions, lists, active)
  return pairsOf(lists)
}

/** All pairs of active agents, the others' nearest images, and squared distances. */
export function allPairs({ space, agents, positions, active }: World): {
  readonly pair: number[]
  readonly d2: number
}[] {
  const way = new Float64Array(2)
  const pairs = []
  for (let i = 0; i < agents; i++) {
    for (let j = 0; j < agents; j++) {
      if (i === j || active[i] === 0 || active[j] === 0) continue
      const image = space.images.indexOf(space.displacement(positions, 2 * i, positions, 2 * j, way))
      pairs.push({ pair: [i, j, image], d2: way[0] * way[0] + way[1] * way[1] })
    }
  }
  return pairs
}

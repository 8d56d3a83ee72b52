/** Crowds to measure, and what is near whom by looking at all: `KINDS`, `crowd`, `crowds`, `distanceBetween`, `reordered`. */
import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { NeighbourGrid } from '../../src/neighbours/neighbour-grid.ts'
import { Space, type SpaceKind } from '../../src/space.ts'

export const SIDE = 3

export const KINDS: readonly SpaceKind[] = ['plane', 'box', 'torus', 'moebius', 'klein', 'projective']
export const kinds: fc.Arbitrary<SpaceKind> = fc.constantFrom(...KINDS)
export const seeds: fc.Arbitrary<number> = fc.nat(1e6)

export interface Crowd {
  readonly positions: Float64Array
  readonly directions: Float64Array
}

/** Agents strewn evenly and independently; on the points of a lattice of `lattice` a side, where many stand equally far apart. */
export function crowd(space: Space, agents: number, seed: number, lattice?: number): Crowd {
  const stream = Seed.from(seed).stream()
  const positions = new Float64Array(2 * agents)
  const directions = new Float64Array(2 * agents)
  for (let k = 0; k < 2 * agents; k++) {
    const share = lattice === undefined ? stream.uniform() : stream.integer(lattice) / lattice
    positions[k] = space.side * share
  }
  for (let i = 0; i < agents; i++) {
    const heading = 2 * Math.PI * stream.uniform()
    directions[2 * i] = Math.cos(heading)
    directions[2 * i + 1] = Math.sin(heading)
  }
  return { positions, directions }
}

const WAY = new Float64Array(2)

export function distanceBetween(space: Space, positions: Float64Array, i: number, j: number): number {
  space.displacement(positions, 2 * i, positions, 2 * j, WAY)
  return Math.sqrt(WAY[0] * WAY[0] + WAY[1] * WAY[1])
}

/** Rows [n, 2], such as positions, in another order. */
export function reordered(rows: Float64Array, order: readonly number[]): Float64Array {
  return Float64Array.from(order.flatMap((i) => [rows[2 * i], rows[2 * i + 1]]))
}

const lattices = fc.option(fc.constantFrom(1, 2, 4, 16), { nil: undefined })
/** Crowds that fill the space, stand on a lattice or in a corner of it, or on a line; in the plane also far off. */
export const crowds: fc.Arbitrary<
  Crowd & { readonly space: Space; readonly grid: NeighbourGrid; readonly agents: number }
> = fc
  .record({
    kind: kinds,
    agents: fc.integer({ min: 1, max: 40 }),
    seed: seeds,
    lattice: lattices,
    right: fc.constantFrom(1, 0.01, 0),
    up: fc.constantFrom(1, 0.01, 0),
  })
  .map(({ kind, agents, seed, lattice, right, up }) => {
    const space = new Space(kind, SIDE)
    const { positions, directions } = crowd(space, agents, seed, lattice)
    const off = kind === 'plane' ? 50 : 0
    const placed = positions.map((value, k) => value * (k % 2 === 0 ? right : up) - off)
    const grid = new NeighbourGrid(space, agents + 3)
    grid.sort(placed)
    return { space, grid, agents, positions: placed, directions }
  })

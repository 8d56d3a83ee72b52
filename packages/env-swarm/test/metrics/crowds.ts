/** Crowds to measure, and what is near whom by looking at all: `KINDS`, `crowd`, `distanceBetween`, `nearby`. */
import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import type { Space, SpaceKind } from '../../src/space.ts'

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

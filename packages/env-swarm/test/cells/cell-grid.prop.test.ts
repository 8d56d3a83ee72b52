import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CellGrid } from '../../src/cells/cell-grid.ts'
import { Space, type SpaceKind } from '../../src/space.ts'
import { SwarmMemory } from '../../src/swarm-kernel.ts'
import { withoutKernel } from '../without-kernel.ts'

const SIDE = 4

interface Sums {
  readonly sums: Float64Array
  readonly counts: Float64Array
}

function sumsOf(
  kind: SpaceKind,
  reach: number,
  positions: readonly number[],
  values: readonly number[],
  active: readonly number[],
): Sums {
  const n = active.length
  const memory = new SwarmMemory(CellGrid.size(n) + 8 * n + 8)
  const grid = new CellGrid(new Space(kind, SIDE), reach, n, memory)
  const [places, vectors] = [memory.float64(2 * n), memory.float64(2 * n)]
  const [sums, counts, flags] = [memory.float64(2 * n), memory.float64(n), memory.uint8(n)]
  places.set(positions)
  vectors.set(values)
  flags.set(active)
  grid.sort(n, places, vectors, flags)
  grid.sum(sums, counts)
  return { sums: sums.slice(), counts: counts.slice() }
}

/** Every pair, by the space's own distance; undefined where a pair is so near to the reach that rounding decides. */
function bruteForce(
  kind: SpaceKind,
  reach: number,
  positions: readonly number[],
  values: readonly number[],
  active: readonly number[],
): Sums | undefined {
  const space = new Space(kind, SIDE)
  const points = Float64Array.from(positions)
  const n = active.length
  const sums = new Float64Array(2 * n)
  const counts = new Float64Array(n)
  const way = new Float64Array(2)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (active[i] === 0 || active[j] === 0) continue
      const image = space.displacement(points, 2 * i, points, 2 * j, way)
      const distance = Math.hypot(way[0], way[1])
      if (Math.abs(distance - reach) < 1e-9) return undefined
      if (distance > reach) continue
      sums[2 * i] += image.flipX * values[2 * j]
      sums[2 * i + 1] += image.flipY * values[2 * j + 1]
      counts[i]++
    }
  }
  return { sums, counts }
}

const coordinate = fc.double({ min: 0, max: SIDE, maxExcluded: true, noNaN: true })
const agents = fc.array(
  fc.record({
    x: coordinate,
    y: coordinate,
    u: fc.double({ min: -1, max: 1, noNaN: true }),
    v: fc.double({ min: -1, max: 1, noNaN: true }),
    active: fc.constantFrom(1, 1, 1, 0),
  }),
  { minLength: 1, maxLength: 60 },
)
const kinds = fc.constantFrom<SpaceKind>('plane', 'box', 'torus', 'moebius', 'klein')

test('sums are those over all pairs, in every space, on the kernel and without it', () => {
  fc.assert(
    fc.property(kinds, fc.double({ min: 0.05, max: SIDE / 2, noNaN: true }), agents, (kind, reach, all) => {
      const positions = all.flatMap(({ x, y }) => [x, y])
      const values = all.flatMap(({ u, v }) => [u, v])
      const active = all.map((agent) => agent.active)
      const fast = sumsOf(kind, reach, positions, values, active)
      expect(withoutKernel(() => sumsOf(kind, reach, positions, values, active))).toEqual(fast)
      const exact = bruteForce(kind, reach, positions, values, active)
      fc.pre(exact !== undefined)
      expect(fast.counts).toEqual(exact!.counts)
      fast.sums.forEach((sum, k) => expect(sum).toBeCloseTo(exact!.sums[k], 10))
    }),
    { numRuns: 300 },
  )
})

test('agents anywhere in the plane are found', () => {
  const positions = [-1e6, 0, -1e6 + 0.5, 0.1, 1e6, 5, 1e6, 5.9, 0, 0]
  const { counts } = sumsOf('plane', 1, positions, positions, [1, 1, 1, 1, 1])
  expect([...counts]).toEqual([2, 2, 2, 2, 1])
})

test('who would see anybody twice is refused', () => {
  const memory = new SwarmMemory(1000)
  expect(() => new CellGrid(new Space('torus', 4), 2.1, 2, memory)).toThrow(
    'reach: got 2.1, expected at most half of the side, 2',
  )
  expect(() => new CellGrid(new Space('projective', 4), 1, 2, memory)).toThrow('got projective')
})

import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NeighbourGrid, Space } from '../../src/index.ts'
import { SIDE, crowds, kinds, seeds } from '../metrics/crowds.ts'

const radii = fc.oneof(
  fc.double({ min: 0, max: 2 * SIDE, noNaN: true }),
  fc.constantFrom(0, 0.75, 1.5, 3, Infinity),
)

const WAY = new Float64Array(2)

/** [other, squared distance, image] of all who see an agent within the radius, by looking at all. */
function nearby(space: Space, positions: Float64Array, i: number, radius: number): number[][] {
  return Array.from({ length: positions.length / 2 }, (_, j) => {
    const image = space.displacement(positions, 2 * j, positions, 2 * i, WAY)
    const d2 = WAY[0] * WAY[0] + WAY[1] * WAY[1]
    return d2 <= radius * radius && j !== i ? [j, d2, space.images.indexOf(image)] : []
  }).filter((row) => row.length > 0)
}

function gathered(grid: NeighbourGrid, i: number, radius: number, later?: boolean): number[][] {
  const { others, squares, images } = grid
  return Array.from({ length: grid.gather(i, radius, later) }, (_, k) => [others[k], squares[k], images[k]])
}

test('the grid finds those near an agent, as looking at all does, on every space', () => {
  fc.assert(
    fc.property(crowds, radii, ({ space, grid, agents, positions }, radius) => {
      grid.suit(radius)
      for (let i = 0; i < agents; i++) {
        const found = gathered(grid, i, radius).sort((p, q) => p[0] - q[0])
        expect(found).toEqual(nearby(space, positions, i, radius))
      }
    }),
    { numRuns: 400 },
  )
})

test('of later agents every pair is found once', () => {
  fc.assert(
    fc.property(crowds, radii, ({ space, grid, agents, positions }, radius) => {
      const pairs: string[] = []
      let expected = 0
      for (let i = 0; i < agents; i++) {
        for (const [j] of gathered(grid, i, radius, true)) pairs.push([i, j].sort((p, q) => p - q).join())
        expected += nearby(space, positions, i, radius).filter(([j]) => j > i).length
      }
      expect(new Set(pairs).size).toBe(pairs.length)
      expect(pairs.length).toBe(expected)
    }),
  )
})

/** Half of the agents in heaps far smaller than what one of them would have to itself. */
const heaps = fc
  .record({ kind: kinds, seed: seeds, radius: fc.constantFrom(1e-5, 1e-4, 0.003, 0.2) })
  .map((world) => {
    const stream = Seed.from(world.seed).stream()
    const positions = Float64Array.from({ length: 400 }, (_, k) =>
      k < 200 ? SIDE * stream.uniform() : 1 + (k % 4 < 2 ? 0 : 1) + 1e-4 * stream.uniform(),
    )
    return { ...world, positions, space: new Space(world.kind, SIDE) }
  })

test('what is found is the same in cells of every size, where half of the agents crowd', () => {
  fc.assert(
    fc.property(heaps, ({ space, positions, radius }) => {
      const grid = new NeighbourGrid(space, 200)
      grid.sort(positions)
      const known = Array.from({ length: 200 }, (_, i) => nearby(space, positions, i, radius))
      const found = () => known.map((_, i) => gathered(grid, i, radius).sort((p, q) => p[0] - q[0]))
      expect(found()).toEqual(known)
      grid.suit(radius)
      expect(found()).toEqual(known)
      grid.suitNearest()
      expect(found()).toEqual(known)
    }),
    { numRuns: 60 },
  )
})

test('cells are small where all agents stand in small heaps', () => {
  for (const width of [0.1, 0.01]) {
    const stream = Seed.from(1).stream()
    const positions = Float64Array.from(
      { length: 8000 },
      (_, k) => 1 + (k % 4 < 2 ? 0 : 1) + width * stream.uniform(),
    )
    const grid = new NeighbourGrid(new Space('torus', SIDE), 4000)
    grid.sort(positions)
    expect(grid.cells.crowding).toBeLessThan(40)
  }
})

test('agents that are not active are not found, and find nobody', () => {
  const grid = new NeighbourGrid(new Space('torus', SIDE), 3)
  grid.sort(Float64Array.of(1, 1, NaN, 1, 2, 1), Uint8Array.of(1, 0, 1))
  expect(gathered(grid, 0, 2)).toEqual([[2, 1, 0]])
  expect(gathered(grid, 1, 2)).toEqual([])
})

test('positions and radii that are none are refused', () => {
  const grid = new NeighbourGrid(new Space('torus', SIDE), 2)
  expect(() => grid.sort(new Float64Array(6))).toThrow(
    'NeighbourGrid.positions: got 6, expected 2 numbers for each of at most 2',
  )
  expect(() => grid.sort(Float64Array.of(1, 1, NaN, 0))).toThrow('NeighbourGrid.positions[2]: got NaN')
  expect(() => grid.sort(Float64Array.of(1, 1, 3.5, 0))).toThrow(
    '[2]: got 3.5, expected a number from 0 to 3',
  )
  grid.sort(Float64Array.of(1, 1, 2, 2))
  expect(() => grid.gather(0, -1)).toThrow('NeighbourGrid.radius: got -1, expected a number of at least 0')
  expect(() => new NeighbourGrid(new Space('torus', 1e-200), 2)).toThrow('NeighbourGrid.space.side')
})

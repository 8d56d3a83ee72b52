import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NeighbourGrid } from '../../src/neighbours/neighbour-grid.ts'
import { Clusters } from '../../src/metrics/clusters.ts'
import { fluctuationCorrelation } from '../../src/metrics/fluctuation-correlation.ts'
import { meanNearestDistance } from '../../src/metrics/nearest-distance.ts'
import { Space } from '../../src/space.ts'
import { pairCorrelation } from '../../src/metrics/pair-correlation.ts'
import { type Crowd, KINDS, SIDE, crowd, crowds, distanceBetween, kinds, reordered, seeds } from './crowds.ts'

const WAY = new Float64Array(2)

/** The sizes of clusters, greatest first, by walking from friend to friend. */
function walkedSizes(
  { space, positions }: { space: Space; positions: Float64Array },
  radius: number,
): number[] {
  const n = positions.length / 2
  const left = new Set(Array.from({ length: n }, (_, i) => i))
  const sizes: number[] = []
  for (const first of left) {
    left.delete(first)
    const cluster = [first]
    for (const i of cluster) {
      for (const j of left) {
        if (distanceBetween(space, positions, i, j) > radius) continue
        left.delete(j)
        cluster.push(j)
      }
    }
    sizes.push(cluster.length)
  }
  return sizes.sort((p, q) => q - p)
}

test('clusters are those of walking from friend to friend, whatever the order of agents', () => {
  fc.assert(
    fc.property(crowds, fc.double({ min: 0.01, max: 1, noNaN: true }), (given, radius) => {
      const { grid, agents, positions } = given
      const clusters = new Clusters(agents)
      const count = clusters.find(grid, radius)
      const sizes = [...clusters.sizes.subarray(0, count)]
      expect(sizes).toEqual(walkedSizes(given, radius))
      const tally = Array.from({ length: count }, () => 0)
      for (const label of clusters.labels) tally[label]++
      expect(tally).toEqual(sizes)
      const order = Array.from({ length: agents }, (_, i) => agents - 1 - i)
      grid.sort(reordered(positions, order))
      expect(clusters.find(grid, radius)).toBe(count)
      expect([...clusters.sizes.subarray(0, count)]).toEqual(sizes)
    }),
  )
})

test('clusters of equal size come in the order of their least agents', () => {
  const clusters = new Clusters(6)
  const grid = new NeighbourGrid(new Space('torus', 10), 6)
  grid.sort(Float64Array.of(5, 5, 0, 0, 2, 8, 9.5, 0, 5, 5.5, 2.5, 7.5))
  expect(clusters.find(grid, 0.8)).toBe(3)
  expect([...clusters.labels]).toEqual([0, 1, 2, 1, 0, 2])
})

test('the mean distance to the nearest is that of looking at all', () => {
  fc.assert(
    fc.property(crowds, ({ space, grid, agents, positions }) => {
      let sum = 0
      for (let i = 0; i < agents; i++) {
        let least = Infinity
        for (let j = 0; j < agents; j++)
          if (j !== i) least = Math.min(least, distanceBetween(space, positions, i, j))
        sum += least
      }
      if (agents === 1) expect(meanNearestDistance(grid)).toBeNaN()
      else expect(meanNearestDistance(grid)).toBeCloseTo(sum / agents, 12)
    }),
  )
})

test('the correlation of fluctuations is that of looking at all', () => {
  const edges = Float64Array.of(0.1, 0.4, 1.1, 1.7)
  fc.assert(
    fc.property(kinds, fc.integer({ min: 2, max: 30 }), seeds, (kind, n, seed) => {
      const space = new Space(kind, SIDE)
      const given = crowd(space, n, seed)
      const grid = new NeighbourGrid(space, n)
      grid.sort(given.positions)
      const [values, pairs] = [new Float64Array(3), new Float64Array(3)]
      fluctuationCorrelation(grid, given.directions, edges, values, pairs)
      const expected = comparedCorrelation(space, given, edges)
      expect([...pairs]).toEqual(expected.pairs)
      for (let b = 0; b < 3; b++) {
        if (pairs[b] === 0) expect(values[b]).toBeNaN()
        else expect(values[b]).toBeCloseTo(expected.values[b], 9)
      }
    }),
  )
})

function comparedCorrelation(space: Space, { positions, directions }: Crowd, edges: Float64Array) {
  const n = positions.length / 2
  const mean = [0, 1].map((axis) => directions.filter((_, k) => k % 2 === axis).reduce((p, q) => p + q) / n)
  const u = directions.map((value, k) => value - mean[k % 2])
  const square = u.reduce((sum, value) => sum + value * value, 0) / n
  const [values, pairs] = [
    [0, 0, 0],
    [0, 0, 0],
  ]
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const { flipX, flipY } = space.displacement(positions, 2 * i, positions, 2 * j, WAY)
      const distance = Math.hypot(WAY[0], WAY[1])
      const b = edges.findLastIndex((edge) => edge <= distance)
      if (b < 0 || b > 2) continue
      values[b] += flipX * u[2 * i] * u[2 * j] + flipY * u[2 * i + 1] * u[2 * j + 1]
      pairs[b]++
    }
  }
  return { values: values.map((sum, b) => sum / pairs[b] / square), pairs }
}

test('no agents, and one', () => {
  const clusters = new Clusters(1)
  for (const kind of KINDS) {
    const grid = new NeighbourGrid(new Space(kind, SIDE), 1)
    grid.sort(new Float64Array(0))
    expect(clusters.find(grid, 1)).toBe(0)
    expect(meanNearestDistance(grid)).toBeNaN()
    grid.sort(Float64Array.of(1, 2))
    expect(clusters.find(grid, 10)).toBe(1)
    expect(clusters.sizes[0]).toBe(1)
  }
})

test('agents that are not active are left out of every metric', () => {
  const edges = Float64Array.of(0.1, 0.4, 1.1, 1.5)
  fc.assert(
    fc.property(kinds, fc.integer({ min: 2, max: 30 }), seeds, (kind, n, seed) => {
      const space = new Space(kind, SIDE)
      const { positions, directions } = crowd(space, n, seed)
      const active = Uint8Array.from({ length: n }, (_, i) => (i % 3 === 1 ? 0 : 1))
      const rowsOf = (rows: Float64Array): Float64Array => rows.filter((_, k) => active[k >> 1] === 1)
      const [whole, rest] = [new NeighbourGrid(space, n), new NeighbourGrid(space, n)]
      whole.sort(positions, active)
      rest.sort(rowsOf(positions))
      const measured = (grid: NeighbourGrid, velocities: Float64Array) => {
        const clusters = new Clusters(n)
        const [g, values, pairs] = [new Float64Array(3), new Float64Array(3), new Float64Array(3)]
        clusters.find(grid, 0.3)
        pairCorrelation(grid, edges, g)
        fluctuationCorrelation(grid, velocities, edges, values, pairs)
        const labels = [...clusters.labels].filter((label) => label >= 0)
        const sizes = [...clusters.sizes.subarray(0, clusters.count)]
        return { labels, sizes, g, values, pairs, nearest: meanNearestDistance(grid) }
      }
      expect(measured(whole, directions)).toEqual(measured(rest, rowsOf(directions)))
    }),
  )
})

test('a grid of more agents than clusters were made for is refused', () => {
  const grid = new NeighbourGrid(new Space('torus', SIDE), 2)
  grid.sort(Float64Array.of(1, 1, 2, 2))
  expect(() => new Clusters(1).find(grid, 1)).toThrow('Clusters.grid: got 2, expected at most 1 agents')
})

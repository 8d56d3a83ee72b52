import { expect, test } from 'vitest'
import { NeighbourGrid } from '../../src/neighbours/neighbour-grid.ts'
import { Moments } from '../../src/metrics/moments.ts'
import { pairCorrelation } from '../../src/metrics/pair-correlation.ts'
import { meanNearestDistance } from '../../src/metrics/nearest-distance.ts'
import { Space } from '../../src/space.ts'
import { KINDS, crowd } from './crowds.ts'

const SIDE = 4
const [AGENTS, FRAMES, BINS] = [300, 60, 8]

test('of an ideal gas g(r) is 1 at every distance, on every space', () => {
  for (const kind of KINDS) {
    const space = new Space(kind, SIDE)
    const most = kind === 'box' ? SIDE : kind === 'plane' ? 0.9 * SIDE : SIDE / 2
    const edges = Float64Array.from({ length: BINS + 1 }, (_, b) => (b * most) / BINS)
    const grid = new NeighbourGrid(space, AGENTS)
    const values = new Float64Array(BINS)
    const bins = Array.from({ length: BINS }, () => new Moments())
    for (let frame = 0; frame < FRAMES; frame++) {
      grid.sort(crowd(space, AGENTS, frame).positions)
      pairCorrelation(grid, edges, values)
      for (let b = 0; b < BINS; b++) bins[b].add(values[b])
    }
    for (const [b, { mean, variance }] of bins.entries()) {
      // The rectangle of the plane is too small, the less so the more agents there are.
      const error = 4 * Math.sqrt(variance / FRAMES) + (kind === 'plane' ? 4 / AGENTS : 0)
      expect(Math.abs(mean - 1), `${kind}, bin ${b}`).toBeLessThan(error)
      expect(error).toBeLessThan(0.05)
    }
  }
})

test('of a lattice the first distance is that between neighbours, four of them', () => {
  const space = new Space('torus', SIDE)
  const positions = Float64Array.from({ length: 128 }, (_, k) => ((k % 2 === 0 ? k / 2 : k >> 4) % 8) / 2)
  const grid = new NeighbourGrid(space, 64)
  grid.sort(positions)
  expect(meanNearestDistance(grid)).toBe(0.5)
  const values = new Float64Array(3)
  pairCorrelation(grid, Float64Array.of(0, 0.4, 0.6, 0.7), values)
  // 64 * 4 / 2 pairs of 64 * 63 / 2, over the share of the ring.
  const ring = (Math.PI * (0.6 ** 2 - 0.4 ** 2)) / SIDE ** 2
  expect(values[0]).toBe(0)
  expect(values[1]).toBeCloseTo(4 / 63 / ring, 12)
  expect(values[2]).toBe(0)
})

test('fewer than two agents have no pairs, and a line in the plane no area', () => {
  const grid = new NeighbourGrid(new Space('torus', SIDE), 1)
  const values = new Float64Array(1)
  for (const positions of [[], [1, 1]]) {
    grid.sort(Float64Array.from(positions))
    pairCorrelation(grid, Float64Array.of(0, 1), values)
    expect(values[0]).toBeNaN()
  }
  const line = new NeighbourGrid(new Space('plane', SIDE), 2)
  line.sort(Float64Array.of(0, 0, 1, 0))
  pairCorrelation(line, Float64Array.of(0, 2), values)
  expect(values[0]).toBeNaN()
})

test('edges that do not rise, or lead beyond where g(r) is known, are refused', () => {
  const grid = new NeighbourGrid(new Space('torus', SIDE), 1)
  const measure = (...edges: number[]) =>
    pairCorrelation(grid, Float64Array.from(edges), new Float64Array(edges.length - 1))
  expect(() => measure(0, 1, 1)).toThrow('edges[2]: got 1, expected a number from 1')
  expect(() => measure(-1, 1)).toThrow('edges[0]: got -1')
  expect(() => measure(0, 2.1)).toThrow('edges[1]: got 2.1')
  expect(() => measure(0)).toThrow('edges: got 1, expected one more than the 0 bins')
  expect(() => measure(0, NaN)).toThrow('edges[1]: got NaN')
})

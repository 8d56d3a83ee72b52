import { expect, test } from 'vitest'
import { NeighbourGrid } from '../../src/neighbours/neighbour-grid.ts'
import { correlationLength, fluctuationCorrelation } from '../../src/metrics/fluctuation-correlation.ts'
import { Space } from '../../src/space.ts'
import { crowd } from './crowds.ts'

const space = new Space('plane', 1)
const EDGES = Float64Array.of(0, 1, 2, 3)

test('two groups that part correlate within and against each other', () => {
  const grid = new NeighbourGrid(space, 4)
  grid.sort(Float64Array.of(0, 0, 0, 0.5, 2.5, 0, 2.5, 0.5))
  const [values, pairs] = [new Float64Array(3), new Float64Array(3)]
  // A common motion, whatever it is, is left out.
  fluctuationCorrelation(grid, Float64Array.of(-1, 3, -1, 3, 1, 3, 1, 3), EDGES, values, pairs)
  expect([...pairs]).toEqual([2, 0, 4])
  expect([...values]).toEqual([1, NaN, -1])
  // From (0.5, 1) to (2.5, -1), past the bin without pairs.
  expect(correlationLength(EDGES, values)).toBe(1.5)
})

test('where all move alike nothing fluctuates', () => {
  const grid = new NeighbourGrid(space, 50)
  const { positions } = crowd(space, 50, 1)
  grid.sort(positions)
  const [values, pairs] = [new Float64Array(3), new Float64Array(3)]
  const alike = Float64Array.from(positions, (_, k) => (k % 2 === 0 ? Math.cos(1) : Math.sin(1)))
  fluctuationCorrelation(grid, alike, EDGES, values, pairs)
  expect([...values]).toEqual([NaN, NaN, NaN])
  expect(correlationLength(EDGES, values)).toBeNaN()
})

test('the correlation length is the first zero crossing', () => {
  const lengthOf = (...values: number[]) => correlationLength(EDGES, Float64Array.from(values))
  expect(lengthOf(0.5, -0.5, 0.5)).toBe(1)
  expect(lengthOf(-1, 0.5, 0.5)).toBe(0.25)
  expect(lengthOf(0.5, 0.25, 0)).toBe(2.5)
  expect(lengthOf(0.5, 0.25, 0.1)).toBe(Infinity)
})

test('arrays of other lengths are refused', () => {
  const grid = new NeighbourGrid(space, 2)
  grid.sort(Float64Array.of(0, 0, 1, 1))
  const measure = (velocities: number, pairs: number) =>
    fluctuationCorrelation(
      grid,
      new Float64Array(velocities),
      EDGES,
      new Float64Array(3),
      new Float64Array(pairs),
    )
  expect(() => measure(2, 3)).toThrow('velocities: got 2, expected 4 numbers')
  expect(() => measure(4, 2)).toThrow('pairs: got 2, expected 3 numbers')
})

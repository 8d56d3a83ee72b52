import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Extent,
  type FeatureKind,
  featureSpec,
  populationFeatures,
} from '../../src/mean-field/population-features.ts'

const EXTENT: Extent = [
  { low: -2, high: 2, periodic: false },
  { low: 0, high: 3, periodic: true },
]
const choice = { bins: 4, bandwidth: 0.5 }
const kinds = fc.constantFrom<FeatureKind>('histogram', 'rbf', 'moments')
const points = fc.tuple(
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.double({ min: 0, max: 3, noNaN: true }),
)
const populations = fc.array(points, { minLength: 1, maxLength: 12 })
const ABSENT = [NaN, NaN] as const

function distance(from: Float64Array, to: Float64Array): number {
  const apart = Math.abs(from[1] - to[1]) % 3
  return Math.hypot(from[0] - to[0], Math.min(apart, 3 - apart))
}

function describePopulation(
  features: FeatureKind,
  population: readonly (readonly number[])[],
  extent: Extent = EXTENT,
): number[] {
  const described = populationFeatures({ ...choice, features }, extent, distance)
  const out = new Float64Array(described.size).fill(NaN)
  described.write(Float64Array.of(7, ...population.flat()), 1, population.length, out)
  return [...out]
}

const expectSame = (found: readonly number[], expected: readonly number[]): void =>
  found.forEach((value, k) => expect(value).toBeCloseTo(expected[k], 12))

test('features do not care which agent is which, nor for agents that are not there', () => {
  fc.assert(
    fc.property(kinds, populations, fc.nat(), (kind, population, turn) => {
      const described = describePopulation(kind, population)
      const k = turn % population.length
      const turned = [...population.slice(k), ...population.slice(0, k).reverse()]
      expectSame(describePopulation(kind, turned), described)
      expectSame(describePopulation(kind, [ABSENT, ...turned, ABSENT]), described)
    }),
  )
})

test('features lie within the bounds of their spec; shares sum to 1', () => {
  fc.assert(
    fc.property(kinds, populations, (kind, population) => {
      const described = describePopulation(kind, population)
      const { shape, low, high } = featureSpec({ ...choice, features: kind }, EXTENT)
      expect(shape).toEqual([described.length])
      for (const value of described) expect(value >= low && Math.fround(value) <= high).toBe(true)
      if (kind === 'histogram') expect(described.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    }),
  )
})

test('nobody is described by zeros', () => {
  for (const kind of ['histogram', 'rbf', 'moments'] as const)
    for (const value of describePopulation(kind, [ABSENT])) expect(value).toBe(0)
})

test('an agent on an edge counts for the first of the nearest bins, one beyond the ends for the last', () => {
  const binOf = (x: number, y: number): number => describePopulation('histogram', [[x, y]]).indexOf(1)
  expect(binOf(-1, 0.1)).toBe(0)
  expect(binOf(-0.99, 0.1)).toBe(4)
  expect(binOf(9, 0.1)).toBe(12)
  // Where the ends are joined, they are one place.
  expect(binOf(-2, 0)).toBe(0)
  expect(binOf(-2, 3)).toBe(0)
  expect(binOf(-2, 2.99)).toBe(3)
})

test('moments are those of the textbook', () => {
  const third = (2 * Math.PI) / 3
  const pair = [
    [-2, 0],
    [1, 1],
  ]
  const along = (1 + Math.cos(third)) / 2
  const across = Math.sin(third) / 2
  // At -1 and 0.5 of [-1, 1].
  expectSame(describePopulation('moments', pair), [
    -0.25,
    0.5625,
    along,
    across,
    1 - Math.hypot(along, across),
  ])
  const open: Extent = [{ low: -Infinity, high: Infinity, periodic: false }]
  expectSame(describePopulation('moments', [[3], [7]], open), [5, 4])
  expect(featureSpec({ ...choice, features: 'moments' }, open)).toMatchObject({ high: Infinity })
  expect(() => featureSpec({ ...choice, features: 'rbf' }, open)).toThrow(
    'rbf: coordinate 0 runs from -Infinity to Infinity, expected finite ends; moments need none',
  )
})

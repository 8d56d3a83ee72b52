import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MetricNeighbours, NeighbourLists, Space } from '../../src/index.ts'
import { SIDE, allPairs, found, pairsOf, worlds } from './worlds.ts'

const radii = fc.oneof(
  fc.constantFrom(SIDE / 8, SIDE / 4, SIDE, 5 * SIDE),
  fc.double({ min: 1e-6, max: SIDE, noNaN: true }),
)

test('all within the radius are seen, once, in their nearest image, on every space', () => {
  fc.assert(
    fc.property(worlds(40), radii, (world, radius) => {
      const rule = new MetricNeighbours(world.space, world.agents, radius)
      const near = allPairs(world).filter(({ d2 }) => d2 <= radius * radius)
      expect(found(rule, world)).toEqual(near.map(({ pair }) => pair))
    }),
    { numRuns: 500 },
  )
})

test('lists that grew and rules that were used before give what new ones give', () => {
  const rule = new MetricNeighbours(new Space('klein', SIDE), 40, SIDE / 3)
  const lists = new NeighbourLists(40)
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: SIDE, noNaN: true }), { minLength: 80, maxLength: 80 }),
      (list) => {
        const positions = Float64Array.from(list)
        rule.find(positions, lists)
        const fresh = new NeighbourLists(40)
        new MetricNeighbours(rule.space, 40, SIDE / 3).find(positions, fresh)
        expect(pairsOf(lists)).toEqual(pairsOf(fresh))
      },
    ),
  )
})

test('two flocks far apart share no list, however far', () => {
  const rule = new MetricNeighbours(new Space('plane', 1), 4, 1)
  for (const far of [10, 1e6, 1e12, 1e100]) {
    const lists = new NeighbourLists(4)
    rule.find(Float64Array.of(0, 0, far, far, far, far, 0.5, 0.5), lists)
    expect(pairsOf(lists)).toEqual([
      [0, 3, 0],
      [1, 2, 0],
      [2, 1, 0],
      [3, 0, 0],
    ])
  }
})

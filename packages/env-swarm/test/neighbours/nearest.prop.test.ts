import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NearestNeighbours } from '../../src/index.ts'
import { allPairs, found, worlds } from './worlds.ts'

test('the k nearest are seen, ties by number, on every space', () => {
  fc.assert(
    fc.property(worlds(40), fc.integer({ min: 1, max: 9 }), (world, count) => {
      const rule = new NearestNeighbours(world.space, world.agents, count)
      const all = Array.from({ length: world.agents }, (): ReturnType<typeof allPairs> => [])
      for (const entry of allPairs(world)) all[entry.pair[0]].push(entry)
      const nearest = all.map((others) =>
        others
          .sort((p, q) => p.d2 - q.d2 || p.pair[1] - q.pair[1])
          .slice(0, count)
          .map(({ pair }) => pair)
          .sort((p, q) => p[1] - q[1]),
      )
      expect(found(rule, world)).toEqual(nearest.flat())
    }),
    { numRuns: 300 },
  )
})

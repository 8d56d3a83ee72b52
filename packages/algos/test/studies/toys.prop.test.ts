import { ParameterError } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contexts, successes } from '../../src/studies/contexts.ts'
import { coordination } from '../../src/studies/coordination.ts'
import { chanceOfArrival, corridor } from '../../src/studies/corridor.ts'
import { deepSeaTreasure, treasureFront } from '../../src/studies/deep-sea-treasure.ts'
import {
  BIASED_EQUILIBRIUM,
  BIASED_PAYOFFS,
  rockPaperScissors,
} from '../../src/studies/rock-paper-scissors.ts'
import { teamMatrix } from '../../src/studies/team-matrix.ts'
import { tolls } from '../../src/studies/tolls.ts'
import { acted, begun } from './steps.ts'

/** Every list of `length` whole numbers below `n`. */
function sequences(n: number, length: number): number[][] {
  if (length === 0) return [[]]
  const shorter = sequences(n, length - 1)
  return Array.from({ length: n }, (_, k) => shorter.map((rest) => [k, ...rest])).flat()
}

test.each([
  [1, 1],
  [2, 5],
  [3, 4],
  [4, 9],
])(
  'of all walks in a corridor of %i places, the share said arrives within %i steps',
  async (length, horizon) => {
    const walks = sequences(2, horizon)
    const environment = await begun(corridor, { length, horizon }, walks.length)
    const arrived = new Uint8Array(walks.length)
    for (let t = 0; t < horizon; t++) {
      acted(
        environment,
        walks.map((walk) => walk[t]),
      )
      for (const [w, reward] of environment.rewards.entries()) if (reward === 1) arrived[w] = 1
    }
    const share = arrived.reduce((sum, one) => sum + one, 0) / walks.length
    expect(share).toBeCloseTo(chanceOfArrival(length, horizon), 12)
  },
)

test('a group of one key has the same luck, groups of one number draw for themselves', async () => {
  const [size, c] = [4000, 3]
  const table = successes({ contexts: 8, arms: 10 }).subarray(10 * c, 10 * c + 10)
  const alike = await begun(contexts, {}, size, 5, c)
  const arms = Array.from({ length: size }, (_, w) => w % 10)
  acted(alike, arms)
  for (let w = 10; w < size; w++) expect(alike.rewards[w]).toBe(alike.rewards[w % 10])

  const environment = await contexts.make({}, size)
  const { key } = alike.instance!.current(0)
  environment.reset(key, (w) => ({ key: key.fold(w), index: c }))
  expect(environment.observations.subarray(0, 8).indexOf(1)).toBe(c)
  acted(environment, arms)
  for (let k = 0; k < 10; k++) {
    const paid = environment.rewards.filter((_, w) => w % 10 === k)
    const share = paid.reduce((sum, one) => sum + one, 0) / paid.length
    expect(Math.abs(share - table[k])).toBeLessThan(5 * Math.sqrt(0.25 / paid.length))
  }
})

test('every context has one good arm', () => {
  const table = successes({ contexts: 8, arms: 10 })
  for (let c = 0; c < 8; c++) {
    const row = [...table.subarray(10 * c, 10 * c + 10)].toSorted((p, q) => q - p)
    expect(row[0]).toBe(0.9)
    expect(row[1]).toBeLessThan(0.5)
    expect(row[9]).toBeGreaterThanOrEqual(0.05)
  }
})

test('a team is paid what stands in the table', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 3 }),
      fc.integer({ min: 2, max: 3 }),
      async (agents, actions) => {
        const joint = sequences(actions, agents)
        const payoffs = joint.map((_, k) => 3 * k - 7)
        const environment = await begun(teamMatrix, { agents, actions, payoffs }, joint.length)
        acted(environment, joint.flat())
        for (const [w, payoff] of payoffs.entries()) {
          const paid = environment.rewards.subarray(w * agents, (w + 1) * agents)
          expect([...paid]).toEqual(Array.from({ length: agents }, () => payoff))
        }
      },
    ),
    { numRuns: 10 },
  ))

test('a table of the wrong size is refused', () => {
  expect(() => teamMatrix.describe({ payoffs: [1, 2, 3, 4] })).toThrow(ParameterError)
  expect(() => teamMatrix.describe({ payoffs: [1, 2, 3, 4] })).toThrow(
    'toy/team-matrix.payoffs: got [1,2,3,4], expected 9 numbers, one for each joint action of 2 agents with 3 actions',
  )
})

test.each([
  [2, 1],
  [3, 1],
  [5, 2],
])('%i agents that do not slip are paid by where they go', async (agents, margin) => {
  const joint = sequences(2, agents)
  const environment = await begun(coordination, { agents, margin, slip: 0 }, joint.length)
  acted(environment, joint.flat())
  for (const [w, places] of joint.entries()) {
    const ones = places.reduce((sum, place) => sum + place, 0)
    const zeros = agents - ones
    const agreed = Math.abs(zeros - ones) > margin
    const expected = agreed ? (zeros > ones ? 3 : 2) : zeros < ones ? 1 : 0
    expect(environment.rewards[w * agents]).toBe(expected)
    expect([...environment.state!.subarray(w * agents, (w + 1) * agents)]).toEqual(places)
  }
})

test('nothing gains on the equilibrium of biased rock, paper, scissors', () => {
  const { references } = rockPaperScissors.settings.biased
  const means = BIASED_PAYOFFS.map((row) => row.reduce((sum, payoff) => sum + payoff, 0) / 3)
  for (const row of BIASED_PAYOFFS) {
    expect(row.reduce((sum, payoff, k) => sum + payoff * BIASED_EQUILIBRIUM[k], 0)).toBeCloseTo(0, 12)
  }
  for (const [j, row] of BIASED_PAYOFFS.entries())
    for (const [k, payoff] of row.entries()) expect(payoff + BIASED_PAYOFFS[k][j]).toBe(0)
  // Its opponents are the equilibrium and uniform play.
  expect(references.best.score).toBeCloseTo((1 / 2 + (1 + Math.max(...means)) / 2) / 2, 12)
  expect(means.reduce((sum, mean) => sum + mean, 0)).toBeCloseTo(0, 12)
})

test.each(sequences(3, 2))('choices %i and %i win as often as their payoff says', async (first, second) => {
  const games = 3000
  const environment = await rockPaperScissors.make({}, games)
  const { key } = (await begun(rockPaperScissors, {})).instance!.current(0)
  environment.reset(key)
  acted(environment, Array.from({ length: games }, () => [first, second]).flat())
  const mean = environment.rewards.reduce((sum, reward, i) => sum + (i % 2 === 0 ? reward : 0), 0) / games
  expect(Math.abs(mean - BIASED_PAYOFFS[first][second])).toBeLessThanOrEqual(5 / Math.sqrt(games))
})

test('of all ways along the road the best is the one that is said, and costs are tolls', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
      fc.nat(6),
      async (savings, limit) => {
        const ways = sequences(2, savings.length)
        const environment = await begun(tolls, { savings, limit }, ways.length)
        const paid = new Float64Array(ways.length)
        for (let t = 0; t < savings.length; t++) {
          acted(
            environment,
            ways.map((way) => way[t]),
          )
          for (const [w, cost] of environment.costs!.entries()) paid[w] += cost
        }
        const scores = ways.map((_, w) => environment.metrics[3 * w])
        const { random, best } = tolls.known!({ savings, limit }).references
        expect(Math.max(...scores)).toBeCloseTo(best.score, 6)
        expect(scores.reduce((sum, score) => sum + score, 0) / ways.length).toBeCloseTo(random.score, 6)
        for (const [w, tollsPaid] of paid.entries()) expect(environment.metrics[3 * w + 2]).toBe(tollsPaid)
        const kept = ways.filter((_, w) => paid[w] <= limit)
        const allowed = kept.map((way) => way.reduce((sum, one, k) => sum + one * savings[k], 0))
        expect(Math.max(...allowed)).toBeCloseTo(best.score, 6)
      },
    ),
    { numRuns: 30 },
  ))

test.each(['convex', 'concave'] as const)(
  'the %s front is what the shortest trips bring',
  async (treasures) => {
    const front = treasureFront(treasures)
    for (const [column, [value, time]] of front.entries()) {
      const environment = await begun(deepSeaTreasure, { treasures })
      for (let k = 0; k < column; k++) acted(environment, [3])
      while (environment.ended[0] === 0) acted(environment, [1])
      expect(environment.returns[0]).toBeCloseTo(value, 5)
      expect(environment.returns[1]).toBe(time)
      if (column > 0) expect(value).toBeGreaterThan(front[column - 1][0])
      if (column > 0) expect(time).toBeLessThan(front[column - 1][1])
    }
  },
)

test('weights reach every kind of point of the convex front, and the ends of the concave one alone', () => {
  const reached = (treasures: 'convex' | 'concave'): number =>
    new Set(
      Array.from({ length: 1001 }, (_, k) => {
        const scores = treasureFront(treasures).map(([value, time]) => k * value + (1000 - k) * time)
        return scores.indexOf(Math.max(...scores))
      }),
    ).size
  expect(reached('concave')).toBe(2)
  expect(reached('convex')).toBeGreaterThan(5)
})

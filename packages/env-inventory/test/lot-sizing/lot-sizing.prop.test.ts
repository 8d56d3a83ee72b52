import fc from 'fast-check'
import { Seed, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { lotSizing } from '../../src/index.ts'
import { BinomialTable } from '../../src/lot-sizing/binomial.ts'

const sizes = fc.record({
  items: fc.integer({ min: 1, max: 6 }),
  machines: fc.integer({ min: 1, max: 4 }),
  problemSeed: fc.nat(1000),
  published: fc.boolean(),
})

test('what an episode cost is what it paid, and no fill rate leaves 0 to 1', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), async (size, seed) => {
      const environment = await lotSizing.make({ ...size, problem: 'generated', horizon: 12 }, 2)
      const policy = uniformPolicy()
      const actions = new Int32Array(2 * size.machines)
      environment.reset(Seed.from(seed))
      policy.begin(environment, Seed.from(seed))
      while (environment.ended[0] === 0) {
        policy.act(environment, actions, 'sample')
        environment.step(actions)
      }
      for (let w = 0; w < 2; w++) {
        const [cost, setup, lost, holding, fill] = environment.metrics.subarray(6 * w)
        expect(cost).toBeCloseTo(setup + lost + holding, 9)
        expect(Math.abs(cost + environment.returns[w])).toBeLessThan(1e-5 * Math.max(1, cost))
        expect(fill).toBeGreaterThanOrEqual(0)
        expect(fill).toBeLessThanOrEqual(1)
      }
    }),
    { numRuns: 40 },
  )
})

test('stock comes from production and goes to demand: the post-decision state is what demand is taken from', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), async (size, seed) => {
      const parameters = { ...size, problem: 'generated', observed: 'inventory', horizon: 6 } as const
      const environment = await lotSizing.make(parameters)
      const policy = uniformPolicy()
      const actions = new Int32Array(size.machines)
      const after = new Float32Array(size.items)
      const paid = new Float64Array(1)
      let setups = 0
      environment.reset(Seed.from(seed))
      policy.begin(environment, Seed.from(seed))
      while (environment.ended[0] === 0) {
        policy.act(environment, actions, 'sample')
        environment.postDecision!.observe(actions, after)
        environment.postDecision!.rewards!(actions, paid)
        setups -= paid[0]
        environment.step(actions)
        const next = environment.ended.at(0) === 1 ? environment.finalObservations : environment.observations
        for (let i = 0; i < size.items; i++) {
          const units = 100 * next[i]
          const before = 100 * after[i]
          expect(units).toBeLessThan(Math.min(100, Math.max(0, before)) + 1e-4)
          expect(units).toBeGreaterThan(Math.min(100, before - 20) - 1e-4)
        }
      }
      const cost = environment.spec.metrics.findIndex(({ name }) => name === 'setup_cost')
      expect(environment.metrics[cost]).toBeCloseTo(setups, 9)
    }),
    { numRuns: 40 },
  )
})

test('demand is the same whatever is made', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(4), async (seed, machine) => {
      const play = async (action: number): Promise<number> => {
        const environment = await lotSizing.make({ problem: '15x5', horizon: 3 })
        environment.reset(Seed.from(seed))
        const actions = new Int32Array(5)
        actions[machine] = action
        for (let t = 0; t < 2; t++) environment.step(actions)
        // Nobody makes item 3, whose stock has seen demand alone.
        return environment.observations[2]
      }
      expect(await play(0)).toBe(await play(5))
    }),
    { numRuns: 20 },
  )
})

test.each([
  [20, 0.4],
  [20, 0],
  [7, 1],
  [1, 0.5],
  [1000, 0.97],
])('draws of Binomial(%d, %f) have its mean and variance', (trials, probability) => {
  const table = new BinomialTable(trials, probability)
  const stream = Seed.from(5).stream()
  const draws = Array.from({ length: 40_000 }, () => table.draw(stream))
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length
  const exact = trials * probability * (1 - probability)
  expect(Math.abs(mean - trials * probability)).toBeLessThanOrEqual(5 * Math.sqrt(exact / draws.length))
  expect(Math.abs(variance - exact)).toBeLessThanOrEqual(0.06 * exact)
})

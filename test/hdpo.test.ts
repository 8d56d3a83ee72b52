/** HDPO on the environments that it is made for. */
import { Seed, type TrainingEvent } from '@gauntlet/core'
import { checkAlgorithm, reportText } from '@gauntlet/core/check'
import { expect, test } from 'vitest'
import { hdpo } from '../packages/algos/src/methods/hdpo.ts'
import { evaluate } from '../packages/core/test/support/evaluate.ts'
import { oneStore } from '../packages/env-inventory/src/problems/one-store.ts'
import { serial } from '../packages/env-inventory/src/problems/serial.ts'

test.each([
  ['vanilla', oneStore, {}],
  ['base-stock', oneStore, { network: 'base-stock' }],
  ['vanilla on stages', serial, {}],
  ['echelon-stock', serial, { network: 'echelon-stock' }],
] as const)('hdpo keeps the contracts: %s', { timeout: 60_000 }, async (_, definition, configuration) => {
  const report = await checkAlgorithm(hdpo, definition as typeof oneStore, {
    parameters: { horizon: 6, warmUp: 2 },
    configuration: { ...configuration, episodes: 4, worlds: 2 },
  })
  expect(report.passed, reportText({ ...report, environment: hdpo.id })).toBe(true)
})

test.each([
  // Orders of 2 where 1 is sold: stock piles up, and smaller orders would be better.
  ['too much', { orderLimit: 2 }, (norm: number) => norm > 0.01],
  // Orders of a half: more would be better, but is not allowed.
  ['too little', { orderLimit: 0.5 }, (norm: number) => norm === 0],
] as const)('orders cut off at a bound can come back, and go no further: %s', async (_, limit, expected) => {
  const environment = await oneStore.make(
    { ...limit, demand: 'constant', means: [1], leadTime: 1, horizon: 5, warmUp: 1 },
    1,
  )
  environment.reset(Seed.from(1))
  const configuration = { network: 'base-stock', episodes: 1, worlds: 1 } as const
  const learner = await hdpo.create({
    spec: environment.spec,
    configuration,
    seed: Seed.from(2),
    backend: 'wasm',
  })
  const [first] = [...(learner.train!(environment, 5) as Iterable<TrainingEvent>)]
  expect(first.kind === 'progress' && expected(first.metrics.gradient_norm)).toBe(true)
})

test('an environment without derivatives is refused', async () => {
  const environment = await oneStore.make({ orders: 'whole' }, 1)
  const { spec } = environment
  const learner = await hdpo.create({ spec, configuration: {}, seed: Seed.from(2), backend: 'wasm' })
  environment.reset(Seed.from(1))
  expect(() => [...(learner.train!(environment, 50) as Iterable<TrainingEvent>)]).toThrow(
    'got faces snapshot, instance, expert, postDecision, dataset, expected differentiable among them',
  )
})

test('units are refused where a network has none', async () => {
  const { spec } = await oneStore.make({}, 1)
  const configuration = { network: 'base-stock', unit: 5 } as const
  await expect(hdpo.create({ spec, configuration, seed: Seed.from(2), backend: 'wasm' })).rejects.toThrow(
    'hdpo.unit: got 5, expected 1 for base-stock',
  )
})

/** Poisson demand of mean 5, lead time 1, underage cost 9: the least cost is 5.438 (Zipkin 2008). */
const LOST = { demand: 'poisson', means: [5], leadTime: 1, underageCost: 9 } as const

test('HDPO comes within a few per cent of the optimum of lost sales', { timeout: 60_000 }, async () => {
  const environment = await oneStore.make(LOST, 64)
  environment.reset(Seed.from(1))
  const { spec } = environment
  const configuration = { episodes: 64, worlds: 64 }
  const learner = await hdpo.create({ spec, configuration, seed: Seed.from(2), backend: 'wasm' })
  for (const _ of learner.train!(environment, 600 * 64 * 50) as Iterable<unknown>) void _
  const { mean } = await evaluate(
    oneStore,
    { ...LOST, orders: 'whole', horizon: 1000, warmUp: 200 },
    () => learner.policy,
    128,
  )
  expect(mean).toBeGreaterThan(5.3)
  expect(mean).toBeLessThan(5.7)
})

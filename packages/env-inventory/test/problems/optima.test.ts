/** Known optima of the classic problems: simulated, solved again, and within reach of their policies. */
import { type EnvironmentDefinition, Seed, allocateActions, resolveParameters } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { fixedCost } from '../../src/problems/fixed-cost.ts'
import {
  type JointReplenishmentParameters,
  jointReplenishment,
} from '../../src/problems/joint-replenishment.ts'
import { jointInstance } from '../../src/problems/joint-replenishment-experts.ts'
import {
  type NewsvendorParameters,
  newsvendorProblem,
  solveNewsvendor,
} from '../../src/problems/newsvendor.ts'
import { poisson } from '../../src/solvers/discrete.ts'
import { jointReplenishmentOptimum, periodicOptimum } from '../../src/solvers/joint-replenishment.ts'
import { reorderOptimum } from '../../src/solvers/reorder.ts'

/** Mean score and its standard error over one episode in each of `batch` worlds. */
async function simulate(
  definition: EnvironmentDefinition,
  parameters: object,
  expert: string,
  batch: number,
): Promise<{ mean: number; error: number }> {
  const environment = await definition.make(parameters, batch)
  const { spec } = environment
  const policy = environment.expert!.policy(expert)
  const actions = allocateActions(spec.action, batch)
  environment.reset(Seed.from(3))
  policy.begin(environment, Seed.from(3))
  for (let t = 0; t < spec.horizon; t++) {
    policy.act(environment, actions, 'greedy')
    environment.step(actions)
  }
  const score = spec.metrics.findIndex(({ name }) => name === spec.score)
  const scores = Array.from({ length: batch }, (_, w) => environment.metrics[w * spec.metrics.length + score])
  const mean = scores.reduce((sum, value) => sum + value, 0) / batch
  const squares = scores.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return { mean, error: Math.sqrt(squares / (batch - 1) / batch) }
}

test.each(Object.entries(newsvendorProblem.settings))('newsvendor %s', async (_, setting) => {
  const parameters = resolveParameters<NewsvendorParameters>(
    newsvendorProblem.parameters,
    setting.parameters,
    'newsvendor',
  )
  const optimum = setting.references.best.score
  expect(Math.abs(solveNewsvendor(parameters)!.cost)).toBeCloseTo(optimum, 3)
  const { mean, error } = await simulate(newsvendorProblem, setting.parameters, 'critical-fractile', 16_384)
  expect(Math.abs(mean - optimum)).toBeLessThan(3 * error)
})

test('Schweitzer and Cachon’s newsvendors order 225 and 75', () => {
  const orders = ['high-margin', 'low-margin'].map((name) => {
    const { parameters } = newsvendorProblem.settings[name]
    const given = resolveParameters<NewsvendorParameters>(newsvendorProblem.parameters, parameters, name)
    return solveNewsvendor(given)!.order
  })
  expect(orders).toEqual([225, 75])
})

test.each(Object.entries(fixedCost.settings))(
  'fixed cost, %s: the (s, S) of the table costs what the table says',
  async (_, setting) => {
    const parameters = { ...setting.parameters, horizon: 1000, warmUp: 100 }
    const { mean, error } = await simulate(fixedCost, parameters, 'reorder-up-to', 64)
    expect(Math.abs(mean - setting.references.best.score)).toBeLessThan(3 * error)
  },
)

describe('joint replenishment', () => {
  const instanceOf = (name: string): NonNullable<ReturnType<typeof jointInstance>> => {
    const { parameters } = jointReplenishment.settings[name]
    return jointInstance(
      resolveParameters<JointReplenishmentParameters>(jointReplenishment.parameters, parameters, name),
    )!
  }

  test.each(['two-alike', 'two-unlike'])('%s: the optimum, whatever positions are looked at', (name) => {
    const best = jointReplenishment.settings[name].references.best.score
    for (const range of [
      [-25, 70],
      [-35, 85],
    ] as const) {
      const { cost, lowest, highest } = jointReplenishmentOptimum(instanceOf(name), range)
      expect(highest - lowest).toBeLessThan(1e-6)
      expect(cost / 2).toBeCloseTo(best, 5)
    }
  })

  test('without a major cost every item has its own optimal (s, S)', () => {
    const items = [
      { demand: poisson(3), fixedCost: 12, holdingCost: 1, underageCost: 9 },
      { demand: poisson(5), fixedCost: 30, holdingCost: 2, underageCost: 19 },
    ]
    const alone = items.map((item) => reorderOptimum({ ...item, leadTime: 1 }).cost)
    const { cost } = jointReplenishmentOptimum({ items, majorCost: 0, leadTime: 1 }, [-30, 50])
    expect(cost).toBeCloseTo(alone[0] + alone[1], 5)
  })

  test.each(['two-alike', 'two-unlike', 'twelve'])(
    '%s: periodic review costs what it should',
    async (name) => {
      const { parameters, references } = jointReplenishment.settings[name]
      const instance = instanceOf(name)
      const { cost, periods } = periodicOptimum(instance)
      // Whole reviews, so that no part of a cycle weighs more.
      const horizon = { warmUp: 40 * periods, horizon: 240 * periods }
      const { mean, error } = await simulate(
        jointReplenishment,
        { ...parameters, ...horizon },
        'periodic',
        32,
      )
      expect(Math.abs(mean - cost / instance.items.length)).toBeLessThan(3 * error)
      expect(mean).toBeGreaterThan(references.best.score - 3 * error)
    },
  )
})

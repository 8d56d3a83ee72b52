import { describe, expect, test } from 'vitest'
import {
  type LostSalesInstance,
  type OneStoreParameters,
  bestConstantOrder,
  cappedBaseStockCost,
  demandDistributions,
  geometric,
  lostSalesPolicyCost,
  myopicPolicy,
  newsvendor,
  oneStore,
  poisson,
} from '../../src/index.ts'
import { baseStockLevel, cappedLevel } from '../../src/policies/lost-sales-store.ts'
import { evaluate } from '../support/evaluate.ts'
import { oneStoreProblem } from '../support/network-problem.ts'
import { play } from '../support/stepper.ts'

const store: LostSalesInstance = { demand: poisson(3), leadTime: 3, holdingCost: 1, underageCost: 6 }

/** What the myopic policy orders, by adding up the probabilities of every demand. */
function myopicOrder({ demand, holdingCost, underageCost }: LostSalesInstance, state: number[]): number {
  let left = new Map([[state[0], 1]])
  for (const arriving of [...state.slice(1), 0]) {
    const next = new Map<number, number>()
    left.forEach((mass, x) =>
      demand.probabilities.forEach((p, d) => {
        const rest = Math.max(x - d, 0) + arriving
        next.set(rest, (next.get(rest) ?? 0) + mass * p)
      }),
    )
    left = next
  }
  const served = (q: number): number => {
    let sum = 0
    left.forEach((mass, x) => (sum += mass * demand.cdf(x + q)))
    return sum
  }
  let q = 0
  while (served(q) < underageCost / (underageCost + holdingCost)) q++
  return q
}

describe('the myopic policy', () => {
  const problem = oneStoreProblem({ leadTime: 3, underageCost: 6, means: [3], orders: 'whole' })

  test.each([[[0, 0, 0]], [[12, 0, 0]], [[2, 9, 1]], [[40, 30, 0]], [[1, 3, 3]]])(
    'orders what serves the period of arrival: %j',
    (state) => {
      let order = -1
      const start: Parameters<typeof play>[4] = ({ onHand, underWay }) => {
        onHand[0] = state[0]
        underWay[0][1] = state[1]
        underWay[0][2] = state[2]
      }
      play(problem, myopicPolicy(problem, store), 1, [[0]], start, ([units]) => (order = units))
      expect(order).toBe(myopicOrder(store, state))
    },
  )
})

test('the best constant order is exact whatever the lead time, and none where that is cheaper', async () => {
  const instance: LostSalesInstance = { demand: geometric(4), leadTime: 4, holdingCost: 1, underageCost: 12 }
  const { level, cost } = bestConstantOrder(instance)
  expect(level).toBe(3)
  const { mean, error } = await evaluate(
    oneStore,
    {
      demand: 'geometric',
      means: [4],
      leadTime: 4,
      underageCost: 12,
      orders: 'whole',
      horizon: 800,
      warmUp: 200,
    },
    (environment) => environment.expert!.policy('constant-order'),
    128,
  )
  expect(Math.abs(mean - cost)).toBeLessThan(3 * error)
  const others = [1, 2].map((order) => {
    const bounds = { orderBound: order, positionBound: 200 }
    return lostSalesPolicyCost({ ...instance, leadTime: 1 }, bounds, (_, most) => most).cost
  })
  expect(Math.min(...others)).toBeGreaterThan(cost)
  // So near to mean demand that a walk would take for ever.
  expect(bestConstantOrder({ ...instance, demand: poisson(3.001) }).level).toBe(2)
  expect(bestConstantOrder({ ...instance, underageCost: 0.01 })).toEqual({ level: 0, cost: 0.04 })
})

test('levels of instances that are in no table are the best there are', () => {
  const level = baseStockLevel(store)
  const costOf = (s: number, cap: number): number => cappedBaseStockCost(store, s, cap).cost
  for (const other of [level - 1, level + 1])
    expect(costOf(other, other)).toBeGreaterThan(costOf(level, level))
  const capped = cappedLevel(store)
  expect(capped.cost).toBeLessThanOrEqual(costOf(level, level))
  expect(capped.cost).toBeCloseTo(costOf(capped.level, capped.cap), 9)
})

describe('only policies whose premises hold are offered', () => {
  const lost = ['capped-base-stock', 'constant-order', 'myopic', 'optimal']
  const always = ['base-stock', 'just-in-time']
  const few = ['base-stock', 'quantile-newsvendor', 'just-in-time']

  test.each<[string, Partial<OneStoreParameters>, string[]]>([
    ['whole units, lost', { orders: 'whole' }, [...few, ...lost]],
    ['any amounts, lost', {}, [...few, ...lost]],
    ['parts of units', { demand: 'normal' }, few],
    ['customers who wait', { orders: 'whole', unmetDemand: 'backlogged' }, few],
    ['too many states to solve', { orders: 'whole', leadTime: 12 }, [...few, 'constant-order', 'myopic']],
    ['demand with a memory', { orders: 'whole', demand: 'autoregressive' }, always],
    ['nothing to lose', { underageCost: 0 }, always],
    ['too little of the past', { demand: 'sequence', pastDemand: 4 }, always],
    ['enough of the past', { demand: 'sequence', pastDemand: 5 }, [...always, 'past-quantile-newsvendor']],
  ])('%s', (_, parameters, expected) => {
    const { experts = [] } = oneStore.describe(parameters)
    expect(experts.map(({ name }) => name).toSorted()).toEqual(expected.toSorted())
    expect(experts.filter(({ seesHiddenState }) => seesHiddenState).map(({ name }) => name)).toEqual([
      'just-in-time',
    ])
  })
})

describe('quantiles', () => {
  test('of known demand are those of a newsvendor over lead time and period', async () => {
    const environment = await oneStore.make({ leadTime: 2, underageCost: 9 })
    const actions = new Float32Array(1)
    environment.observations.fill(0)
    environment.expert!.policy('quantile-newsvendor').act(environment, actions, 'greedy')
    expect(actions[0]).toBe(newsvendor(poisson(5).sum(3), 1, 9).level)
  })

  test('of past demand are those of its sums', async () => {
    const environment = await oneStore.make({ leadTime: 1, underageCost: 3, pastDemand: 6 })
    const policy = environment.expert!.policy('past-quantile-newsvendor')
    const actions = new Float32Array(1)
    policy.begin(environment, undefined as never)
    // 1 on hand; sums of two periods are 3, 5, 9, 8, 4, of which the third quartile is 8.
    environment.observations.set([1, 1, 2, 3, 6, 2, 2])
    policy.act(environment, actions, 'greedy')
    expect(actions[0]).toBe(7)
  })
})

test('distributions are of the demand that is drawn', () => {
  const kinds: Partial<OneStoreParameters>[] = [
    { demand: 'poisson' },
    { demand: 'geometric' },
    { demand: 'negative-binomial', deviations: [4] },
    { demand: 'binomial', trials: [12] },
    { demand: 'normal', deviations: [4], clip: true },
    { demand: 'normal' },
    { demand: 'constant' },
  ]
  for (const kind of kinds) {
    const [distribution] = demandDistributions(oneStore.resolve(kind), 1)!
    const { means, deviations } = oneStoreProblem(kind).demand
    expect(distribution.mean, kind.demand).toBeCloseTo(means[0], 2)
    expect(distribution.deviation, kind.demand).toBeCloseTo(deviations[0], 2)
  }
  for (const kind of [
    { demand: 'sequence' },
    { demand: 'poisson', means: [0] },
    { demand: 'poisson', means: [1e6] },
    { demand: 'geometric', means: [1e4] },
  ] as const) {
    expect(demandDistributions(oneStore.resolve(kind), 1)).toBeUndefined()
  }
})

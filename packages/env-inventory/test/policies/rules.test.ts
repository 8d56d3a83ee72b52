/** What each policy orders, on stock that is laid out by hand. */
import type { Policy } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import {
  type NetworkDescription,
  type NetworkProblem,
  baseStockPolicy,
  buildNetwork,
  cappedBaseStockPolicy,
  constantDemand,
  constantOrderPolicy,
  echelonStockPolicy,
  newsvendorFractions,
  reorderBatchesPolicy,
  reorderUpToPolicy,
  softmaxAllocationPolicy,
  transformedFractions,
} from '../../src/index.ts'
import { play } from '../support/stepper.ts'

function problemOf(description: NetworkDescription): NetworkProblem {
  const network = buildNetwork(description, 'test')
  return {
    id: 'test',
    network,
    demand: constantDemand({
      means: network.nodes.flatMap(({ kind }) => (kind === 'store' ? [5] : [])),
    }),
    horizon: 10,
    finite: false,
    warmUp: 0,
    orderLimits: network.edges.map(() => Infinity),
    features: false,
    pastDemand: 0,
    objectives: 1,
    profit: false,
    scored: 'mean',
    control: 'central',
  }
}

/** The orders of the first period, by edge. */
function firstOrders(problem: NetworkProblem, policy: Policy): number[] {
  let found: number[] = []
  const demand = problem.network.nodes.flatMap(({ kind }) => (kind === 'store' ? [0] : []))
  play(problem, policy, 1, [demand], stockUp(problem), (orders) => (found = [...orders]))
  return found
}

/** As the description says: node stock, edges' underWay (from the next period on) and ordered. */
function stockUp({ network }: NetworkProblem): Parameters<typeof play>[4] {
  return ({ onHand, underWay, ordered, owed, plan }) => {
    network.nodes.forEach(({ stock }, node) => (onHand[node] = stock))
    network.edges.forEach((edge, e) => {
      edge.underWay.forEach((units, p) => (underWay[e][(p + 1) % plan.edges[e].slots] = units))
      edge.ordered.forEach((units, p) => (ordered[e][p] = units))
    })
    if (plan.owes) owed[0] = 2
  }
}

const store = problemOf({
  nodes: [
    { name: 'store', kind: 'store', stock: 3, holdingCost: 1, underageCost: 2, price: 1 },
    { name: 'supplier', kind: 'supplier' },
  ],
  edges: [{ source: 'supplier', target: 'store', leadTime: 3, underWay: [1, 2] }],
})

describe('one store with 3 on hand and 3 under way', () => {
  test.each<[string, Policy, number]>([
    ['base stock', baseStockPolicy(store, [10]), 4],
    ['base stock below the position', baseStockPolicy(store, [5]), 0],
    ['a cap that binds', cappedBaseStockPolicy(store, [10], [2.5]), 2.5],
    ['a cap that does not', cappedBaseStockPolicy(store, [10], [7]), 4],
    ['(s, S) at s', reorderUpToPolicy(store, [6], [10]), 4],
    ['(s, S) above s', reorderUpToPolicy(store, [5.5], [10]), 0],
    ['(R, nQ) at R: one batch', reorderBatchesPolicy(store, [6], [4]), 4],
    ['(R, nQ) far below R: above it by whole batches', reorderBatchesPolicy(store, [14], [4]), 12],
    ['(R, nQ) above R', reorderBatchesPolicy(store, [5.5], [4]), 0],
    ['a constant order', constantOrderPolicy(store, [2]), 2],
  ])('%s', (_, policy, order) => {
    expect(firstOrders(store, policy)).toEqual([order])
  })

  test('the newsvendor counts what a lost unit would have earned', () => {
    expect(newsvendorFractions(store)).toEqual([0.75])
  })
})

test('orders on their way and what is owed are part of a position, in echelons only the node’s own', () => {
  const late = problemOf({
    nodes: [
      { name: 'store', kind: 'store', stock: 3 },
      { name: 'warehouse', kind: 'warehouse', stock: 20 },
      { name: 'supplier', kind: 'supplier' },
    ],
    edges: [
      {
        source: 'warehouse',
        target: 'store',
        leadTime: 2,
        orderDelay: 2,
        ordered: [4, 1],
        underWay: [7],
      },
      { source: 'supplier', target: 'warehouse', leadTime: 2, underWay: [10] },
    ],
    unmetOrders: 'backlogged',
  })
  // Of the store 3 + 7 + 4 + 1 and the 2 that it is owed; of the echelon 20 + 10 + 3 + 7.
  expect(firstOrders(late, baseStockPolicy(late, [100, 100]))).toEqual([83, 70])
  expect(firstOrders(late, echelonStockPolicy(late, [100, 100]))).toEqual([83, 60])
})

const two = (holds: boolean): NetworkProblem =>
  problemOf({
    nodes: [
      { name: 'one', kind: 'store', stock: 4 },
      { name: 'two', kind: 'store', stock: 2 },
      { name: 'centre', kind: 'warehouse', stock: 30, holds },
      { name: 'supplier', kind: 'supplier' },
    ],
    edges: [
      { source: 'centre', target: 'one', leadTime: 1 },
      { source: 'centre', target: 'two', leadTime: 1 },
      { source: 'supplier', target: 'centre', leadTime: 1 },
    ],
  })

describe('softmax allocation', () => {
  const weights = [4, 6].map((z) => Math.exp(z / 2))

  test('keeps the share of the constant 1', () => {
    const total = weights[0] + weights[1] + Math.E
    const [one, second, bought] = firstOrders(two(true), softmaxAllocationPolicy(two(true), [8, 8, 50], 0.5))
    expect(one).toBeCloseTo((30 * weights[0]) / total, 5)
    expect(second).toBeCloseTo((30 * weights[1]) / total, 5)
    expect(bought).toBe(14)
  })

  test('shares out all where nothing may be held, whatever the scale', () => {
    for (const scale of [0.5, 400]) {
      const [one, second] = firstOrders(two(false), softmaxAllocationPolicy(two(false), [8, 8, 50], scale))
      expect(one + second).toBeCloseTo(30, 4)
      expect(second).toBeGreaterThan(one)
    }
  })
})

test('transformed fractions: the identity, a shift, and what flattens them', () => {
  expect(transformedFractions([0.2, 0.9], 0, 1)[1]).toBeCloseTo(0.9, 12)
  expect(transformedFractions([0.5], 1, 1)[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12)
  expect(transformedFractions([0.2, 0.9], 0, 0)).toEqual([0.5, 0.5])
})

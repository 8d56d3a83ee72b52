import { Seed, allocateActions, product, uniformPolicy } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeProblem } from '../../src/network/network-environment.ts'
import type { Network } from '../../src/network/network.ts'
import type { NetworkProblem } from '../../src/network/problem.ts'
import { poissonDemand } from '../../src/demand/poisson-demand.ts'
import { networkExperts } from '../../src/policies/network-experts.ts'
import { anyNetwork } from '../../src/problems/network.ts'
import { fixedCost } from '../../src/problems/fixed-cost.ts'
import { oneStore } from '../../src/problems/one-store.ts'
import { networks } from '../support/random-networks.ts'

test('what a store has just ordered stands a lead time ahead', async () => {
  const environment = await oneStore.make({ leadTime: 3 })
  environment.reset(Seed.from(0))
  const out = new Float32Array(4)
  environment.postDecision!.observe(Float32Array.of(7), out)
  expect([...out]).toEqual([...environment.observations, 7])
})

test('an order without a lead time is on hand before demand', async () => {
  const environment = await fixedCost.make()
  environment.reset(Seed.from(0))
  const out = new Float32Array(1)
  environment.postDecision!.observe(Float32Array.of(12), out)
  expect([...out]).toEqual([12])
})

test('what a random lead time leaves open is shared out', async () => {
  const environment = await anyNetwork.make(anyNetwork.settings['random-lead-times'].parameters)
  environment.reset(Seed.from(0))
  const { observe } = environment.postDecision!
  const out = new Float32Array(product(environment.spec.postDecision!.shape))
  // The middle store orders 10 from afar, which takes 1 to 5 periods.
  observe(Float32Array.of(0, 0, 10, 0, 0, 0), out)
  expect([...out.subarray(6, 12)]).toEqual([10, 2, 2, 2, 2, 2])
})

const problemOf = (network: Network): NetworkProblem => ({
  id: 'random',
  network,
  demand: poissonDemand({ means: network.nodes.flatMap(({ kind }) => (kind === 'store' ? [3] : [])) }),
  horizon: 8,
  finite: false,
  warmUp: 0,
  orderLimits: network.edges.map(() => 12),
  features: false,
  pastDemand: 0,
  objectives: 1,
  profit: false,
  scored: 'mean',
  control: 'central',
})

test('demand alone lies between a post-decision state and the next state, whatever the network', () => {
  fc.assert(
    fc.property(networks, (network) => {
      const problem = problemOf(network)
      const environment = makeProblem(problem, networkExperts, 2)
      const actions = allocateActions(environment.spec.action, 2)
      const policy = uniformPolicy()
      environment.reset(Seed.from(1))
      policy.begin(environment, Seed.from(1))
      const { observe } = environment.postDecision!
      const width = product(environment.spec.postDecision!.shape)
      const out = new Float32Array(2 * width)
      for (let t = 0; t < 7; t++) {
        policy.act(environment, actions, 'sample')
        observe(actions, out)
        environment.step(actions)
        requireSame(
          environment.observations,
          environment.spec.observation.layout,
          out,
          environment.spec.postDecision!.layout,
          network,
        )
      }
    }),
    { numRuns: 40 },
  )
})

type Layout = readonly { readonly name: string; readonly offset: number; readonly shape: readonly number[] }[]

/** Everything but what stores have on hand is what it was, a period nearer where that has passed. */
function requireSame(
  after: Float32Array,
  afterLayout: Layout,
  before: Float32Array,
  beforeLayout: Layout,
  { sequence }: Network,
): void {
  const shift = sequence === 'receive-first' ? 1 : 0
  afterLayout.forEach(({ name, offset, shape }, k) => {
    const wide = beforeLayout[k]
    expect(wide.name).toBe(name)
    if (!name.endsWith('stock')) {
      for (let i = 0; i < product(shape); i++)
        expect(after[offset + i], name).toBeCloseTo(before[wide.offset + i], 3)
      return
    }
    const [nodes, length] = shape
    for (let n = 0; n < nodes; n++) {
      const from = wide.offset + n * wide.shape[1]
      for (let p = 1; p < length; p++)
        expect(after[offset + n * length + p], `${name} ${n}, ${p} ahead`).toBeCloseTo(
          before[from + p + shift],
          3,
        )
      if (name === 'store stock') continue
      const arrived = shift === 1 ? before[from + 1] : 0
      expect(after[offset + n * length], `${name} ${n}`).toBeCloseTo(before[from] + arrived, 3)
    }
  })
}

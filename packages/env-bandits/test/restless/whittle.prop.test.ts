import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Seed } from '@gauntlet/core'
import { type Arm, chainsOf } from '../../src/restless/arm-chains.ts'
import { BudgetSet } from '../../src/restless/budget-set.ts'
import { discountedValues } from '../../src/restless/joint-values.ts'
import { lagrangianBound } from '../../src/restless/lagrangian.ts'
import { ProductChain } from '../../src/restless/product-chain.ts'
import { maximumOfNetwork } from '../../src/restless/relu-maximum.ts'
import { segmentAt, subsidyPath } from '../../src/restless/subsidy-path.ts'
import { twoStateWhittle, whittleIndices } from '../../src/restless/whittle-index.ts'

/** An arm whose rows are Dirichlet(alpha) and whose rewards are uniform. */
function drawnArm(states: number, seed: number, alpha: number = 1): Arm {
  const stream = Seed.from(seed).stream()
  const rows = Array.from({ length: 2 * states }, () =>
    stream.dirichlet(new Float64Array(states).fill(alpha), new Float64Array(states)),
  )
  return {
    states,
    transitions: Float64Array.from(rows.flatMap((row) => [...row])),
    rewards: Float64Array.from({ length: 2 * states }, () => stream.uniform()),
  }
}

const discounts = fc.constantFrom(0, 0.5, 0.9, 0.99)

test('arms of two states are indexable, and the closed form is the general index', () => {
  fc.assert(
    fc.property(fc.nat(), discounts, fc.constantFrom(0.2, 1), (seed, discount, alpha) => {
      const arm = drawnArm(2, seed, alpha)
      const { indexable, indices } = whittleIndices(arm, discount)
      expect(indexable).toBe(true)
      twoStateWhittle(arm, discount).forEach((index, s) => expect(indices[s]).toBeCloseTo(index, 8))
    }),
    { numRuns: 300 },
  )
})

test('every policy of the path is optimal where it is said to be', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 7 }), discounts, (seed, states, discount) => {
      const path = subsidyPath(drawnArm(states, seed, 0.3), discount)
      path.forEach((segment, k) => {
        const to = path[k + 1]?.from ?? segment.from + 10
        const from = Math.max(segment.from, to - 10)
        expect(to).toBeGreaterThan(segment.from)
        for (const subsidy of [from, 0.5 * (from + to), to]) {
          segment.active.forEach((active, s) => {
            const advantage = segment.advantageBase[s] + subsidy * segment.advantageSlope[s]
            expect(active === 1 ? advantage : -advantage).toBeGreaterThan(-1e-8)
          })
        }
      })
      expect([...path[0].active]).toEqual(Array.from({ length: states }).fill(1))
      expect([...path.at(-1)!.active]).toEqual(Array.from({ length: states }).fill(0))
    }),
    { numRuns: 200 },
  )
})

test('values along the path are those of value iteration', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 2, max: 5 }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      (seed, states, subsidy) => {
        const arm = drawnArm(states, seed)
        const { base, slope } = segmentAt(subsidyPath(arm, 0.9), subsidy)
        const paid = arm.rewards.map((reward, k) => (k < states ? reward + subsidy : reward))
        const chain = new ProductChain(chainsOf([{ ...arm, rewards: paid }]), new BudgetSet(1, 1, 'at-most'))
        discountedValues(chain, 0.9).forEach((value, s) =>
          expect(base[s] + subsidy * slope[s]).toBeCloseTo(value, 8),
        )
      },
    ),
    { numRuns: 100 },
  )
})

test('indices of an arm whose activity changes nothing but the reward are what it adds', () => {
  const arm = drawnArm(4, 3)
  arm.transitions.copyWithin(16, 0, 16)
  const { indexable, indices } = whittleIndices(arm, 0.95)
  expect(indexable).toBe(true)
  indices.forEach((index, s) => expect(index).toBeCloseTo(arm.rewards[4 + s] - arm.rewards[s], 9))
})

test('the price of the budget bounds the joint optimum from above', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom('at-most' as const, 'exactly' as const),
      (seed, budget, rule) => {
        const chains = chainsOf([0, 1, 2].map((k) => drawnArm(3, 3 * seed + k, 0.3)))
        const set = new BudgetSet(3, budget, rule)
        const starts = new Float64Array(9)
        for (const i of [0, 3, 6]) starts[i] = 1
        const optimum = discountedValues(new ProductChain(chains, set), 0.9)[0]
        const { bound, price } = lagrangianBound(chains, set, 0.9, starts)
        expect(bound).toBeGreaterThan(optimum - 1e-8)
        // With every arm active, or free to be, the arms do not bear on each other.
        if (budget === 3) expect(bound).toBeCloseTo(optimum, 7)
        if (rule === 'at-most') expect(price).toBeGreaterThanOrEqual(0)
      },
    ),
    { numRuns: 60 },
  )
})

test('branch and bound finds the best subset for a network', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 0, max: 5 }),
      fc.constantFrom('at-most' as const, 'exactly' as const),
      (seed, budget, rule) => {
        const stream = Seed.from(seed).stream()
        const normals = (length: number): Float64Array => Float64Array.from({ length }, () => stream.normal())
        const network = {
          context: normals(1),
          layers: [
            { weights: normals(6 * 3), biases: normals(3) },
            { weights: normals(3), biases: normals(1) },
          ],
        }
        const valueOf = (subset: Uint8Array): number => {
          const [first, second] = network.layers
          const hidden = first.biases.map((bias, out) => {
            const inputs = [...subset, network.context[0]]
            return Math.max(
              0,
              inputs.reduce((sum, x, k) => sum + first.weights[6 * out + k] * x, bias),
            )
          })
          return hidden.reduce((sum, h, k) => sum + second.weights[k] * h, second.biases[0])
        }
        const set = new BudgetSet(5, budget, rule)
        const { subset, value, gap } = maximumOfNetwork(set, network, 'subsets')
        expect(gap).toBe(0)
        expect(valueOf(subset)).toBeCloseTo(value, 9)
        expect(value).toBeCloseTo(Math.max(...set.enumerate(100)!.map(valueOf)), 9)
      },
    ),
    { numRuns: 200 },
  )
})

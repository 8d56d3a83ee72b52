import { describe, expect, test } from 'vitest'
import { type Arm, armOf } from '../../src/restless/arm-chains.ts'
import { fluidBound } from '../../src/restless/fluid-bound.ts'
import { averageReward, discountedValues, finiteHorizonValues } from '../../src/restless/joint-values.ts'
import { lagrangianBound } from '../../src/restless/lagrangian.ts'
import { myopicIndices } from '../../src/restless/myopic-index.ts'
import { ProductChain, indexPolicyOf } from '../../src/restless/product-chain.ts'
import { segmentAt, subsidyPath } from '../../src/restless/subsidy-path.ts'
import { twoStateWhittle, whittleIndices } from '../../src/restless/whittle-index.ts'
import { armOfGolden, chainsOfInstance, golden, setOfInstance } from './golden-instances.ts'

/** The values are written to nine decimals or ten; a few units in the last are the other solver's. */
const near = (value: number, expected: number, tolerance: number = 2e-9): void => {
  expect(Math.abs(value - expected), `${value} is not ${expected}`).toBeLessThan(tolerance)
}

/** The other implementation gives equal myopic gains to the last arm. */
function lastOfTies(indices: Float64Array, states: number): Float64Array {
  return indices.map((index, k) => Math.round(index * 1e8) / 1e8 + 1e-10 * Math.floor(k / states))
}

test.each(golden.two_state_closed_form)(
  'indices of two states: $passive_to_good $active_to_good $beta',
  ({ passive_to_good: p, active_to_good: q, beta, W0, W1 }) => {
    const arm: Arm = {
      states: 2,
      transitions: Float64Array.from([...p, ...q].flatMap((good) => [1 - good, good])),
      rewards: Float64Array.of(0, 1, 0, 1),
    }
    for (const [first, second] of [twoStateWhittle(arm, beta), whittleIndices(arm, beta).indices]) {
      near(first, W0, 1e-9)
      near(second, W1, 1e-9)
    }
  },
)

describe.each(golden.instances)('$name', (instance) => {
  const chains = chainsOfInstance(instance)
  const { arms, states } = chains
  const set = setOfInstance(instance)
  const chain = new ProductChain(chains, set)
  const whittle = new Float64Array(arms * states)
  for (let i = 0; i < arms; i++) {
    whittle.set(whittleIndices(armOf(chains, i), instance.beta).indices, i * states)
  }

  test('Whittle indices', () => {
    for (let i = 0; i < arms; i++) {
      expect(whittleIndices(armOf(chains, i), instance.beta).indexable).toBe(true)
    }
    instance.whittle.flat().forEach((index, k) => near(whittle[k], index, 1e-9))
  })

  test('values of the optimal, Whittle, myopic and random policies', () => {
    const uniform = chain.subsets.map((_, __, { length }) => new Float64Array(chain.size).fill(1 / length))
    const byWhittle = indexPolicyOf(chain, set, whittle)
    const byMyopic = indexPolicyOf(chain, set, lastOfTies(myopicIndices(chains), states))
    const computed = {
      V_opt: discountedValues(chain, instance.beta),
      V_whittle: discountedValues(chain, instance.beta, byWhittle),
      V_myopic: discountedValues(chain, instance.beta, byMyopic),
      V_random: discountedValues(chain, instance.beta, uniform),
      V_opt_H20: finiteHorizonValues(chain, 20, 1),
      V_whittle_H20: finiteHorizonValues(chain, 20, 1, byWhittle),
      V_myopic_H20: finiteHorizonValues(chain, 20, 1, byMyopic),
    }
    for (const [start, values] of Object.entries(instance.per_start)) {
      const s = chain.indexOf(JSON.parse(start) as number[])
      for (const [name, table] of Object.entries(computed))
        near(table[s], values[name as keyof typeof computed])
    }
    expect(chain.size).toBe(instance.states)
    const gap = (values: Float64Array): number =>
      Math.max(...values.map((value, s) => (computed.V_opt[s] - value) / computed.V_opt[s]))
    near(gap(computed.V_whittle), instance.max_rel_gap_whittle)
    near(gap(computed.V_myopic), instance.max_rel_gap_myopic)
  })

  test('average reward', () => {
    near(averageReward(chain), instance.average_reward_opt, 1e-8)
  })

  test('fluid bound, by linear programme and by its price', async () => {
    for (const [start, { fluid_bound, V_opt_H20 }] of Object.entries(instance.per_start)) {
      const starts = new Float64Array(arms * states)
      for (const [i, s] of (JSON.parse(start) as number[]).entries()) starts[i * states + s] = 1
      const { beta } = instance
      near(lagrangianBound(chains, set, beta, starts).bound, fluid_bound)
      near(await fluidBound(chains, set, { starts, discount: beta, horizon: Infinity }), fluid_bound, 1e-7)
      const h20 = await fluidBound(chains, set, { starts, discount: 1, horizon: 20 })
      expect(h20).toBeGreaterThanOrEqual(V_opt_H20 - 1e-7)
      expect(h20).toBeLessThan(V_opt_H20 * 1.07)
    }
  })
})

test('the arm that is not indexable', () => {
  const { beta, optimal_action_sets_by_subsidy: sets } = golden.nonindexable_arm
  const path = subsidyPath(armOfGolden(golden.nonindexable_arm), beta)
  const lettersOf = (active: Uint8Array): string => [...active].map((bit) => (bit === 1 ? 'A' : 'P')).join('')
  expect(path.map(({ active }) => lettersOf(active))).toEqual(sets.map(([, letters]) => letters))
  for (const [subsidy, letters] of sets) expect(lettersOf(segmentAt(path, subsidy).active)).toBe(letters)
  expect(whittleIndices(armOfGolden(golden.nonindexable_arm), beta).indexable).toBe(false)
})

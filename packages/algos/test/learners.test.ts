import { type AlgorithmDefinition, type EnvironmentDefinition, Seed, applicability } from '@gauntlet/core'
import { type AlgorithmCheckOptions, checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { a2c } from '../src/methods/a2c.ts'
import { cem } from '../src/methods/cem.ts'
import { dqn } from '../src/methods/dqn.ts'
import { grpo } from '../src/methods/grpo.ts'
import { pdppo } from '../src/methods/pdppo.ts'
import { pdppoSplit } from '../src/methods/pdppo-split.ts'
import { ppo } from '../src/methods/ppo.ts'
import { reinforce } from '../src/methods/reinforce.ts'
import { cartPole } from '../src/studies/cart-pole.ts'
import { shop } from './shop.ts'

const parameters = { horizon: 40 }

describe.each([
  [reinforce, { worlds: 4 }],
  [a2c, { worlds: 4 }],
  [ppo, { worlds: 4, steps: 32, minibatches: 2 }],
  [ppo, { worlds: 4, steps: 32, minibatches: 2, scaleRewards: true }],
  [grpo, { worlds: 8, groupSize: 4 }],
  [dqn, { bufferSize: 500, learningStarts: 100, batchSize: 16 }],
  [cem, { worlds: 2, population: 4, hidden: [4] }],
] as const)('$0.id on a pole', (algorithm, configuration) => {
  it(
    'keeps every contract, training and checkpoints among them',
    () => expectSound(algorithm, cartPole, { parameters, configuration }),
    60_000,
  )
})

it.each([pdppo, pdppoSplit])(
  '$id keeps every contract where there are post-decision states, and is refused where there are none',
  async (algorithm) => {
    const configuration = { steps: 32, epochs: 2, minibatches: 2, hidden: [8] }
    await expectSound(algorithm, shop, { parameters: {}, configuration })
    const { spec } = await cartPole.make({}, 1)
    expect(applicability(cartPole.id, spec, algorithm.requires)).toEqual({
      kind: 'not-applicable',
      reason: 'needs the postDecision face',
    })
    await expect(algorithm.create({ spec, seed: Seed.from(1), backend: 'cpu' })).rejects.toThrow(
      'got an environment with the faces snapshot, instance, expected postDecision among them',
    )
  },
  60_000,
)

async function expectSound(
  algorithm: AlgorithmDefinition<object>,
  environment: EnvironmentDefinition<object>,
  options: AlgorithmCheckOptions<object, object>,
): Promise<void> {
  const given = { ...options, steps: 40, trainingBudget: 2500 }
  const { checks } = await checkAlgorithm(algorithm, environment, given)
  expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
  const passed = checks.filter(({ status }) => status === 'passed').map(({ id }) => id)
  expect(passed).toContain('learner/checkpoints')
  expect(passed).toContain('learner/saves')
}

it('refuses worlds that cannot be dealt into groups', () => {
  expect(() => grpo.resolve({ worlds: 10, groupSize: 4 })).toThrow(
    'grpo.worlds: got 10, expected a multiple of groupSize, which is 4',
  )
})

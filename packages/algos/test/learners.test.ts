import { checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { a2c } from '../src/a2c.ts'
import { cem } from '../src/cem.ts'
import { dqn } from '../src/dqn.ts'
import { grpo } from '../src/grpo.ts'
import { ppo } from '../src/ppo.ts'
import { reinforce } from '../src/reinforce.ts'
import { cartPole } from '../src/studies/cart-pole.ts'

const parameters = { horizon: 40 }

describe.each([
  [reinforce, { worlds: 4 }],
  [a2c, { worlds: 4 }],
  [ppo, { worlds: 4, steps: 32, minibatches: 2 }],
  [grpo, { worlds: 8, groupSize: 4 }],
  [dqn, { bufferSize: 500, learningStarts: 100, batchSize: 16 }],
  [cem, { worlds: 2, population: 4, hidden: [4] }],
] as const)('$0.id on a pole', (algorithm, configuration) => {
  it('keeps every contract, training and checkpoints among them', async () => {
    const { checks } = await checkAlgorithm<object, object>(algorithm, cartPole, {
      parameters,
      configuration,
      steps: 40,
      trainingBudget: 2500,
    })
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    const passed = checks.filter(({ status }) => status === 'passed').map(({ id }) => id)
    expect(passed).toContain('learner/checkpoints')
    expect(passed).toContain('learner/saves')
  }, 60_000)
})

it('refuses worlds that cannot be dealt into groups', () => {
  expect(() => grpo.resolve({ worlds: 10, groupSize: 4 })).toThrow(
    'grpo.worlds: got 10, expected a multiple of groupSize, which is 4',
  )
})

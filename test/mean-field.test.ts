/** Learners on mean-field views, without any adapter. */
import { Seed, applicability } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { ppo } from '../packages/algos/src/methods/ppo.ts'
import { evaluate } from '../packages/core/test/support/evaluate.ts'
import { ringField } from '../packages/env-swarm/test/mean-field/ring.ts'

test.each(['box', 'masked'] as const)('PPO learns a rule by which agents gather: %s', async (actions) => {
  const parameters = { actions, agents: 20, features: 'moments' } as const
  const environment = await ringField.make(parameters, 8)
  const { spec } = environment
  expect(applicability(ringField.id, spec, ppo.requires, []).kind).toBe('runs')
  const learner = await ppo.create({
    spec,
    configuration: { worlds: 8, steps: 32, minibatches: 4, discount: 0.9, learningRate: 0.01, hidden: [16] },
    seed: Seed.from(2),
    backend: 'wasm',
  })
  const gathered = async (): Promise<number> =>
    (await evaluate(ringField, parameters, () => learner.policy, 64)).mean
  expect(await gathered()).toBeLessThan(0.1)
  environment.reset(Seed.from(1))
  for (const _ of learner.train!(environment, 5000) as Iterable<unknown>) void _
  expect(await gathered()).toBeGreaterThan(0.4)
})

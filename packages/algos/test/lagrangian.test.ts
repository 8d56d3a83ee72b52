/** PPO under a constraint: contracts, and that the price finds its level. */
import { Seed } from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { expect, it } from 'vitest'
import { lagrangian } from '../src/estimators/lagrangian.ts'
import { ppoLagrangian } from '../src/methods/ppo-lagrangian.ts'
import { Rollout } from '../src/rollout.ts'
import { tolls } from '../src/studies/tolls.ts'

it('the price rises with what episodes cost above the limit, never falls below 0, and weighs both advantages', async () => {
  const environment = await tolls.make({}, 1)
  environment.reset(Seed.from(1))
  const rollout = new Rollout(environment, 4, { costs: true })
  rollout.steps = 4
  rollout.decided.fill(1)
  rollout.terminated.set([0, 1, 0, 1])
  rollout.costs[0].rewards.set([1, 1, 1, 0])
  rollout.advantages.set([2, 2, 2, 2])
  const estimator = lagrangian(0.5, 0.5, 1)
  // Episodes that cost 2 and 1: 1.5 on average, 1 above the limit.
  expect(estimator.estimate(rollout, 1)).toEqual({ dual: 0.5, episode_cost: 1.5 })
  expect([...rollout.advantages]).toEqual(
    [2, 1, 1, 0].map((later) => expect.closeTo((2 - 0.5 * (later === 2 ? 2 : later)) / 1.5, 12)),
  )
  rollout.costs[0].rewards.fill(0)
  estimator.estimate(rollout, 1)
  estimator.estimate(rollout, 1)
  expect(estimator.estimate(rollout, 1).dual).toBe(0)
})

it('ppo-lagrangian keeps every contract, its price among what a checkpoint keeps', async () => {
  const { checks } = await checkAlgorithm(ppoLagrangian, tolls, {
    parameters: {},
    configuration: { worlds: 4, steps: 16, hidden: [8], limit: 3 },
    steps: 40,
    trainingBudget: 2500,
  })
  expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
  expect(checks.find(({ id }) => id === 'learner/checkpoints')?.status).toBe('passed')
}, 60_000)

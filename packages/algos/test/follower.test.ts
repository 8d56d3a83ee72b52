/** Follower, on small mazes. */
import { type Environment, type Policy, Seed, allocateActions, applicability } from '@gauntlet/core'
import { checkAlgorithm, reportText } from '@gauntlet/core/check'
import { lifelong } from '@gauntlet/env-mapf'
import { expect, test } from 'vitest'
import { follower } from '../src/methods/follower.ts'
import { followerPretrained } from '../src/methods/follower-pretrained.ts'
import { tiny } from './tiny.ts'

const MAZES = {
  instances: 'mazes',
  size: 13,
  agents: 8,
  horizon: 64,
  radius: 2,
  observationType: 'follower',
  rewards: 'waypoints',
} as const
const seed = Seed.from(6)

test('keeps the contracts, and goes on to the same bits', async () => {
  const report = await checkAlgorithm(follower, lifelong, {
    parameters: { ...MAZES, agents: 1 },
    configuration: { worlds: 4, minibatches: 2, filters: 16, blocks: 2, hidden: [8] },
  })
  expect(report.passed, reportText(report)).toBe(true)
})

test('learns from planes of a grid and nothing else', () => {
  const environment = lifelong.describe({ ...MAZES, agents: 1 })
  for (const { requires } of [follower, followerPretrained]) {
    expect(applicability(lifelong.id, environment, requires).kind).toBe('runs')
    expect(
      applicability(tiny.id, { ...tiny.describe(), agents: 1 }, { ...requires, masks: true }),
    ).toMatchObject({
      reason: 'needs an observation of planes along a grid',
    })
  }
})

test('refuses filters that the kernel does not take', async () => {
  const spec = lifelong.describe({ ...MAZES, agents: 1 })
  const context = { spec, seed, backend: 'wasm', configuration: { filters: 12 } }
  await expect(follower.create(context)).rejects.toThrow('filters: got 12, expected a multiple of 8')
})

/** Waypoints that an agent reaches in a step. */
function followed(policy: Policy, environment: Environment): number {
  const { agents } = environment.spec
  const actions = allocateActions(environment.spec.action, environment.batch * agents)
  environment.reset(Seed.from(99))
  policy.begin(environment, seed)
  let sum = 0
  for (let t = 0; t < 32; t++) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (const reward of environment.rewards) sum += reward
  }
  return (100 * sum) / 32 / actions.length
}

test('learns to follow the planner', async () => {
  const environment = await lifelong.make(MAZES, 8)
  const learner = await follower.create({
    spec: { ...environment.spec, agentsAsRows: true },
    seed,
    backend: 'wasm',
    configuration: { anneal: false },
  })
  const judge = await lifelong.make(MAZES, 8)
  const before = followed(learner.policy, judge)
  environment.reset(seed)
  for await (const event of learner.train!(environment, 8 * 8 * 60)) expect(event.steps).toBeGreaterThan(0)
  const after = followed(learner.policy, judge)
  expect(before).toBeLessThan(0.25)
  expect(after).toBeGreaterThan(0.6)
})

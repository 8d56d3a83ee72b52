/** PPO of weighed objectives: contracts, and that its weights decide what it goes for. */
import { Seed, allocateActions, applicability } from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { expect, it } from 'vitest'
import { ADAPTERS } from '../src/adapters/index.ts'
import { moPpoScalar } from '../src/methods/mo-ppo-scalar.ts'
import plugin from '../src/plugin.ts'
import { deepSeaTreasure } from '../src/studies/deep-sea-treasure.ts'

it('mo-ppo-scalar keeps every contract', async () => {
  const { checks } = await checkAlgorithm(moPpoScalar, deepSeaTreasure, {
    parameters: {},
    configuration: { worlds: 4, steps: 16, hidden: [8] },
    steps: 40,
    trainingBudget: 2500,
  })
  expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
}, 60_000)

/** Steps that a greedy dive takes. */
async function depth(weights: readonly number[]): Promise<number> {
  const training = await deepSeaTreasure.make({}, 8)
  const learner = await moPpoScalar.create({
    spec: training.spec,
    configuration: { worlds: 8, steps: 64, learningRate: 0.01, hidden: [32], anneal: false, weights },
    seed: Seed.from(3),
    backend: 'wasm',
  })
  training.reset(Seed.from(1))
  for (const event of learner.train!(training, 40_000) as Iterable<unknown>) expect(event).toBeDefined()
  const environment = await deepSeaTreasure.make({}, 1)
  environment.reset(Seed.from(2))
  learner.policy.begin(environment, Seed.from(2))
  const actions = allocateActions(environment.spec.action, 1)
  let steps = 0
  do {
    learner.policy.act(environment, actions, 'greedy')
    environment.step(actions)
    steps++
  } while (environment.ended[0] === 0)
  learner.dispose?.()
  return steps
}

it('who minds time more than treasure comes up sooner', async () => {
  expect(await depth([0.01, 1])).toBe(1)
  expect(await depth([1, 0.01])).toBeGreaterThan(1)
})

it('wants a weight for each objective', async () => {
  const { spec } = await deepSeaTreasure.make({}, 1)
  const context = { spec, seed: Seed.from(1), backend: 'cpu', configuration: { weights: [1, 1, 1] } }
  await expect(moPpoScalar.create(context)).rejects.toThrow(
    'got 3 weights, expected one for each of 2 objectives',
  )
})

const learners = plugin.algorithms.filter(({ id, trains }) => trains && id !== 'mo-ppo-scalar')

it.each(learners)(
  '$id learns from several objectives where an adapter weighs them, or not at all',
  (learner) => {
    const spec = deepSeaTreasure.describe()
    const answer = applicability('toy/deep-sea-treasure', spec, learner.requires, ADAPTERS)
    expect(answer.kind).not.toBe('runs')
    if (answer.kind === 'adapted') expect(answer.adapters.map(({ id }) => id)).toContain('scalarise')
  },
)

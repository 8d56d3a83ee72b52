/** Learners of teams, on a world of two agents of whom each has another illegal choice at each step. */
import { type Environment, type Policy, Seed, allocateActions, applicability } from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { ippo } from '../src/methods/ippo.ts'
import { mappo } from '../src/methods/mappo.ts'
import { cartPole } from '../src/studies/cart-pole.ts'
import { tiny } from './tiny.ts'

const STEPS = 10
/** Choice 3, but 2 in the steps in which 3 is illegal: one in four, for each agent. */
const BEST =
  2 * 3 * STEPS -
  [0, 1].flatMap((agent) => Array.from({ length: STEPS }, (_, t) => (t + agent) % 4)).filter((k) => k === 3)
    .length

function scoreOf(policy: Policy, environment: Environment): number {
  environment.reset(Seed.from(2))
  policy.begin(environment, Seed.from(3))
  const actions = allocateActions(environment.spec.action, environment.spec.agents)
  let score = 0
  for (let t = 0; t < STEPS; t++) {
    policy.act(environment, actions, 'greedy')
    environment.step(actions)
    for (const reward of environment.rewards) score += reward
  }
  return score
}

describe.each([ippo, mappo])('$id', (algorithm) => {
  it('keeps every contract, training and checkpoints among them', async () => {
    const { checks } = await checkAlgorithm(algorithm, tiny, {
      parameters: {},
      configuration: { worlds: 4, steps: 16, hidden: [8] },
      steps: 40,
      trainingBudget: 2500,
    })
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(checks.find(({ id }) => id === 'learner/checkpoints')?.status).toBe('passed')
  }, 60_000)

  it('is for teams', async () => {
    const { spec } = await cartPole.make({}, 1)
    expect(applicability(cartPole.id, spec, algorithm.requires).kind).toBe('not-applicable')
  })

  it('learns to take the best that is legal', async () => {
    const environment = await tiny.make({ horizon: 10 }, 8)
    const learner = await algorithm.create({
      spec: environment.spec,
      configuration: { worlds: 8, steps: 20, learningRate: 0.01, hidden: [16], anneal: false },
      seed: Seed.from(5),
      backend: 'wasm',
    })
    environment.reset(Seed.from(1))
    for (const event of learner.train!(environment, 8000) as Iterable<unknown>) expect(event).toBeDefined()
    expect(scoreOf(learner.policy, await tiny.make({ horizon: 10 }, 1))).toBe(BEST)
    learner.dispose?.()
  })
})

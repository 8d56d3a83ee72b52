/** Learners of teams, on a world of two agents of whom each has another illegal choice at each step. */
import {
  type AlgorithmDefinition,
  type Environment,
  type Policy,
  Seed,
  allocateActions,
  applicability,
} from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { ippo } from '../src/methods/ippo.ts'
import { iqlIndependent } from '../src/methods/iql-independent.ts'
import { mappo } from '../src/methods/mappo.ts'
import { qmix } from '../src/methods/qmix.ts'
import { vdn } from '../src/methods/vdn.ts'
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

interface Pupil {
  readonly algorithm: AlgorithmDefinition<object>
  /** For the contracts, and for the lesson with its budget. */
  readonly small: object
  readonly taught: object
  readonly budget: number
}

const onPolicy = (algorithm: object): Pupil => ({
  algorithm: algorithm as AlgorithmDefinition<object>,
  small: { worlds: 4, steps: 16, hidden: [8] },
  taught: { worlds: 8, steps: 20, learningRate: 0.01, hidden: [16], anneal: false },
  budget: 8000,
})

const ofValues = (algorithm: object): Pupil => ({
  algorithm: algorithm as AlgorithmDefinition<object>,
  small: { worlds: 4, learningStarts: 2, batchSize: 2, bufferSize: 16, targetEvery: 3, hidden: [8] },
  taught: { worlds: 8, discount: 0, batchSize: 8, learningRate: 0.01, hidden: [32] },
  budget: 8000,
})

const PUPILS = [...[ippo, mappo].map(onPolicy), ...[iqlIndependent, vdn, qmix].map(ofValues)]

describe.each(PUPILS)('$algorithm.id', ({ algorithm, small, taught, budget }) => {
  it('keeps every contract, training and checkpoints among them', async () => {
    const { checks } = await checkAlgorithm(algorithm, tiny, {
      parameters: {},
      configuration: small,
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
      configuration: taught,
      seed: Seed.from(5),
      backend: 'wasm',
    })
    environment.reset(Seed.from(1))
    for (const event of learner.train!(environment, budget) as Iterable<unknown>) expect(event).toBeDefined()
    expect(scoreOf(learner.policy, await tiny.make({ horizon: 10 }, 1))).toBe(BEST)
    learner.dispose?.()
  })
})

/** Learners of action values, most of them from replayed transitions: contracts, and one lesson each. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  Seed,
  type TrainingEvent,
  box,
} from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { unpack } from '../src/archive.ts'
import { doubleDuelingDqn } from '../src/methods/double-dueling-dqn.ts'
import { pqn } from '../src/methods/pqn.ts'
import { sacDiscrete } from '../src/methods/sac-discrete.ts'
import { sac } from '../src/methods/sac.ts'
import { td3 } from '../src/methods/td3.ts'
import { cartPole } from '../src/studies/cart-pole.ts'
import { pendulum } from '../src/studies/pendulum.ts'
import { type Task, corridor, doors, greedyActions, makeTask } from './tasks.ts'

type Method = AlgorithmDefinition<object>

const SMALL = { learningStarts: 100, bufferSize: 400, batchSize: 8, hidden: [8] }
const REPLAYING = { ...SMALL, trainEvery: 2, worlds: 2 }
const CONTRACTS: readonly (readonly [Method, EnvironmentDefinition<object>, object])[] = [
  [doubleDuelingDqn, cartPole, REPLAYING],
  [sacDiscrete, cartPole, REPLAYING],
  [pqn, cartPole, { steps: 16, minibatches: 2, hidden: [8] }],
  [sac, pendulum, REPLAYING],
  [td3, pendulum, REPLAYING],
]

it.each(CONTRACTS)(
  '$id keeps every contract, with all that it remembers',
  async (algorithm, environment, configuration) => {
    const { checks } = await checkAlgorithm(algorithm, environment, {
      parameters: { horizon: 30 },
      configuration,
      steps: 40,
      trainingBudget: 1000,
    })
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(checks.find(({ id }) => id === 'learner/checkpoints')?.status).toBe('passed')
  },
  60_000,
)

const CHOOSING = {
  worlds: 4,
  discount: 0.9,
  bufferSize: 1000,
  learningStarts: 200,
  trainEvery: 4,
  batchSize: 32,
  learningRate: 0.02,
  hidden: [],
}

/** Three numbers are to be met, one after the other. */
const numbers: Task = {
  states: 3,
  action: box([1], -3, 1),
  horizon: 4,
  start: () => 0,
  move: (state, action) => [-((action - numbers.best[state]) ** 2), state === 2 ? undefined : state + 1],
  best: [-2, 0.5, -1],
}

interface Taught {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

/** What a learner does in every state of a task, before it is trained and afterwards. */
async function taught(
  algorithm: Method,
  configuration: { readonly worlds: number },
  task: Task,
  budget: number,
): Promise<Taught> {
  const environment = makeTask(task, configuration.worlds)
  const seed = Seed.from(3)
  const learner = await algorithm.create({ spec: environment.spec, configuration, seed, backend: 'wasm' })
  environment.reset(Seed.from(1))
  const before = greedyActions(learner.policy, task)
  for (const event of learner.train!(environment, budget) as Iterable<unknown>) expect(event).toBeDefined()
  const after = greedyActions(learner.policy, task)
  learner.dispose?.()
  return { before, after }
}

describe.each([
  [doubleDuelingDqn, { ...CHOOSING, targetEvery: 100 }],
  [
    sacDiscrete,
    { ...CHOOSING, trainEvery: 2, targetRate: 0.05, policyLearningRate: 0.02, entropyShare: 0.1 },
  ],
  [pqn, { worlds: 8, steps: 16, minibatches: 2, discount: 0.9, learningRate: 0.02, hidden: [16] }],
] as const)('$0.id', (algorithm, configuration) => {
  it.each([
    ['walk on where the pay comes late', corridor],
    ['choose among what is legal', doors],
  ])('learns to %s', async (_name, task) => {
    const { before, after } = await taught(algorithm as Method, configuration, task, 4000)
    expect(before).not.toEqual(task.best)
    expect(after).toEqual(task.best)
  })
})

const MEETING = {
  worlds: 1,
  discount: 0.9,
  bufferSize: 4000,
  learningStarts: 400,
  batchSize: 32,
  targetRate: 0.02,
  learningRate: 0.005,
  policyLearningRate: 0.005,
  hidden: [16],
}

it.each([sac, td3] as readonly Method[])('$id learns to meet numbers', async (algorithm) => {
  const { before, after } = await taught(algorithm, MEETING, numbers, 3000)
  const off = (actions: readonly number[]): number =>
    Math.max(...actions.map((action, s) => Math.abs(action - numbers.best[s])))
  expect(off(before)).toBeGreaterThan(0.5)
  expect(off(after)).toBeLessThan(0.5)
})

it('what was learnt is kept without what it was learnt from, and plays alike', async () => {
  const environment = makeTask(numbers, MEETING.worlds)
  const create = (): ReturnType<typeof sac.create> =>
    sac.create({
      spec: environment.spec,
      configuration: { ...MEETING, learningStarts: 100 } as never,
      seed: Seed.from(3),
      backend: 'wasm',
    })
  const learner = await create()
  environment.reset(Seed.from(1))
  const sizes: number[] = []
  for (const { kind } of learner.train!(environment, 500) as Iterable<TrainingEvent>) {
    if (kind === 'checkpoint') sizes.push(unpack(learner.save!())['store.observations'].length)
  }
  expect(sizes.length).toBeGreaterThan(0)
  const state = learner.save!()
  expect(Object.keys(unpack(state)).filter((name) => /^(store|record)/.test(name))).toEqual([])
  const other = await create()
  other.load!(state)
  expect(greedyActions(other.policy, numbers)).toEqual(greedyActions(learner.policy, numbers))
})

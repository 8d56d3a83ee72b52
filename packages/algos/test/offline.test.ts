/** Learners from recorded transitions: contracts, and one lesson each. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  Seed,
  type TrainingEvent,
  box,
} from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { recordDataset } from '../src/adapters/record-dataset.ts'
import { awac } from '../src/methods/awac.ts'
import { bc } from '../src/methods/bc.ts'
import { cql } from '../src/methods/cql.ts'
import { cqlContinuous } from '../src/methods/cql-continuous.ts'
import { iqlImplicit } from '../src/methods/iql-implicit.ts'
import { percentBc } from '../src/methods/percent-bc.ts'
import { td3bc } from '../src/methods/td3bc.ts'
import { qScale } from '../src/objectives/imitations.ts'
import { bestRows } from '../src/stores/recorded.ts'
import { Transitions } from '../src/stores/transitions.ts'
import { cartPole } from '../src/studies/cart-pole.ts'
import { pendulum } from '../src/studies/pendulum.ts'
import { fixture } from './fixtures.ts'
import { type Task, corridor, doors, greedyActions, makeTask } from './tasks.ts'

type Method = AlgorithmDefinition<object>

const needs = { dataset: true }

/** An environment that shows records of random play. */
const recorded = (environment: EnvironmentDefinition<object>): EnvironmentDefinition<object> => ({
  ...environment,
  describe: (parameters) => recordDataset.adapt(environment.describe(parameters), needs)!,
  make: async (parameters, batch) => recordDataset.wrap(await environment.make(parameters, batch), needs),
})

it.each([
  [bc, cartPole],
  [percentBc, cartPole],
  [awac, pendulum],
  [cql, cartPole],
  [cqlContinuous, pendulum],
  [td3bc, pendulum],
  [iqlImplicit, cartPole],
  [iqlImplicit, pendulum],
] as readonly (readonly [Method, EnvironmentDefinition<object>])[])(
  '$id keeps every contract',
  async (algorithm, environment) => {
    const { checks } = await checkAlgorithm(algorithm, recorded(environment), {
      parameters: { horizon: 30 },
      configuration: { hidden: [4], batchSize: 4, rows: 200, stepsPerUpdate: 1 },
      steps: 40,
      trainingBudget: 300,
    })
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(checks.find(({ id }) => id === 'learner/checkpoints')?.status).toBe('passed')
  },
  60_000,
)

/** A number is to be met. */
const number: Task = {
  states: 2,
  action: box([1], -3, 1),
  horizon: 4,
  start: () => 0,
  move: (state, action) => [-((action - number.best[state]) ** 2), state === 1 ? undefined : 1],
  best: [-2, 0.5],
}

/** What a learner does in every state of a task, once it has learnt from records of random play there. */
async function taught(algorithm: Method, configuration: object, task: Task): Promise<readonly number[]> {
  const environment = recordDataset.wrap(makeTask(task, 8), needs)
  const given = { rows: 2000, stepsPerUpdate: 1, batchSize: 64, hidden: [], ...configuration }
  const { spec } = environment
  const learner = await algorithm.create({ spec, configuration: given, seed: Seed.from(3), backend: 'wasm' })
  environment.reset(Seed.from(1))
  for (const event of learner.train!(environment, 1500) as Iterable<unknown>) expect(event).toBeDefined()
  const actions = greedyActions(learner.policy, task)
  learner.dispose?.()
  return actions
}

describe('from random play', () => {
  it('percent-bc learns to walk on where the pay comes late, and bc does not', async () => {
    const configuration = { learningRate: 0.02 }
    expect(await taught(percentBc as Method, { ...configuration, best: 0.05 }, corridor)).toEqual(
      corridor.best,
    )
    expect(await taught(bc as Method, configuration, corridor)).not.toEqual(corridor.best)
  })

  it.each([
    ['walk on where the pay comes late', corridor],
    ['choose among what is legal', doors],
  ])('awac, cql and iql-implicit learn to %s', async (_name, task) => {
    const configuration = { discount: 0.9, learningRate: 0.02, targetRate: 0.05 }
    expect(await taught(awac as Method, { ...configuration, temperature: 0.2 }, task)).toEqual(task.best)
    expect(await taught(cql as Method, { ...configuration, conservatism: 0.01 }, task)).toEqual(task.best)
    const implicit = { ...configuration, expectile: 0.9, beta: 10 }
    expect(await taught(iqlImplicit as Method, implicit, task)).toEqual(task.best)
  })

  it.each([
    [td3bc, { alpha: 20, policyEvery: 1 }],
    [awac, { temperature: 0.2 }],
    [cqlContinuous, { conservatism: 0.01, policyLearningRate: 0.005 }],
    [iqlImplicit, { expectile: 0.9, beta: 5 }],
  ] as readonly (readonly [Method, object])[])('$id learns to meet numbers', async (algorithm, more) => {
    const configuration = { discount: 0.9, learningRate: 0.005, targetRate: 0.05, hidden: [32], ...more }
    const actions = await taught(algorithm, configuration, number)
    actions.forEach((action, s) => expect(Math.abs(action - number.best[s])).toBeLessThan(0.5))
  })
})

it('the best episodes are those of the greatest return, whole', () => {
  const rows = new Transitions({ observationWidth: 1, action: box([1], 0, 1), maskWidth: 0 }, 6)
  // Two that end by themselves, one that is cut off, one that the records break off.
  rows.observations.set([0, 1, 0, 5, 6, 0])
  rows.nextObservations.set([1, 2, 1, 6, 7, 1])
  rows.discounts.set([0.9, 0, 0, 0.9, 0.9, 0.9])
  rows.rewards.set([1, 1, 3, 0, 2.5, 0])
  expect([...bestRows(rows, 0.25)]).toEqual([2])
  expect([...bestRows(rows, 0.5)]).toEqual([2, 3, 4])
  expect([...bestRows(rows, 0.75)]).toEqual([2, 3, 4, 0, 1])
  expect([...bestRows(rows, 0)]).toEqual([2])
})

it('values are brought to the scale of cloning', () => {
  const { input, output } = fixture<{ q: number[]; alpha: number }, number>('td3bc_lambda')
  expect(qScale(input.q, input.alpha)).toBeCloseTo(output, 9)
})

it('logs every hundred updates, and two hundred times at the most', async () => {
  const environment = recordDataset.wrap(makeTask(number, 8), needs)
  const logged = async (budget: number): Promise<number[]> => {
    const configuration = { rows: 100, batchSize: 1, hidden: [], stepsPerUpdate: 1 } as never
    const { spec } = environment
    const learner = await bc.create({ spec, configuration, seed: Seed.from(3), backend: 'wasm' })
    environment.reset(Seed.from(1))
    const events = [...(learner.train!(environment, budget) as Iterable<TrainingEvent>)]
    learner.dispose?.()
    return events.flatMap((event) => (event.kind === 'progress' ? [event.metrics.updates] : []))
  }
  expect(await logged(350)).toEqual([100, 200, 300])
  expect(await logged(30_000)).toEqual(Array.from({ length: 200 }, (_, k) => 150 * (k + 1)))
})

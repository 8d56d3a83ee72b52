/** Policies that remember: contracts, what they are trained on, and that they learn what needs a memory. */
import { type Environment, type Policy, Seed, allocateActions, box } from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { collectEpisodes } from '../src/collectors/episodes.ts'
import { collectSteps } from '../src/collectors/steps.ts'
import { taskReturns } from '../src/estimators/task-returns.ts'
import { headFor } from '../src/heads/head.ts'
import { RecurrentCritic } from '../src/critics/recurrent-value.ts'
import { squaredError } from '../src/critics/value-loss.ts'
import { emergentExplore } from '../src/methods/emergent-explore.ts'
import { ppoRnn } from '../src/methods/ppo-rnn.ts'
import { ppo } from '../src/methods/ppo.ts'
import { RecurrentNetwork } from '../src/networks/recurrent-network.ts'
import { RecurrentActor } from '../src/policies/gru.ts'
import type { Rollout } from '../src/rollout.ts'
import { groups } from '../src/samplers/instance-sampler.ts'
import { cartPole } from '../src/studies/cart-pole.ts'
import { deals } from '../src/trainers/dealing.ts'
import { Minibatch } from '../src/trainers/minibatch.ts'
import { recall } from './recall.ts'
import { type Task, makeTask } from './tasks.ts'

const SHAPE = { hidden: [5], activation: 'tanh', units: 4, outputGain: 1 } as const

function actorFor(
  { spec }: Environment,
  remembers = true,
): { actor: RecurrentActor; network: RecurrentNetwork } {
  const head = headFor(spec.action)
  const inputs = spec.observation.shape[0]
  const architecture = { ...SHAPE, inputs, outputs: head.width }
  const network = new RecurrentNetwork(architecture, remembers, Seed.from(2).stream())
  return { actor: new RecurrentActor(network, head), network }
}

/** A number is to be met, which the first step alone tells; what is not terminated is cut off. */
const heard: Task = {
  states: 3,
  action: box([2], -3, 3),
  horizon: 3,
  start: (_agent, stream) => stream.integer(2),
  move: (_state, action) => [-(action ** 2), 2],
  best: [],
}

const WORLDS: Record<string, () => Environment | Promise<Environment>> = {
  'choices under masks, two agents a world': () => recall.make({}, 3),
  'numbers in a box': () => makeTask(heard, 6),
}

describe.each(Object.entries(WORLDS))('%s', (_name, make) => {
  it.each([
    ['steps', true],
    ['steps', false],
    ['episodes', true],
  ] as const)(
    'has the log-probabilities of %s as they were when these were drawn (memory: %s)',
    async (kind, remembers) => {
      const environment = await make()
      environment.reset(Seed.from(1))
      const { actor } = actorFor(environment, remembers)
      const collector = kind === 'steps' ? collectSteps(10) : collectEpisodes(groups(1), 10)
      const collecting = collector.begin(environment, actor, Seed.from(3))
      for (let iteration = 0; iteration < 2; iteration++) {
        collecting.collect(iteration, Infinity)
        const { rollout } = collecting
        if (kind === 'steps' && remembers && iteration > 0)
          expect(rollout.memories.some((number) => number !== 0)).toBe(true)
        const deal = deals(rollout, 3, true, Seed.from(4).stream())
        for (const places of deal()) {
          const minibatch = new Minibatch(rollout, places.length).take(places)
          const outputs = actor.forward(minibatch)
          minibatch.logProbabilities.forEach((old, i) => {
            expect(actor.head.score(outputs, minibatch.masks, i, minibatch.actions)).toBe(old)
          })
        }
      }
    },
  )

  it('has the gradient of central differences, over sequences within which episodes begin', async () => {
    const environment = await make()
    environment.reset(Seed.from(1))
    const { actor, network } = actorFor(environment)
    const collecting = collectSteps(10).begin(environment, actor, Seed.from(3))
    collecting.collect(0, Infinity)
    collecting.collect(1, Infinity)
    const { rollout } = collecting
    const [places] = deals(rollout, 2, true, Seed.from(4).stream())()
    const minibatch = new Minibatch(rollout, places.length).take(places)
    const weights = Float64Array.from(places, () => 0.2)
    const { rows, masks, actions } = minibatch
    const loss = (): number => {
      network.changed()
      const outputs = actor.forward(minibatch)
      let sum = 0
      for (let i = 0; i < rows; i++) sum += weights[i] * actor.head.score(outputs, masks, i, actions)
      return sum
    }
    const outputs = actor.forward(minibatch)
    const gradient = new Float32Array(outputs.length)
    for (let i = 0; i < rows; i++) {
      actor.head.score(outputs, masks, i, actions)
      actor.head.backward(outputs, masks, i, actions, weights[i], 0, gradient)
    }
    actor.backward(gradient)
    const found = network.gradient.slice()
    expect(found.filter((number) => Math.abs(number) > 1e-3).length).toBeGreaterThan(found.length / 4)
    found.forEach((expected, k) => {
      const kept = network.parameters[k]
      network.parameters[k] = kept + 0.01
      const above = loss()
      network.parameters[k] = kept - 0.01
      const below = loss()
      network.parameters[k] = kept
      expect(Math.abs((above - below) / 0.02 - expected)).toBeLessThan(2e-3 * (1 + Math.abs(expected)))
    })
  })
})

it('the critic goes on from rollout to rollout, and is taught in the state in which it foretold', async () => {
  const environment = makeTask({ ...heard, horizon: 7 }, 4)
  environment.reset(Seed.from(1))
  const { actor } = actorFor(environment)
  const network = new RecurrentNetwork({ ...SHAPE, inputs: 3, outputs: 1 }, true, Seed.from(6).stream())
  const critic = new RecurrentCritic(network, squaredError, 1, false)
  const { rollout, collect } = collectSteps(5).begin(environment, actor, Seed.from(3))
  let foretold: number[] = []
  for (let iteration = 0; iteration < 6; iteration++) {
    collect(iteration, Infinity)
    critic.evaluate(rollout)
    const { values, nextValues, truncated, rows, steps } = rollout
    for (let i = 0; i < rows; i++) {
      if (iteration > 0 && !Number.isNaN(foretold[i])) expect(values[i]).toBe(foretold[i])
    }
    foretold = Array.from({ length: rows }, (_, i) =>
      truncated[(steps - 1) * rows + i] === 1 ? Number.NaN : nextValues[(steps - 1) * rows + i],
    )
    const minibatch = new Minibatch(rollout, rollout.decisions().length).take(rollout.decisions())
    expect([...critic.forward(minibatch)]).toEqual([...minibatch.values])
  }
})

it('the critic deems what was cut off worth what it last saw, also at the end of a rollout', async () => {
  const environment = makeTask({ ...heard, horizon: 5 }, 4)
  environment.reset(Seed.from(1))
  const network = new RecurrentNetwork({ ...SHAPE, inputs: 3, outputs: 1 }, true, Seed.from(6).stream())
  const critic = new RecurrentCritic(network, squaredError, 1, false)
  const { rollout, collect } = collectSteps(5).begin(environment, actorFor(environment).actor, Seed.from(3))
  collect(0, Infinity)
  critic.evaluate(rollout)
  expect(rollout.finalPlaces).toEqual([16, 17, 18, 19])
  const states = new Float32Array(4 * network.units)
  for (let t = 0; t < 5; t++) network.step(rollout.observations.subarray(12 * t, 12 * t + 12), states, 4)
  const last = Float32Array.from(rollout.finalObservations.flatMap((row) => [...row]))
  expect([...rollout.nextValues.subarray(16)]).toEqual([...network.step(last, states, 4)])
  expect(last).not.toEqual(rollout.lastObservations)
})

it('minibatches of whole sequences have every decision once, and each row in one of them alone', async () => {
  const environment = await recall.make({}, 5)
  environment.reset(Seed.from(1))
  const collecting = collectSteps(8).begin(environment, actorFor(environment).actor, Seed.from(3))
  collecting.collect(0, Infinity)
  const { rollout } = collecting
  rollout.decided[17] = 0
  const deal = deals(rollout, 4, true, Seed.from(5).stream())
  const [first, second] = [deal(), deal()]
  expect(first.map(({ length }) => length).toSorted()).toEqual([8, 24, 24, 23].toSorted())
  expect(first.flatMap((places) => [...places]).toSorted((p, q) => p - q)).toEqual([...rollout.decisions()])
  const rowsOf = (places: Int32Array): Set<number> => new Set(places.map((place) => place % 10))
  expect(first.reduce((sum, places) => sum + rowsOf(places).size, 0)).toBe(10)
  expect(rowsOf(second[0])).not.toEqual(rowsOf(first[0]))
  expect(deals(rollout, 64, true, Seed.from(5).stream())()).toHaveLength(10)
})

describe.each([
  ['ppo-rnn on a pole', ppoRnn, cartPole, { worlds: 4, steps: 32, minibatches: 2, hidden: [8], units: 8 }],
  ['ppo-rnn on a team', ppoRnn, recall, { worlds: 4, steps: 30, hidden: [], units: 8 }],
  ['emergent-explore', emergentExplore, recall, { worlds: 4, hidden: [8], units: 8 }],
] as const)('%s', (_name, algorithm, environment, configuration) => {
  it('keeps every contract, training and checkpoints among them', async () => {
    const { checks } = await checkAlgorithm<object, object>(algorithm, environment, {
      parameters: environment === cartPole ? { horizon: 40 } : {},
      configuration,
      steps: 40,
      trainingBudget: 2000,
    })
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    const passed = checks.filter(({ status }) => status === 'passed').map(({ id }) => id)
    for (const id of ['algorithm/ended', 'algorithm/forget', 'algorithm/batch-size', 'learner/checkpoints'])
      expect(passed).toContain(id)
  }, 60_000)
})

/** Mean reward of an agent's episode, greedily. */
function returnOf(policy: Policy, environment: Environment): number {
  environment.reset(Seed.from(2))
  policy.begin(environment, Seed.from(3))
  const actions = allocateActions(environment.spec.action, environment.batch * environment.spec.agents)
  let sum = 0
  for (let t = 0; t < 8; t++) {
    policy.act(environment, actions, 'greedy')
    environment.step(actions)
    for (const reward of environment.rewards) sum += reward
  }
  return sum / actions.length / 2
}

const CONFIGURATION = { worlds: 8, learningRate: 0.01, discount: 0.9, anneal: false }

it.each([
  ['ppo-rnn', ppoRnn, { ...CONFIGURATION, steps: 16, hidden: [], units: 8 }, 1],
  ['ppo', ppo, { ...CONFIGURATION, steps: 16, hidden: [8] }, 0.5],
  ['emergent-explore', emergentExplore, { ...CONFIGURATION, hidden: [], units: 8 }, 1],
  ['emergent-explore without memory', emergentExplore, { ...CONFIGURATION, hidden: [], memory: false }, 0.5],
] as const)('%s recalls what it saw, or cannot', async (_name, algorithm, configuration, expected) => {
  const environment = await recall.make({}, 8)
  environment.reset(Seed.from(1))
  const learner = await algorithm.create({
    spec: environment.spec,
    configuration: configuration as never,
    seed: Seed.from(5),
    backend: 'wasm',
  })
  for (const event of learner.train!(environment, 16_000) as Iterable<unknown>) expect(event).toBeDefined()
  const found = returnOf(learner.policy, await recall.make({}, 64))
  expect(Math.abs(found - expected)).toBeLessThan(expected === 1 ? 0.01 : 0.15)
  learner.dispose?.()
})

it('what a task pays is no credit of the task before it', () => {
  const environment = makeTask({ ...heard, horizon: 5 }, 1)
  environment.reset(Seed.from(1))
  const { actor } = actorFor(environment)
  const collecting = collectEpisodes(groups(1), 5).begin(environment, actor, Seed.from(3))
  const rollout: Rollout = collecting.rollout
  collecting.collect(0, Infinity)
  rollout.rewards.set([1, 2, 4, 8, 16])
  rollout.values.set([1, 1, 1, 1, 1])
  taskReturns(2).estimate(rollout, 0.5)
  expect([...rollout.returns]).toEqual([2, 2, 8, 8, 16])
  expect([...rollout.advantages]).toEqual([1, 1, 7, 7, 15])
})

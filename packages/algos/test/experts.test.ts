/** Learners that ask experts: contracts, who acts when, and one lesson each. */
import {
  type ActMode,
  type AlgorithmDefinition,
  type Environment,
  type Policy,
  Seed,
  applicability,
} from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { recordDataset } from '../src/adapters/record-dataset.ts'
import { mlpActor } from '../src/policies/mlp.ts'
import { collectEpisodes } from '../src/collectors/episodes.ts'
import { companion, labeller } from '../src/collectors/guide.ts'
import { hybridAdvantages } from '../src/estimators/hybrid.ts'
import { bc } from '../src/methods/bc.ts'
import { dagger } from '../src/methods/dagger.ts'
import { hpt } from '../src/methods/hpt.ts'
import { loadBackend } from '../src/networks/backends.ts'
import type { Rollout } from '../src/rollout.ts'
import { groups } from '../src/samplers/instance-sampler.ts'
import { Labels } from '../src/stores/aggregate.ts'
import { cartPole } from '../src/studies/cart-pole.ts'
import { corridor } from '../src/studies/corridor.ts'
import { forks } from './forks.ts'

type Method = AlgorithmDefinition<object>

const LEARNERS = [
  [dagger, { worlds: 3, batchSize: 8, updates: 10, labels: 100, decay: 0.5 }],
  [hpt, { worlds: 6, groupSize: 3 }],
] as readonly (readonly [Method, object])[]

describe.each(LEARNERS)('$0.id', (algorithm, configuration) => {
  it('keeps every contract, with what it remembers beside its policy', async () => {
    const { checks } = await checkAlgorithm(algorithm, corridor, {
      parameters: { length: 4, horizon: 12 },
      configuration: { ...configuration, hidden: [8] },
      steps: 40,
      trainingBudget: 600,
    })
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(checks.find(({ id }) => id === 'learner/checkpoints')?.status).toBe('passed')
  }, 60_000)

  it('is refused where there is no expert, and one by another name is too', async () => {
    const { spec } = await cartPole.make({}, 1)
    expect(applicability(cartPole.id, spec, algorithm.requires)).toEqual({
      kind: 'not-applicable',
      reason: 'needs the expert face',
    })
    const given = algorithm.resolve({ ...configuration, expert: 'nobody' })
    await expect(returnsOf(algorithm, given, 100)).rejects.toThrow(
      'expert: got "nobody", expected one of forward',
    )
  })

  it('learns the way that chance hardly ever finds', async () => {
    const given = algorithm.resolve({ ...configuration, hidden: [], learningRate: 0.05 })
    expect(await returnsOf(algorithm, given, 20_000)).toBe(1)
  })
})

/** What the policy is paid, greedily, in a corridor of 16 places after training. */
async function returnsOf(algorithm: Method, configuration: object, budget: number): Promise<number> {
  const parameters = corridor.resolve({ length: 16, horizon: 48 })
  const { worlds } = configuration as { worlds: number }
  const environment = await corridor.make(parameters, worlds)
  const played = await corridor.make(parameters, 1)
  return taught(algorithm, configuration, environment, budget, (policy) =>
    meanReturn(policy, played, 'greedy'),
  )
}

async function taught(
  algorithm: Method,
  configuration: object,
  environment: Environment,
  budget: number,
  score: (policy: Policy) => number,
): Promise<number> {
  const { spec } = environment
  const learner = await algorithm.create({ spec, configuration, seed: Seed.from(2), backend: 'wasm' })
  environment.reset(Seed.from(1))
  for (const event of learner.train!(environment, budget) as Iterable<unknown>) expect(event).toBeDefined()
  const found = score(learner.policy)
  learner.dispose?.()
  return found
}

/** Over one episode of every world. All take the same number of steps, or there is one world. */
function meanReturn(policy: Policy, environment: Environment, mode: ActMode): number {
  const actions = new Int32Array(environment.batch)
  environment.reset(Seed.from(7))
  policy.begin(environment, Seed.from(7))
  do {
    policy.act(environment, actions, mode)
    environment.step(actions)
  } while (environment.ended[0] === 0)
  return environment.returns.reduce((sum, value) => sum + value, 0) / environment.batch
}

it('dagger comes back where the expert never was, and bc from as many labels of it does not', async () => {
  const labels = 1000
  const learnt = { hidden: [], learningRate: 0.05, batchSize: 64 }
  const asked = dagger.resolve({ ...learnt, worlds: 5, updates: 100 })
  const cloned = bc.resolve({ ...learnt, rows: labels })
  const played = forks(200)
  const score = (policy: Policy): number => meanReturn(policy, played, 'sample')
  expect(score(played.expert!.policy('guide'))).toBe(20)
  // Half of the forks lead to the ditch, and out of it.
  expect(await taught(dagger as Method, asked, forks(5), labels, score)).toBeCloseTo(10, 0)
  const records = recordDataset.wrap(forks(5), { dataset: true })
  expect(await taught(bc as Method, cloned, records, 500, score)).toBeLessThan(7)
})

describe('who acts', () => {
  const steps = 12

  async function collected(
    guidance: Parameters<typeof collectEpisodes>[2],
    iteration: number,
  ): Promise<{ readonly rollout: Rollout; readonly environment: Environment }> {
    const environment = await corridor.make(corridor.resolve({ length: 100, horizon: steps }), 4)
    const actor = mlpActor(
      await loadBackend('wasm'),
      environment.spec,
      { hidden: [], activation: 'tanh' },
      Seed.from(1),
    )
    const collecting = collectEpisodes(groups(2), steps, guidance).begin(environment, actor, Seed.from(3))
    collecting.collect(iteration, 1000)
    return { rollout: collecting.rollout, environment }
  }

  const worldsOf = ({ sources }: Rollout): number[] =>
    [0, 1, 2, 3].map((w) => sources.filter((_, place) => place % 4 === w).reduce((sum, one) => sum + one, 0))

  it('is the expert in the first world of every group, whose actions are taken down as done', async () => {
    const { rollout } = await collected(companion('forward'), 1)
    expect(worldsOf(rollout)).toEqual([steps, 0, steps, 0])
    const done = [0, 1, 2, 3].map((w) => rollout.actions.filter((_, place) => place % 4 === w))
    expect([...done[0], ...done[2]]).toEqual(Array.from({ length: 2 * steps }, () => 1))
    expect([...done[1], ...done[3]]).toContain(0)
    rollout.logProbabilities.forEach((one) => expect(one).toBeLessThan(0))
  })

  it.each([
    ['everywhere at first', 0, 0, 48, 48],
    ['nowhere afterwards', 0, 1, 0, 0],
    ['as often as not', 0.5, 1, 10, 38],
    ['always', 1, 5, 48, 48],
  ])('is %s the expert who labels, and labels are its', async (_name, decay, iteration, least, most) => {
    const { rollout, environment } = await collected(labeller('forward', decay), iteration)
    const acted = worldsOf(rollout).reduce((sum, one) => sum + one, 0)
    expect(acted).toBeGreaterThanOrEqual(least)
    expect(acted).toBeLessThanOrEqual(most)
    expect([...rollout.actions]).toEqual(Array.from({ length: 48 }, () => 1))
    const { spec } = environment
    const labels = new Labels(spec, 20)
    labels.add(rollout)
    expect(labels.length).toBe(20)
    const drawn = labels.sample(5, Seed.from(1).stream())
    expect([...drawn.actions]).toEqual([1, 1, 1, 1, 1])
    // The last twenty labels are kept, of the last five steps.
    const last = rollout.observations.subarray(7 * 4 * 100)
    drawn.places.forEach((place, i) => {
      const row = drawn.observations.subarray(i * 100, (i + 1) * 100)
      const offset = (place - 8 + 20) % 20
      expect([...row]).toEqual([...last.subarray(offset * 100, (offset + 1) * 100)])
    })
  })
})

describe('hybrid advantages', () => {
  const of = (returns: readonly number[], gate: number): number[] => [
    ...hybridAdvantages(
      Float64Array.from(returns),
      Int32Array.of(0, 0, 0, 1, 1, 1),
      Uint8Array.of(1, 0, 0, 1, 0, 0),
      { gate, coefficient: 0.3 },
    ),
  ]

  it('are the expert’s where a group fails, and else of the group’s own mean', () => {
    expect(of([1, 0, 0, 1, 1, 0], 0)).toEqual([0.6, 0, 0, 0, 0.5, -0.5])
  })

  it('open the gate to more successes as they are told', () => {
    expect(of([1, 0, 0, 1, 1, 0], 0.5)).toEqual([0.6, 0, 0, 0.6, 0, 0])
    expect(of([1, 0, 0, 1, 1, 1], 0.5)).toEqual([0.6, 0, 0, 0, 0, 0])
  })

  it('leave an expert alone who is no better', () => {
    expect(of([0, 0, 0, -1, 2, 0], 0)).toEqual([0, 0, 0, 0, 1, -1])
  })
})

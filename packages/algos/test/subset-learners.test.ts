/** Learners whose actions are subsets: their contracts, what they learn, where they are refused. */
import {
  type AlgorithmDefinition,
  type Environment,
  type Policy,
  Seed,
  type TrainingEvent,
  applicability,
  wrapEnvironment,
} from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ElementChoices } from '../src/element-choices.ts'
import { huber } from '../src/critics/value-loss.ts'
import { iterativeDqn } from '../src/methods/iterative-dqn.ts'
import { sequoia } from '../src/methods/sequoia.ts'
import { boundEach } from '../src/optimisers/optimiser.ts'
import { SubsetRegression } from '../src/sequoia/subset-regression.ts'
import { tryOut } from '../src/sequoia/one-step-samples.ts'
import { cartPole } from '../src/studies/cart-pole.ts'
import { BEST, MYOPIC, chainArms } from './chain-arms.ts'

type Untyped = AlgorithmDefinition<object>

const LEARNERS = [
  [
    sequoia as unknown as Untyped,
    {
      worlds: 2,
      pretrainingSteps: 400,
      pretrainingEpochs: 5,
      bufferSize: 300,
      targetEvery: 40,
      hidden: [8, 8],
    },
  ],
  [
    iterativeDqn as unknown as Untyped,
    { worlds: 2, learningStarts: 100, trainEvery: 4, bufferSize: 300, targetEvery: 40, hidden: [8] },
  ],
] as const

describe.each(LEARNERS)('$id', (algorithm, configuration) => {
  it('keeps every contract; what goes on from a checkpoint goes on to the same bits', async () => {
    const { checks } = await checkAlgorithm(
      algorithm,
      chainArms as never,
      {
        parameters: { horizon: 10 },
        configuration,
        steps: 40,
        trainingBudget: 1000,
      } as never,
    )
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    const passed = checks.filter(({ status }) => status === 'passed').map(({ id }) => id)
    expect(passed).toEqual(expect.arrayContaining(['learner/checkpoints', 'learner/saves']))
  })

  it('is refused where actions are no subsets, or what is feasible changes', () => {
    expect(applicability(cartPole.id, cartPole.describe(), algorithm.requires)).toEqual({
      kind: 'not-applicable',
      reason: "needs combinatorial actions; the environment's are discrete",
    })
    const spec = chainArms.describe()
    expect(applicability(chainArms.id, spec, algorithm.requires).kind).toBe('runs')
    expect(applicability(chainArms.id, { ...spec, masked: true }, algorithm.requires)).toMatchObject({
      reason: 'heeds no action mask; the environment has one',
    })
  })
})

it.each([
  [
    sequoia as unknown as Untyped,
    {
      pretrainingSteps: 1000,
      pretrainingEpochs: 20,
      pretrainingRate: 2e-3,
      learningRate: 2e-3,
      learningRateDecay: 0.99,
      targetEvery: 50,
    },
    3500,
  ],
  [iterativeDqn as unknown as Untyped, { learningRate: 1e-3, targetEvery: 100 }, 3000],
] as const)(
  '$id learns to climb past what pays at once',
  { timeout: 60_000 },
  async (algorithm, configuration, budget) => {
    const trained = await chainArms.make({}, 1)
    const seed = Seed.from(1)
    const { spec } = trained
    const learner = await algorithm.create({ spec, configuration, seed, backend: 'wasm' })
    onTestFinished(() => learner.dispose?.())
    trained.reset(seed.fold('training'))
    const logged = [...(learner.train!(trained, budget) as Iterable<TrainingEvent>)]
    const last = logged.findLast((event) => event.kind === 'progress')!
    for (const value of Object.values(last.metrics)) expect(Number.isFinite(value)).toBe(true)
    const score = meanReturn(await chainArms.make({}, 200), learner.policy)
    expect(score).toBeGreaterThan(MYOPIC + 0.8 * (BEST - MYOPIC))
    expect(score).toBeLessThan(1.1 * BEST)
  },
)

/** Over one episode of every world. */
function meanReturn(environment: Environment, policy: Policy): number {
  const actions = new Uint8Array(environment.batch * 3)
  environment.reset(Seed.from(7))
  policy.begin(environment, Seed.from(7))
  do {
    policy.act(environment, actions, 'greedy')
    environment.step(actions)
  } while (environment.ended[0] === 0)
  return environment.returns.reduce((sum, value) => sum + value, 0) / environment.batch
}

it('tries subsets out from one state, and goes on from there', async () => {
  const environment = await chainArms.make({}, 2)
  environment.reset(Seed.from(3))
  const ways: number[] = []
  const { count, inputs, rewards } = tryOut(environment, 100, 2, Seed.from(4), (before) => {
    ways.push(before[12])
  })
  expect(count).toBe(100)
  // None, three single arms and two at random for each of two worlds, then the step that is made.
  expect(ways.map((elapsed) => Math.round(20 * elapsed))).toEqual([0, 1, 2, 3, 4, 5, 6])
  const row = (i: number): Float32Array => inputs.subarray(16 * i, 16 * (i + 1))
  for (const w of [0, 1]) {
    for (const [n, subset] of [
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ].entries()) {
      expect([...row(2 * n + w).subarray(0, 3)]).toEqual(subset)
      expect(row(2 * n + w).subarray(3)).toEqual(row(w).subarray(3))
    }
    // The noise of a state is the same for every subset: who is not pulled pays the same.
    const idle = rewards[w]
    expect([2, 4, 6].some((n) => rewards[n + w] === idle)).toBe(true)
  }
  // Arms that are pulled all along climb to where no episode begins.
  const far = [...Array(count).keys()].filter((i) => [6, 10, 14].some((at) => row(i)[at] === 1))
  expect(far.length).toBeGreaterThan(0)
  expect(() => tryOut(withoutSnapshot(environment), 10, 1, Seed.from(1), () => {})).toThrow(
    'got an environment with the faces snapshot, instance, feasible, expected snapshot among them',
  )
})

function withoutSnapshot(environment: Environment): Environment {
  const { snapshot: _, ...rest } = wrapEnvironment(environment, {})
  return rest
}

it('the regression goes down the gradient of Huber’s loss, bounded number by number', () => {
  const stream = Seed.from(5).stream()
  const make = (): SubsetRegression => new SubsetRegression(5, [4, 3], 6, Seed.from(2).stream())
  const regression = make()
  const given = Float32Array.from({ length: 30 }, () => stream.normal())
  const targets = Float64Array.from({ length: 6 }, () => 3 * stream.normal())
  const weights = Float64Array.from({ length: 6 }, () => stream.uniform())
  const begun = regression.parameters.slice()
  const lossAt = (k: number, by: number): number => {
    regression.parameters.set(begun)
    regression.parameters[k] += by
    regression.changed()
    regression.inputs.set(given)
    return regression.regress(targets, weights, huber).loss
  }
  lossAt(0, 0)
  const gradient = regression.gradient.slice()
  begun.forEach((_, k) => {
    expect((lossAt(k, 1e-3) - lossAt(k, -1e-3)) / 2e-3).toBeCloseTo(gradient[k], 2)
  })
  const bounded = make()
  bounded.inputs.set(given)
  const { errors } = bounded.regress(targets, weights, huber)
  expect(boundEach([bounded], 0.01)).toBeGreaterThan(0.05)
  expect(Math.max(...bounded.gradient.map(Math.abs))).toBeCloseTo(0.01, 6)
  // As the feasible face sees it, the network is the same.
  const [subset, context] = [given.slice(0, 2), Float64Array.from(given.slice(2, 5))]
  let values = Float64Array.from([...subset, ...context])
  for (const [l, layer] of bounded.relu.entries()) {
    const inputs = values
    values = layer.biases.map((bias, i) => {
      const sum = inputs.reduce((part, x, k) => part + x * layer.weights[i * inputs.length + k], bias)
      return l === 2 ? sum : Math.max(0, sum)
    })
  }
  expect(values[0] - targets[0]).toBeCloseTo(errors[0], 5)
})

it('choices grow into feasible subsets only, also where none but whole ones are feasible', () => {
  // Exactly two of four, not both of the first.
  const whole = [
    [1, 0, 1, 0],
    [1, 0, 0, 1],
    [0, 1, 1, 0],
    [0, 1, 0, 1],
  ]
  const best = (scores: Float64Array): number[] => {
    const totals = whole.map((subset) => subset.reduce((sum, bit, k) => sum + bit * scores[k], 0))
    return whole[totals.indexOf(Math.max(...totals))]
  }
  const choices = new ElementChoices(
    {
      oracle(scores, subsets) {
        for (let w = 0; w < 2; w++) subsets.set(best(scores.subarray(4 * w, 4 * w + 4)), 4 * w)
      },
      isFeasible: (_w, _a, subset) => whole.some((other) => other.join() === subset.join()),
      enumerate: () => undefined,
      maximise: () => expect.fail('not asked'),
    },
    2,
    4,
    1,
  )
  choices.begin(Float32Array.of(7, 8))
  expect([...choices.masks]).toEqual([1, 1, 1, 1, 0, 1, 1, 1, 1, 0])
  choices.take(0, 0)
  choices.take(1, 3)
  choices.refresh()
  expect([...choices.masks]).toEqual([0, 0, 1, 1, 0, 1, 1, 0, 0, 0])
  expect([...choices.inputs]).toEqual([7, 1, 0, 0, 0, 8, 0, 0, 0, 1])
  choices.take(0, 2)
  choices.take(1, 1)
  choices.refresh()
  expect([...choices.open]).toEqual([0, 0])
  expect([...choices.subsets]).toEqual([1, 0, 1, 0, 0, 1, 0, 1])
})

/** PPO of a population's rule: its first updates by formulas written out here, its penalty, and whether it learns. */
import {
  type Environment,
  type Policy,
  Seed,
  type TrainingEvent,
  allocateActions,
  applicability,
  exp,
  tanh,
} from '@gauntlet/core'
import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Archive, unpack } from '../src/archive.ts'
import { collectSteps } from '../src/collectors/steps.ts'
import { type DecPomfppoConfiguration, decPomfppo } from '../src/methods/dec-pomfppo.ts'
import { random } from '../src/methods/random.ts'
import type { Rollout } from '../src/rollout.ts'
import { bestRule, crowd } from './crowd.ts'
import { partBuilt } from './parts.ts'
import { tiny } from './tiny.ts'

const SEED = Seed.from(7)
const INPUTS = 2
const HIDDEN = 3
const OUTPUTS = 2

/** One rollout in one piece, its rewards and advantages as they are. */
const SMALL = {
  worlds: 4,
  steps: 6,
  epochs: 1,
  minibatches: 1,
  discount: 0.9,
  lambda: 1,
  clip: 0.1,
  scaleRewards: false,
  valueCoefficient: 0.7,
  learningRate: 0.05,
  hidden: [HIDDEN],
} as const

interface Saved {
  readonly metrics: Readonly<Record<string, number>>
  readonly state: Archive
}

/** What it logs and saves after each of its collections; the first is of before them. */
async function trained(
  configuration: Partial<DecPomfppoConfiguration>,
  collections: number,
): Promise<{ readonly saved: readonly Saved[]; readonly policy: Policy }> {
  const { worlds, steps } = { ...SMALL, ...configuration }
  const environment = await crowd.make({}, worlds)
  const learner = await decPomfppo.create({
    spec: environment.spec,
    configuration: { ...SMALL, ...configuration },
    seed: SEED,
    backend: 'wasm',
  })
  onTestFinished(() => learner.dispose?.())
  const stateNow = (): Archive => structuredClone(unpack(learner.save!()))
  const saved: Saved[] = [{ metrics: {}, state: stateNow() }]
  environment.reset(SEED.fold('training'))
  for (const event of learner.train!(environment, collections * worlds * steps) as Iterable<TrainingEvent>) {
    if (event.kind === 'progress') saved.push({ metrics: event.metrics, state: stateNow() })
  }
  return { saved, policy: learner.policy }
}

/** The rollout that a learner of `SMALL` begins with: what the part `population-mlp` does before it has learnt. */
async function firstRollout(): Promise<Rollout> {
  const environment = await crowd.make({}, SMALL.worlds)
  const { spec } = environment
  const actor = await partBuilt('policy', 'population-mlp', { hidden: SMALL.hidden }, { spec, seed: SEED })
  if (!('trainables' in actor)) throw new Error('the part is no actor')
  environment.reset(SEED.fold('training'))
  const collecting = collectSteps(SMALL.steps).begin(environment, actor, SEED.fold('collector'))
  expect(collecting.collect(0, Infinity).whole).toBe(true)
  return collecting.rollout
}

// What follows knows nothing of the package but the order of parameters, and is in float64.

type Numbers = ArrayLike<number>

/** A perceptron of one hidden layer: weights [inputs, units] by rows, biases, then likewise of the outputs. */
function perceptron(parameters: Numbers, outputs: number, input: Numbers): number[] {
  const biases = INPUTS * HIDDEN
  const last = biases + HIDDEN
  const hidden = Array.from({ length: HIDDEN }, (_, j) => {
    let sum = parameters[biases + j]
    for (let k = 0; k < INPUTS; k++) sum += input[k] * parameters[k * HIDDEN + j]
    return tanh(sum)
  })
  return Array.from({ length: outputs }, (_, o) =>
    hidden.reduce(
      (sum, own, j) => sum + own * parameters[last + j * outputs + o],
      parameters[last + HIDDEN * outputs + o],
    ),
  )
}

/** log of the density of a rule, whose numbers from 0 to 1 are measured from -1 to 1, under normal distributions about outputs. */
function logDensity(network: Numbers, logSigmas: Numbers, input: Numbers, rule: Numbers): number {
  return perceptron(network, OUTPUTS, input).reduce((sum, mean, k) => {
    const z = (2 * rule[k] - 1 - mean) / exp(logSigmas[k])
    return sum - 0.5 * z * z - logSigmas[k] - 0.5 * Math.log(2 * Math.PI)
  }, 0)
}

/** Parameters of the policy's network, of its deviations and of the critic. */
type Parameters = readonly [Numbers, Numbers, Numbers]

const parametersOf = ({ state }: Saved): Parameters => [
  state.parameters0,
  state.parameters1,
  state.parameters2,
]

interface Row {
  readonly input: Numbers
  readonly rule: Numbers
  readonly oldLogDensity: number
  /** Discounted rewards to go, and beyond the rollout or an episode that was cut off the critic's value. */
  readonly target: number
  readonly advantage: number
}

/** What is learnt from, by a critic that has not yet moved. */
function rowsOf(rollout: Rollout, [network, logSigmas, critic]: Parameters): Row[] {
  const { rows: worlds, observations, actions, rewards, truncated, lastObservations } = rollout
  const value = (input: Numbers): number => perceptron(critic, 1, input)[0]
  const found: Omit<Row, 'advantage'>[] = []
  for (let w = 0; w < worlds; w++) {
    let target = value(lastObservations.subarray(INPUTS * w, INPUTS * (w + 1)))
    for (let t = SMALL.steps - 1; t >= 0; t--) {
      const place = t * worlds + w
      if (truncated[place] === 1)
        target = value(rollout.finalObservations[rollout.finalPlaces.indexOf(place)])
      target = rewards[place] + SMALL.discount * target
      const input = observations.slice(INPUTS * place, INPUTS * (place + 1))
      const rule = actions.slice(OUTPUTS * place, OUTPUTS * (place + 1))
      found.push({ input, rule, oldLogDensity: logDensity(network, logSigmas, input, rule), target })
    }
  }
  const advantages = found.map(({ input, target }) => target - value(input))
  const mean = advantages.reduce((sum, own) => sum + own / advantages.length, 0)
  const squares = advantages.reduce((sum, own) => sum + (own - mean) ** 2, 0)
  const deviation = Math.sqrt(squares / (advantages.length - 1))
  return found.map((row, i) => ({ ...row, advantage: (advantages[i] - mean) / deviation }))
}

/** mean[max(-Aρ, -A clip(ρ)) + β (ρ - 1 - log ρ)] + ½ c mean (V - G)² */
function lossOf(rows: readonly Row[], [network, logSigmas, critic]: Parameters, beta: number): number {
  let sum = 0
  for (const { input, rule, oldLogDensity, target, advantage } of rows) {
    const logRatio = logDensity(network, logSigmas, input, rule) - oldLogDensity
    const ratio = exp(logRatio)
    const clipped = Math.min(Math.max(ratio, 1 - SMALL.clip), 1 + SMALL.clip)
    const error = perceptron(critic, 1, input)[0] - target
    sum += Math.max(-advantage * ratio, -advantage * clipped) + beta * (ratio - 1 - logRatio)
    sum += 0.5 * SMALL.valueCoefficient * error * error
  }
  return sum / rows.length
}

/** By finite differences, of all parameters one after the other. */
function gradientOf(rows: readonly Row[], parameters: Parameters, beta: number): number[] {
  const h = 1e-5
  return parameters.flatMap((own, k) =>
    Array.from(own, (value, j) => {
      const at = (moved: number): number => {
        const changed = parameters.map((each, n) =>
          n === k ? Array.from(each, (old, m) => (m === j ? moved : old)) : each,
        )
        return lossOf(rows, changed as unknown as Parameters, beta)
      }
      return (at(value + h) - at(value - h)) / (2 * h)
    }),
  )
}

/** Adam's means of gradients, of all parameters one after the other. */
const means = ({ state }: Saved): number[] =>
  [0, 1, 2].flatMap((k) => [...(state[`optimiser.mean${k}`] as Float32Array)])

function expectClose(found: readonly number[], expected: readonly number[], within: number): void {
  expect(found).toHaveLength(expected.length)
  expected.forEach((value, i) => expect(Math.abs(found[i] - value), `number ${i}`).toBeLessThan(within))
}

describe('a rule', () => {
  it('is drawn from independent normals about the outputs, whose density is kept', async () => {
    const { saved } = await trained({}, 0)
    const [network, logSigmas] = parametersOf(saved[0])
    const { observations, actions, logProbabilities } = await firstRollout()
    expect([...(logSigmas as Float32Array)]).toEqual([0, 0])
    const expected = Array.from(logProbabilities, (_, i) =>
      logDensity(
        network,
        logSigmas,
        observations.subarray(INPUTS * i, INPUTS * (i + 1)),
        actions.subarray(OUTPUTS * i, OUTPUTS * (i + 1)),
      ),
    )
    expectClose([...logProbabilities], expected, 1e-5)
    // As drawn; what the crowd is given has bounds.
    expect(actions.some((number) => number < 0 || number > 1)).toBe(true)
  })
})

describe('an update', () => {
  it('follows the gradient of the clipped ratio and the value loss, and moves as Adam does', async () => {
    const { saved } = await trained({}, 1)
    const [before, after] = saved
    const gradient = gradientOf(rowsOf(await firstRollout(), parametersOf(before)), parametersOf(before), 0.2)
    expectClose(
      means(after).map((mean) => mean / 0.1),
      gradient,
      2e-5,
    )
    expect(after.metrics['gradient_norm']).toBeCloseTo(Math.hypot(...gradient), 4)
    expect(after.metrics['approximate_kl']).toBeCloseTo(0, 6)
    const [old, now] = [before, after].map((each) => parametersOf(each).flatMap((own) => Array.from(own)))
    // Of its first step Adam knows no more than the sign.
    expectClose(
      now.map((value, j) => value - old[j]),
      gradient.map((slope) => (-SMALL.learningRate * slope) / (Math.abs(slope) + 1e-8)),
      1e-3,
    )
  })

  it('goes on with the ratio and a fifth of the divergence', async () => {
    const [once, twice] = [await trained({}, 1), await trained({ epochs: 2 }, 1)].map(({ saved }) => saved)
    const rows = rowsOf(await firstRollout(), parametersOf(once[0]))
    const second = means(twice[1]).map((mean, j) => (mean - 0.9 * means(once[1])[j]) / 0.1)
    const between = parametersOf(once[1])
    const expected = gradientOf(rows, between, 0.2)
    expectClose(second, expected, 1e-4)
    // Some of the ratios are clipped, and the penalty shows.
    expect(twice[1].metrics['clip_fraction']).toBeGreaterThan(0)
    expect(twice[1].metrics['clip_fraction']).toBeLessThan(0.5)
    const bare = gradientOf(rows, between, 0)
    expect(Math.max(...bare.map((slope, j) => Math.abs(slope - expected[j])))).toBeGreaterThan(1e-2)
  })
})

describe('the weight of the divergence', () => {
  const configuration = { epochs: 3 }

  it.each([
    ['falls by half after updates that move by less than half the target', 3, 0.5],
    ['stays after those that meet it', 1, 1],
    ['rises by half after those that move by more than twice as far', 1 / 3, 1.5],
  ] as const)('%s', async (_name, times, first) => {
    const { saved: measured } = await trained(configuration, 1)
    const klTarget = times * measured[1].metrics['approximate_kl']
    const { saved } = await trained({ ...configuration, klTarget }, 4)
    let expected = 0.2
    for (const [k, { metrics, state }] of saved.entries()) {
      const { approximate_kl: divergence } = metrics
      const factor = divergence > 2 * klTarget ? 1.5 : divergence < 0.5 * klTarget ? 0.5 : 1
      if (k > 0) expected *= factor
      if (k === 1) expect(factor).toBe(first)
      expect((state['regulariser0.coefficient'] as Float64Array)[0]).toBeCloseTo(expected, 12)
    }
  })
})

it('keeps every contract on a crowd that does, and is for populations alone', async () => {
  const report = await checkEnvironment(crowd)
  expect(report.passed, reportText(report)).toBe(true)
  const { checks } = await checkAlgorithm(decPomfppo, crowd, {
    configuration: { ...SMALL, scaleRewards: true },
    steps: 40,
    trainingBudget: 200,
  })
  expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
  const passed = checks.filter(({ status }) => status === 'passed').map(({ id }) => id)
  expect(passed).toEqual(expect.arrayContaining(['learner/checkpoints', 'learner/saves']))
  expect(applicability(tiny.id, { ...tiny.describe({}), agents: 1 }, decPomfppo.requires)).toEqual({
    kind: 'not-applicable',
    reason: 'needs a mean-field view',
  })
}, 60_000)

describe('on a crowd that gathers or changes places', () => {
  const EPISODES = 256

  /** Mean score of as many episodes, and half the width of its 95 % interval. */
  async function scoreOf(policy: Policy): Promise<{ readonly mean: number; readonly half: number }> {
    const environment: Environment = await crowd.make({}, EPISODES)
    const actions = allocateActions(environment.spec.action, EPISODES)
    environment.reset(Seed.from(11))
    policy.begin(environment, Seed.from(12))
    const returns = new Float64Array(EPISODES)
    for (let t = 0; t < environment.spec.horizon; t++) {
      policy.act(environment, actions, 'greedy')
      environment.step(actions)
      for (let w = 0; w < EPISODES; w++) returns[w] += environment.rewards[w] / environment.spec.horizon
    }
    const mean = returns.reduce((sum, own) => sum + own / EPISODES, 0)
    const variance = returns.reduce((sum, own) => sum + (own - mean) ** 2 / (EPISODES - 1), 0)
    return { mean, half: 1.96 * Math.sqrt(variance / EPISODES) }
  }

  it('beats random play beyond both intervals, and comes near the best rules', async () => {
    const { spec } = await crowd.make({}, 1)
    const chance = await scoreOf((await random.create({ spec, seed: SEED, backend: 'wasm' })).policy)
    expect(Math.abs(chance.mean - 0.5)).toBeLessThan(2 * chance.half)
    const lesson = {
      worlds: 8,
      steps: 32,
      epochs: 5,
      minibatches: 4,
      learningRate: 0.01,
      hidden: [16],
      scaleRewards: true,
    }
    const beginner = await scoreOf((await trained(lesson, 0)).policy)
    const pupil = await scoreOf((await trained(lesson, 60)).policy)
    expect(Math.abs(beginner.mean - chance.mean)).toBeLessThan(0.1)
    expect(pupil.mean - pupil.half).toBeGreaterThan(chance.mean + chance.half)
    expect(pupil.mean).toBeGreaterThan(0.95)
  })

  it('is paid in full by the best rules', async () => {
    const best = {
      begin() {},
      act({ observations }: Environment, actions: Float32Array) {
        for (let w = 0; w < EPISODES; w++) actions.set(bestRule(observations[INPUTS * w + 1]), 2 * w)
      },
    }
    expect((await scoreOf(best as unknown as Policy)).mean).toBeCloseTo(1, 12)
  })
})

/** Whether learners learn: what they do on tasks whose best actions are known, and fixed numbers of their updates. */
import {
  type AdapterDefinition,
  type AlgorithmDefinition,
  type Learner,
  Seed,
  type TrainingEvent,
} from '@gauntlet/core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { a2c } from '../src/a2c.ts'
import { banditAsMdp } from '../src/adapters/bandit-as-mdp.ts'
import { shareParameters } from '../src/adapters/share-parameters.ts'
import { unpack } from '../src/archive.ts'
import { cem } from '../src/cem.ts'
import { dqn } from '../src/dqn.ts'
import { grpo } from '../src/grpo.ts'
import { ppo } from '../src/ppo.ts'
import { reinforce } from '../src/reinforce.ts'
import { type Task, arms, corridor, cycle, doors, greedyActions, makeTask, pair, targets } from './tasks.ts'

/** An algorithm, how it is configured for small tasks, and its budget. */
type Pupil = readonly [AlgorithmDefinition<object>, { readonly worlds: number }, number]

const pupil = <C extends { readonly worlds: number }>(
  algorithm: AlgorithmDefinition<C>,
  configuration: Partial<C> & { readonly worlds: number },
  budget: number,
): Pupil => [algorithm as unknown as AlgorithmDefinition<object>, configuration, budget]

const PUPILS = {
  ppo: pupil(
    ppo,
    { worlds: 8, steps: 16, minibatches: 2, discount: 0.9, learningRate: 0.02, hidden: [8] },
    4096,
  ),
  a2c: pupil(a2c, { worlds: 16, steps: 8, discount: 0.9, learningRate: 0.01, hidden: [8] }, 16_000),
  reinforce: pupil(
    reinforce,
    { worlds: 32, steps: 8, discount: 0.9, entropyCoefficient: 0.02, learningRate: 0.02, hidden: [8] },
    16_000,
  ),
  grpo: pupil(grpo, { worlds: 32, steps: 8, minibatches: 2, learningRate: 0.02, hidden: [8] }, 8000),
  dqn: pupil(
    dqn,
    {
      worlds: 4,
      discount: 0.9,
      bufferSize: 1000,
      learningStarts: 200,
      trainEvery: 4,
      targetEvery: 100,
      batchSize: 32,
      learningRate: 0.02,
      hidden: [],
    },
    4000,
  ),
  cem: pupil(cem, { worlds: 8, population: 64, steps: 8 }, 60_000),
}
const GRADIENTS = ['ppo', 'a2c', 'reinforce', 'grpo', 'dqn'] as const

/** What each pupil does not do before it is trained, and does afterwards. */
const LESSONS: readonly {
  readonly name: string
  readonly task: Task
  readonly adapter?: AdapterDefinition
  readonly pupils: readonly (keyof typeof PUPILS)[]
}[] = [
  { name: 'walk on where the pay comes late', task: corridor, pupils: [...GRADIENTS, 'cem'] },
  { name: 'choose among what is legal', task: doors, pupils: [...GRADIENTS, 'cem'] },
  {
    name: 'play beside an agent that ends before its world',
    task: pair,
    adapter: shareParameters,
    pupils: [...GRADIENTS, 'cem'],
  },
  // CEM ranks members by all that they are paid, whichever step earned it, and so has other best actions here.
  {
    name: 'take every step of a bandit alone',
    task: arms,
    adapter: banditAsMdp,
    pupils: GRADIENTS,
  },
  { name: 'meet a number', task: targets, pupils: ['ppo', 'a2c', 'reinforce'] },
]

describe.each(LESSONS)('all learn to $name', ({ task, adapter, pupils }) => {
  it.each(pupils)('%s', async (name) => {
    const { learner, train } = await enrol(PUPILS[name], task, adapter)
    /** How far the worst of its actions is from the best. */
    const error = (): number =>
      Math.max(...greedyActions(learner.policy, task).map((action, s) => Math.abs(action - task.best[s])))
    expect(error()).toBeGreaterThan(0.25)
    train()
    expect(error()).toBeLessThan(0.25)
  })
})

describe.each([
  ['ppo', { clipValues: false, learningRate: 0.1 }, 'parameters1', 1],
  ['a2c', { learningRate: 0.05 }, 'parameters1', 1],
  ['dqn', {}, 'parameters', 2],
] as const)('what %s deems a wage of 1 worth', (name, changes, parameters, outputs) => {
  it.each([
    ['for ever, where episodes are merely cut off', cycle, [10, 10, 10, 10, 10]],
    [
      'until the end, where episodes have one',
      { ...cycle, horizonEnd: 'terminated' } as const,
      [4.0951, 3.439, 2.71, 1.9, 1],
    ],
  ])('%s', async (_name, task, worth) => {
    const [algorithm, configuration, budget] = PUPILS[name]
    const given = { ...configuration, ...changes, hidden: [] }
    const { learner, train } = await enrol([algorithm, given, 2 * budget], task)
    train()
    const values = valuesOf(unpack(learner.save!())[parameters] as Float32Array, task.states, outputs)
    values.forEach((value, s) => expect(Math.abs(value - worth[s])).toBeLessThan(0.1 * worth[s]))
  })
})

/** The greatest output of a linear network in every state. */
function valuesOf(parameters: Float32Array, states: number, outputs: number): number[] {
  return Array.from({ length: states }, (_row, s) => {
    const weights = parameters.subarray(s * outputs, (s + 1) * outputs)
    return Math.max(...weights.map((weight, k) => weight + parameters[states * outputs + k]))
  })
}

/** What learners log of their first and of their third update behind the doors, when they have 2400 steps. */
const NUMBERS: Partial<Record<keyof typeof PUPILS, Readonly<Record<string, readonly [number, number]>>>> = {
  ppo: {
    policy_loss: [-0.042_203_05, -0.055_455_09],
    value_loss: [0.515_149_68, 0.185_877_64],
    entropy: [0.595_273_7, 0.418_492_58],
    gradient_norm: [0.353_200_13, 0.279_674_78],
    explained_variance: [0.015_147_68, 0.490_068_42],
    learning_rate: [0.02, 0.017_866_67],
  },
  a2c: {
    policy_loss: [0.686_353_64, 0.064_327_98],
    value_loss: [1.552_886_42, 0.481_896_31],
    entropy: [0.633_578_34, 0.519_963_63],
    gradient_norm: [1.644_797_75, 0.637_591_93],
    explained_variance: [0.002_133_92, 0.352_897_8],
    learning_rate: [0.01, 0.01],
  },
  reinforce: {
    policy_loss: [0.102_597_98, -0.009_350_65],
    entropy: [0.599_476_77, 0.646_360_84],
    gradient_norm: [0.260_995_95, 0.385_710_15],
    learning_rate: [0.02, 0.02],
  },
  grpo: {
    policy_loss: [-0.111_141_56, -0.001_399_08],
    entropy: [0.640_268_21, 0.432_392_37],
    gradient_norm: [0.277_828_94, 0.265_805_42],
    effective_group_fraction: [1, 1],
  },
  dqn: {
    q_value: [0.697_861_78, 1.089_124_94],
    value_loss: [0.180_438_75, 0],
    gradient_norm: [0.326_898_45, 0.000_022_99],
    exploration: [0.525, 0.05],
  },
  cem: {
    mean_return: [0.669_921_88, 1.094_140_63],
    best_return: [1, 1.187_5],
    spread: [0.880_897_88, 0.604_177_85],
    noise: [0.233_987_18, 0],
  },
}

describe('logs hold the numbers that they held before', () => {
  it.each(Object.entries(NUMBERS))('%s', async (name, numbers) => {
    const [algorithm, configuration] = PUPILS[name as keyof typeof PUPILS]
    const { train } = await enrol([algorithm, configuration, 2400], doors)
    const [first, , third] = train()
    for (const [metric, expected] of Object.entries(numbers)) {
      expect(first[metric], metric).toBeCloseTo(expected[0], 6)
      expect(third[metric], metric).toBeCloseTo(expected[1], 6)
    }
  })
})

interface Course {
  readonly learner: Learner
  /** Trains to the end of the budget; what was logged. */
  train(): Readonly<Record<string, number>>[]
}

/** A learner before it has learnt anything. */
async function enrol(
  [algorithm, configuration, budget]: Pupil,
  task: Task,
  adapter?: AdapterDefinition,
): Promise<Course> {
  const seed = Seed.from(1)
  const plain = makeTask(task, configuration.worlds)
  const environment = adapter?.wrap(plain) ?? plain
  const { spec } = environment
  const learner = await algorithm.create({ spec, configuration, seed, backend: 'wasm' })
  onTestFinished(() => learner.dispose?.())
  return {
    learner,
    train() {
      environment.reset(seed.fold('training'))
      const events = learner.train!(environment, budget) as Iterable<TrainingEvent>
      return [...events].flatMap((event) => (event.kind === 'progress' ? [event.metrics] : []))
    },
  }
}

/**
 * `bandits/gaussian` and `bandits/heavy-tailed`: K arms whose rewards are real numbers.
 *
 * Symbols: m[k] mean of arm k; a_t arm pulled in step t; z_t noise of step t.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type KnownScores,
  type Setting,
  choice,
  defineEnvironment,
  number,
  numbers,
  pow,
} from '@gauntlet/core'
import { type ArmNoise, type ArmPay, type ArmsModel, NOISE_BLOCK, placeMeans } from './arms-model.ts'
import { makeArms } from './arms-rules.ts'
import { armsObservation, armsSpec, horizonField, shuffledField } from './arms-spec.ts'
import { regretReferences } from './bernoulli-settings.ts'
import { laiRobbinsRow } from './lower-bound.ts'
import type { Belief } from './posterior.ts'

interface RealArms {
  readonly means: readonly number[]
  readonly horizon: number
  readonly shuffled: boolean
}

export interface GaussianParameters extends RealArms {
  readonly deviation: number
}

export interface HeavyTailedParameters extends RealArms {
  readonly tail: 'student' | 'pareto'
  readonly exponent: number
  readonly scale: number
}

const EVALUATION = { episodes: 200, batch: 100, mode: 'sample' } as const

const SCHEMA = {
  means: numbers({ description: 'Mean of each arm', unit: 'reward', default: [0.5, 0], minimumLength: 2 }),
  horizon: horizonField,
  shuffled: shuffledField,
}

/**
 * K-armed normal bandit: in step t arm a_t pays m[a_t] + deviation z_t, with z_t standard normal, the same whatever is
 * pulled. Source: Lattimore and Szepesvári 2020, chapter 7.
 */
export const gaussian: EnvironmentDefinition<GaussianParameters> = defineEnvironment<GaussianParameters>({
  id: 'bandits/gaussian',
  version: 1,
  summary: 'K arms whose rewards are normal; scored by pseudo-regret',
  source: 'Lattimore and Szepesvári 2020, Bandit Algorithms, chapter 7',
  parameters: {
    ...SCHEMA,
    deviation: number({
      description: 'Standard deviation of a reward',
      unit: 'reward',
      default: 1,
      minimum: 0,
    }),
  },
  settings: {
    'two-gap-05': gaussianSetting('Two arms, 0.5 apart', [0.5, 0]),
    'ten-gap-05': gaussianSetting('One arm of 0.5 among nine of 0', [0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    'ten-lin': gaussianSetting('Ten arms from 0 to 0.9', [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]),
  },
  describe: specOf,
  known: knownOfNormal,
  make: (parameters, batch) =>
    makeArms(
      'bandits/gaussian',
      specOf(parameters),
      modelOf(
        parameters,
        { deviation: parameters.deviation },
        (stream, noise, offset, count) => stream.normals(noise, offset, count),
        payAround(parameters.deviation),
      ),
      batch,
    ),
})

/**
 * K arms whose rewards have no variance, or hardly one. `student`: m + scale z with z of Student's t distribution with
 * `exponent` degrees of freedom. `pareto`: m (exponent - 1) / exponent U^(-1 / exponent), a Pareto distribution of mean m.
 * Moments exist below `exponent`. Source: Bubeck, Cesa-Bianchi and Lugosi 2013, Bandits with heavy tail.
 */
export const heavyTailed: EnvironmentDefinition<HeavyTailedParameters> =
  defineEnvironment<HeavyTailedParameters>({
    id: 'bandits/heavy-tailed',
    version: 1,
    summary: 'K arms whose rewards are now and then very large; scored by pseudo-regret',
    source:
      'Bubeck, Cesa-Bianchi and Lugosi 2013, Bandits with heavy tail, IEEE Transactions on Information Theory 59(11)',
    parameters: {
      ...SCHEMA,
      tail: choice({
        description:
          'Distribution of rewards: Student’s t around the mean, or Pareto, whose deviation grows with the mean',
        options: ['student', 'pareto'],
        default: 'student',
      }),
      exponent: number({
        description: 'Degrees of freedom, or the Pareto index: moments exist below it',
        default: 1.5,
        minimum: 1.01,
        maximum: 100,
      }),
      scale: number({ description: 'Of Student’s t', unit: 'reward', default: 1, minimum: 0 }),
    },
    settings: {
      'student-15': heavySetting(
        'Two arms 2 apart, Student’s t with 1.5 degrees of freedom',
        [2, 0],
        'student',
      ),
      'pareto-15': heavySetting('Three arms of means 4, 3 and 2, Pareto of index 1.5', [4, 3, 2], 'pareto'),
    },
    describe: specOf,
    known: knownOfMeans,
    make: (parameters, batch) => {
      const { tail, exponent, scale } = parameters
      const points = new Float64Array(2 * NOISE_BLOCK)
      const [perTwo, perOne] = [-2 / exponent, -1 / exponent]
      // Bailey 1994, Polar generation of random variates with the t-distribution.
      const student: ArmNoise = (stream, noise, offset, count) => {
        stream.uniforms(noise, offset, count)
        stream.normals(points, 0, 2 * count)
        for (let i = 0; i < count; i++) {
          const radius = Math.sqrt(exponent * (pow(1 - noise[offset + i], perTwo) - 1))
          const x = points[2 * i]
          const y = points[2 * i + 1]
          noise[offset + i] = (radius * x) / Math.sqrt(x * x + y * y)
        }
      }
      const pareto: ArmNoise = (stream, noise, offset, count) => {
        stream.uniforms(noise, offset, count)
        for (let i = offset; i < offset + count; i++)
          noise[i] = ((exponent - 1) / exponent) * pow(1 - noise[i], perOne)
      }
      const model =
        tail === 'student'
          ? modelOf(parameters, 'none', student, payAround(scale))
          : modelOf(parameters, 'none', pareto, payTimes)
      return makeArms('bandits/heavy-tailed', specOf(parameters), model, batch)
    },
  })

function specOf({ means, horizon }: RealArms): EnvironmentSpec {
  const rewards = { unit: 'any number; 0 before the first pull', low: -Infinity, high: Infinity }
  return armsSpec(means.length, horizon, armsObservation(means.length, rewards), [-Infinity, Infinity])
}

function modelOf({ means, shuffled }: RealArms, belief: Belief, draw: ArmNoise, pay: ArmPay): ArmsModel {
  return {
    arms: means.length,
    belief,
    begin: (key, to, offset) => placeMeans(means, shuffled, key, to, offset),
    draw,
    pay,
  }
}

const payAround =
  (scale: number): ArmPay =>
  (means, i, noise, place, rewards, w) => {
    rewards[w] = means[i] + scale * noise[place]
  }

const payTimes: ArmPay = (means, i, noise, place, rewards, w) => {
  rewards[w] = means[i] * noise[place]
}

function gaussianSetting(description: string, means: readonly number[]): Setting<GaussianParameters> {
  const parameters = { means, horizon: 10_000, shuffled: true, deviation: 1 }
  return { description, parameters, ...knownOfNormal(parameters), evaluation: EVALUATION }
}

function heavySetting(
  description: string,
  means: readonly number[],
  tail: HeavyTailedParameters['tail'],
): Setting<HeavyTailedParameters> {
  const parameters = { means, horizon: 10_000, shuffled: true, tail, exponent: 1.5, scale: 1 }
  return { description, parameters, ...knownOfMeans(parameters), evaluation: EVALUATION }
}

function knownOfMeans({ means, horizon }: RealArms): KnownScores {
  return { references: regretReferences(means, horizon) }
}

function knownOfNormal(parameters: GaussianParameters): KnownScores {
  const { means, horizon, deviation } = parameters
  const variance = deviation * deviation
  const divergence = (mean: number, best: number): number => ((best - mean) * (best - mean)) / (2 * variance)
  return { ...knownOfMeans(parameters), literature: [laiRobbinsRow(means, horizon, divergence)] }
}

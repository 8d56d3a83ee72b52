/**
 * `bandits/drifting`: Bernoulli arms whose means change a little in every step.
 *
 * Symbols: K arms; T horizon; t step, from 0; p[k] mean of arm k in the step.
 */
import {
  type EnvironmentDefinition,
  type Reference,
  Seed,
  type Setting,
  choice,
  cos,
  defineEnvironment,
  integer,
  number,
  sin,
} from '@gauntlet/core'
import type { ArmsModel } from './arms-model.ts'
import { makeArms } from './arms-rules.ts'
import { horizonField, zeroOneArmsSpec } from './arms-spec.ts'

export interface DriftingParameters {
  readonly arms: number
  readonly drift: 'walk' | 'waves'
  readonly deviation: number
  readonly waves: number
  readonly horizon: number
}

const ID = 'bandits/drifting'

const TWO_PI = 2 * Math.PI

const TWO_WAVES: DriftingParameters = { arms: 2, drift: 'waves', deviation: 0, waves: 2.5, horizon: 10_000 }

/**
 * Bernoulli arms whose means change a little in every step. `walk`: each goes its own random walk of normal steps, reflected
 * at 0 and 1, from a uniform start. `waves`: p[k] = 1/2 + 3/10 sin(2 pi (waves t / T + k / K)), so that each arm is the best
 * in its turn. Regret is dynamic. Source: Besbes, Gur and Zeevi 2014, Stochastic multi-armed-bandit problem with
 * non-stationary rewards, section 5 (waves); Slivkins and Upfal 2008, Adapting to a changing environment (walk).
 */
export const drifting: EnvironmentDefinition<DriftingParameters> = defineEnvironment<DriftingParameters>({
  id: ID,
  version: 1,
  summary: 'Arms that pay 0 or 1, whose means change in every step; scored by dynamic regret',
  source:
    'Besbes, Gur and Zeevi 2014, Stochastic multi-armed-bandit problem with non-stationary rewards, section 5',
  parameters: {
    arms: integer({ description: 'K', default: 2, minimum: 2, maximum: 1024 }),
    drift: choice({
      description: 'How means move: by random walks of their own, or in waves one after the other',
      options: ['walk', 'waves'],
      default: 'waves',
    }),
    deviation: number({
      description: 'Standard deviation of a step of a random walk',
      default: 0.005,
      minimum: 0,
      maximum: 1,
    }),
    waves: number({ description: 'Waves in an episode', default: 2.5, minimum: 0, maximum: 1_000_000 }),
    horizon: horizonField,
  },
  settings: {
    'two-waves': setting('Two arms that are the best in turn, in 2.5 waves', TWO_WAVES, {
      score: waveRegret(TWO_WAVES),
      source: 'closed form: sum of the mean gaps of the steps',
    }),
    'ten-walks': setting(
      'Ten arms on random walks',
      { arms: 10, drift: 'walk', deviation: 0.005, waves: 0, horizon: 10_000 },
      { score: 4091, source: 'the uniform random policy', episodes: 200 },
    ),
  },
  describe: ({ arms, horizon }) => zeroOneArmsSpec(arms, horizon),
  make: (parameters, batch) =>
    makeArms(
      ID,
      zeroOneArmsSpec(parameters.arms, parameters.horizon),
      parameters.drift === 'walk' ? walkModel(parameters) : waveModel(parameters),
      batch,
    ),
})

function walkModel({ arms, deviation }: DriftingParameters): ArmsModel {
  const stream = Seed.from(0).stream()
  const words = new Uint32Array(4)
  const moves = new Float64Array(arms)
  return {
    arms,
    // Of the stream that moves the walks.
    stateSize: 4,
    begin(key, to, offset, state, at) {
      stream.open(key)
      for (let k = 0; k < arms; k++) to[offset + k] = stream.uniform()
      stream.save(words)
      state.set(words, at)
    },
    move(_, to, offset, state, at) {
      for (let i = 0; i < 4; i++) words[i] = state[at + i]
      stream.load(words)
      stream.normals(moves, 0, arms)
      for (let k = 0; k < arms; k++) to[offset + k] = reflected(to[offset + k] + deviation * moves[k])
      stream.save(words)
      for (let i = 0; i < 4; i++) state[at + i] = words[i]
    },
  }
}

/** Back into [0, 1]. */
function reflected(value: number): number {
  const folded = Math.abs(value) % 2
  return folded > 1 ? 2 - folded : folded
}

function waveModel({ arms, waves, horizon }: DriftingParameters): ArmsModel {
  const sine = sin((TWO_PI * waves) / horizon)
  const cosine = cos((TWO_PI * waves) / horizon)
  return {
    arms,
    // The sine and the cosine of each arm, turned on in every step.
    stateSize: 2 * arms,
    begin(_, to, offset, state, at) {
      for (let k = 0; k < arms; k++) {
        state[at + 2 * k] = sin((TWO_PI * k) / arms)
        state[at + 2 * k + 1] = cos((TWO_PI * k) / arms)
        to[offset + k] = 0.5 + 0.3 * state[at + 2 * k]
      }
    },
    move(_, to, offset, state, at) {
      for (let k = 0; k < arms; k++) {
        const y = state[at + 2 * k]
        const x = state[at + 2 * k + 1]
        state[at + 2 * k] = y * cosine + x * sine
        state[at + 2 * k + 1] = x * cosine - y * sine
        to[offset + k] = 0.5 + 0.3 * state[at + 2 * k]
      }
    },
  }
}

/** Of uniform play. */
function waveRegret(parameters: DriftingParameters): number {
  const { begin, move } = waveModel(parameters)
  const means = new Float64Array(parameters.arms)
  const state = new Float64Array(2 * parameters.arms)
  let regret = 0
  begin(Seed.from(0), means, 0, state, 0)
  for (let t = 1; t <= parameters.horizon; t++) {
    const best = Math.max(...means)
    for (const mean of means) regret += (best - mean) / parameters.arms
    move!(t, means, 0, state, 0)
  }
  return regret
}

function setting(
  description: string,
  parameters: DriftingParameters,
  random: Reference,
): Setting<DriftingParameters> {
  return {
    description,
    parameters,
    references: {
      random,
      best: { score: 0, source: 'exact: the best arm of every step, as one who knows the means plays' },
    },
    evaluation: { episodes: 200, batch: 100, mode: 'sample' },
  }
}

/**
 * `bandits/switching` and `bandits/drifting`: Bernoulli arms whose means change.
 *
 * Symbols: K arms; T horizon; t step, from 0; p[k] mean of arm k in the step.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  ParameterError,
  Seed,
  type Setting,
  choice,
  cos,
  defineEnvironment,
  integer,
  integers,
  number,
  numbers,
  sin,
} from '@gauntlet/core'
import { type ArmsModel, makeArms } from './arms-rules.ts'
import { armsObservation, armsSpec, horizonField } from './arms-spec.ts'
import { drawUniform } from './bernoulli.ts'

export interface SwitchingParameters {
  readonly means: readonly number[]
  readonly changes: readonly number[]
  readonly horizon: number
}

export interface DriftingParameters {
  readonly arms: number
  readonly drift: 'walk' | 'waves'
  readonly deviation: number
  readonly waves: number
  readonly horizon: number
}

const SWITCHING = 'bandits/switching'
const DRIFTING = 'bandits/drifting'

const TWO_PI = 2 * Math.PI

/** Garivier and Moulines 2011, section 5: the third arm is the best from step 3000 to 4999. */
const GARIVIER_MOULINES: SwitchingParameters = {
  means: [0.5, 0.3, 0.4, 0.5, 0.3, 0.9, 0.5, 0.3, 0.4],
  changes: [3000, 5000],
  horizon: 10_000,
}

/**
 * Bernoulli arms whose means are constant but for steps at which they change at once. Regret is dynamic: the sum of the gaps
 * to the best mean of each step.
 * Source: Garivier and Moulines 2011, On upper-confidence bound policies for switching bandit problems, section 5.
 */
export const switching: EnvironmentDefinition<SwitchingParameters> = defineEnvironment<SwitchingParameters>({
  id: SWITCHING,
  version: 1,
  summary: 'Arms that pay 0 or 1, whose means change at once at some steps; scored by dynamic regret',
  source:
    'Garivier and Moulines 2011, On upper-confidence bound policies for switching bandit problems, section 5',
  parameters: {
    means: numbers({
      description:
        'Probability with which each arm pays 1: of all arms before the first change, then of all after it, …',
      default: GARIVIER_MOULINES.means,
      minimum: 0,
      maximum: 1,
      minimumLength: 2,
    }),
    changes: integers({
      description: 'Steps, from 0, in which new means begin, ascending',
      unit: 'steps',
      default: GARIVIER_MOULINES.changes,
      minimum: 1,
    }),
    horizon: horizonField,
  },
  settings: {
    'garivier-moulines': setting(
      'Three arms, the worst but one of which is the best from step 3000 to 4999 (Garivier and Moulines 2011, section 5)',
      GARIVIER_MOULINES,
      regretOfUniformPlay(GARIVIER_MOULINES),
    ),
  },
  describe: (parameters) => specOf(armsOf(parameters), parameters.horizon),
  make: (parameters, batch) =>
    makeArms(SWITCHING, specOf(armsOf(parameters), parameters.horizon), switchingModel(parameters), batch),
})

function armsOf({ means, changes }: SwitchingParameters): number {
  const segments = changes.length + 1
  if (means.length % segments !== 0 || means.length < 2 * segments) {
    throw new ParameterError(
      `${SWITCHING}.means`,
      means,
      `${segments} times as many numbers as there are arms, at least 2: one more than there are changes`,
    )
  }
  const wrong = changes.findIndex((step, k) => k > 0 && step <= changes[k - 1])
  if (wrong >= 0) {
    throw new ParameterError(
      `${SWITCHING}.changes[${wrong}]`,
      changes[wrong],
      `more than ${changes[wrong - 1]}`,
    )
  }
  return means.length / segments
}

function switchingModel(parameters: SwitchingParameters): ArmsModel {
  const { means, changes } = parameters
  const arms = armsOf(parameters)
  const place = (segment: number, to: Float64Array, offset: number): void => {
    for (let k = 0; k < arms; k++) to[offset + k] = means[segment * arms + k]
  }
  return {
    arms,
    begin: (_, to, offset) => place(0, to, offset),
    draw: drawUniform,
    move(t, to, offset) {
      for (let c = 0; c < changes.length; c++) if (changes[c] === t) place(c + 1, to, offset)
    },
  }
}

function regretOfUniformPlay(parameters: SwitchingParameters): number {
  const arms = armsOf(parameters)
  const { means, changes, horizon } = parameters
  const starts = [0, ...changes]
  return starts.reduce((sum, start, segment) => {
    const length = (starts[segment + 1] ?? horizon) - start
    const own = means.slice(segment * arms, (segment + 1) * arms)
    const best = Math.max(...own)
    return sum + (length * own.reduce((gaps, mean) => gaps + (best - mean), 0)) / arms
  }, 0)
}

const TWO_WAVES: DriftingParameters = { arms: 2, drift: 'waves', deviation: 0, waves: 2.5, horizon: 10_000 }

/**
 * Bernoulli arms whose means change a little in every step. `walk`: each goes its own random walk of normal steps, reflected
 * at 0 and 1, from a uniform start. `waves`: p[k] = 1/2 + 3/10 sin(2 pi (waves t / T + k / K)), so that each arm is the best
 * in its turn. Regret is dynamic. Source: Besbes, Gur and Zeevi 2014, Stochastic multi-armed-bandit problem with
 * non-stationary rewards, section 5 (waves); Slivkins and Upfal 2008, Adapting to a changing environment (walk).
 */
export const drifting: EnvironmentDefinition<DriftingParameters> = defineEnvironment<DriftingParameters>({
  id: DRIFTING,
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
    'two-waves': setting(
      'Two arms that are the best in turn, in 2.5 waves',
      TWO_WAVES,
      waveRegret(TWO_WAVES),
    ),
    'ten-walks': setting(
      'Ten arms on random walks',
      { arms: 10, drift: 'walk', deviation: 0.005, waves: 0, horizon: 10_000 },
      4091,
      200,
    ),
  },
  describe: ({ arms, horizon }) => specOf(arms, horizon),
  make: (parameters, batch) =>
    makeArms(
      DRIFTING,
      specOf(parameters.arms, parameters.horizon),
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
    draw: drawUniform,
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
    draw: drawUniform,
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

function specOf(arms: number, horizon: number): EnvironmentSpec {
  const rewards = { unit: '0 or 1; 0 before the first pull', low: 0, high: 1 }
  return armsSpec(arms, horizon, armsObservation(arms, rewards), [0, 1])
}

function setting<P extends object>(
  description: string,
  parameters: P,
  score: number,
  episodes?: number,
): Setting<P> {
  return {
    description,
    parameters,
    references: {
      random: {
        score,
        source:
          episodes === undefined
            ? 'closed form: sum of the mean gaps of the steps'
            : 'the uniform random policy',
        ...(episodes !== undefined && { episodes }),
      },
      best: { score: 0, source: 'exact: the best arm of every step, as one who knows the means plays' },
    },
    evaluation: { episodes: 200, batch: 100, mode: 'sample' },
  }
}

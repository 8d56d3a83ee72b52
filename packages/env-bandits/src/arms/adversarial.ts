/**
 * `bandits/adversarial`: arms whose rewards an adversary has chosen beforehand.
 *
 * Symbols: K arms; T horizon; t step, from 0; d gap between the best arm and the others.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  ParameterError,
  type Setting,
  choice,
  defineEnvironment,
  integer,
  number,
  numbers,
} from '@gauntlet/core'
import { type ArmsModel, placeMeans } from './arms-model.ts'
import { makeArms } from './arms-rules.ts'
import { armsObservation, armsSpec, horizonField, shuffledField } from './arms-spec.ts'

export interface AdversarialParameters {
  readonly sequence: 'constrained' | 'given'
  readonly arms: number
  readonly gap: number
  readonly rewards: readonly number[]
  readonly horizon: number
  readonly shuffled: boolean
}

const ID = 'bandits/adversarial'

/** Each phase is this much longer than the one before. */
const GROWTH = 1.6

/**
 * `constrained`: arms pay 0 or 1; the best one pays by `gap` more often than the others throughout, but in phases of growing
 * length rewards of all are either rare (means 0 and gap) or common (means 1 - gap and 1). `given`: arms pay what a list
 * says, over and over. Regret is that to the best arm in hindsight: in `given`, which draws nothing, of the rewards
 * themselves.
 * Source: Zimmert and Seldin 2021, Tsallis-INF, section 6 (stochastically constrained adversary, phases of length 1.6^n).
 */
export const adversarial: EnvironmentDefinition<AdversarialParameters> =
  defineEnvironment<AdversarialParameters>({
    id: ID,
    version: 1,
    summary: 'Arms whose rewards an adversary has chosen; scored by regret to the best arm in hindsight',
    source:
      'Zimmert and Seldin 2021, Tsallis-INF: an optimal algorithm for stochastic and adversarial bandits, section 6',
    parameters: {
      sequence: choice({
        description:
          'Who chooses: phases of rare and of common rewards with one arm always the best, or a list',
        options: ['constrained', 'given'],
        default: 'constrained',
      }),
      arms: integer({ description: 'K', default: 8, minimum: 2, maximum: 1024 }),
      gap: number({
        description: 'By how much more the best arm pays, where the sequence is constrained',
        default: 0.125,
        minimum: 0,
        maximum: 1,
      }),
      rewards: numbers({
        description: 'Rewards of all arms in the first step, then in the second, …, where they are given',
        default: [1, 0, 0, 1],
        minimum: 0,
        maximum: 1,
        minimumLength: 2,
      }),
      horizon: horizonField,
      shuffled: shuffledField,
    },
    settings: {
      'constrained-8': setting('Eight arms, one of which pays an eighth more than the others throughout', {
        sequence: 'constrained',
        arms: 8,
        gap: 0.125,
        rewards: [1, 0, 0, 1],
        horizon: 10_000,
        shuffled: true,
      }),
    },
    describe: (parameters) => specOf(parameters),
    make: (parameters, batch) => {
      const spec = specOf(parameters)
      return makeArms(ID, spec, modelOf(parameters), batch)
    },
  })

function specOf({ sequence, arms, rewards, horizon }: AdversarialParameters): EnvironmentSpec {
  if (sequence === 'given' && rewards.length % arms !== 0) {
    throw new ParameterError(`${ID}.rewards`, rewards, `a multiple of ${arms} numbers, the arms of each step`)
  }
  const unit = { unit: '0 to 1; 0 before the first pull', low: 0, high: 1 }
  return armsSpec(arms, horizon, armsObservation(arms, unit), [0, 1])
}

function modelOf(parameters: AdversarialParameters): ArmsModel {
  return parameters.sequence === 'given' ? listModel(parameters) : phaseModel(parameters)
}

/** State: the best arm, whether rewards are common, the step in which that ends, and how long the phase is. */
function phaseModel({ arms, gap, shuffled }: AdversarialParameters): ArmsModel {
  const place = (to: Float64Array, offset: number, best: number, common: number): void => {
    to.fill(common === 1 ? 1 - gap : 0, offset, offset + arms)
    to[offset + best] = common === 1 ? 1 : gap
  }
  return {
    arms,
    stateSize: 4,
    begin(key, to, offset, state, at) {
      state[at] = shuffled ? key.stream().integer(arms) : 0
      state[at + 1] = 1
      state[at + 2] = 1
      state[at + 3] = 1
      place(to, offset, state[at], state[at + 1])
    },
    move(t, to, offset, state, at) {
      if (t < state[at + 2]) return
      state[at + 1] = 1 - state[at + 1]
      state[at + 3] *= GROWTH
      state[at + 2] = t + Math.ceil(state[at + 3])
      place(to, offset, state[at], state[at + 1])
    },
  }
}

/** State: the order of the arms, and which of them is the best in hindsight. */
function listModel({ arms, rewards, horizon, shuffled }: AdversarialParameters): ArmsModel {
  const steps = rewards.length / arms
  const totals = Array.from({ length: arms }, (_, k) => {
    let total = 0
    for (let t = 0; t < horizon; t++) total += rewards[(t % steps) * arms + k]
    return total
  })
  const best = totals.indexOf(Math.max(...totals))
  const order = Array.from({ length: arms }, (_, k) => k)
  const place = (t: number, to: Float64Array, offset: number, state: Float64Array, at: number): void => {
    const from = (t % steps) * arms
    for (let k = 0; k < arms; k++) to[offset + k] = rewards[from + state[at + k]]
  }
  return {
    arms,
    stateSize: arms + 1,
    begin(key, to, offset, state, at) {
      placeMeans(order, shuffled, key, state, at)
      state[at + arms] = state.subarray(at, at + arms).indexOf(best)
      place(0, to, offset, state, at)
    },
    draw: (_, noise, offset, count) => void noise.fill(0, offset, offset + count),
    pay: (means, i, _, __, payments, w) => void (payments[w] = means[i]),
    move: place,
    comparator: (state, at) => state[at + arms],
  }
}

function setting(description: string, parameters: AdversarialParameters): Setting<AdversarialParameters> {
  const { arms, gap, horizon } = parameters
  return {
    description,
    parameters,
    references: {
      random: {
        score: (horizon * gap * (arms - 1)) / arms,
        source: 'closed form: horizon × mean gap of the arms',
      },
      best: { score: 0, source: 'exact: always the best arm' },
    },
    evaluation: { episodes: 200, batch: 100, mode: 'sample' },
  }
}

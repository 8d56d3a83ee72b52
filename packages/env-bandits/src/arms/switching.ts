/**
 * `bandits/switching`: Bernoulli arms whose means change at once at some steps.
 *
 * Symbols: K arms; T horizon; t step, from 0; p[k] mean of arm k in the step.
 */
import {
  type EnvironmentDefinition,
  ParameterError,
  defineEnvironment,
  integers,
  numbers,
} from '@gauntlet/core'
import type { ArmsModel } from './arms-model.ts'
import { makeArms } from './arms-rules.ts'
import { horizonField, zeroOneArmsSpec } from './arms-spec.ts'

export interface SwitchingParameters {
  readonly means: readonly number[]
  readonly changes: readonly number[]
  readonly horizon: number
}

const ID = 'bandits/switching'

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
  id: ID,
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
    'garivier-moulines': {
      description:
        'Three arms, the worst but one of which is the best from step 3000 to 4999 (Garivier and Moulines 2011, section 5)',
      parameters: GARIVIER_MOULINES,
      references: {
        random: {
          score: regretOfUniformPlay(GARIVIER_MOULINES),
          source: 'closed form: sum of the mean gaps of the steps',
        },
        best: { score: 0, source: 'exact: the best arm of every step, as one who knows the means plays' },
      },
      evaluation: { episodes: 200, batch: 100, mode: 'sample' },
    },
  },
  describe: (parameters) => zeroOneArmsSpec(armsOf(parameters), parameters.horizon),
  make: (parameters, batch) =>
    makeArms(ID, zeroOneArmsSpec(armsOf(parameters), parameters.horizon), switchingModel(parameters), batch),
})

function armsOf({ means, changes }: SwitchingParameters): number {
  const segments = changes.length + 1
  if (means.length % segments !== 0 || means.length < 2 * segments) {
    throw new ParameterError(
      `${ID}.means`,
      means,
      `${segments} times as many numbers as there are arms, at least 2: one more than there are changes`,
    )
  }
  const wrong = changes.findIndex((step, k) => k > 0 && step <= changes[k - 1])
  if (wrong >= 0) {
    throw new ParameterError(`${ID}.changes[${wrong}]`, changes[wrong], `more than ${changes[wrong - 1]}`)
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

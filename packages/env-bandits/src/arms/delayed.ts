/**
 * `bandits/delayed`: Bernoulli arms whose rewards come late or never.
 *
 * Symbols: K arms; T horizon; a_t arm pulled in step t; d_t steps that its reward takes beyond the next observation.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Setting,
  choice,
  createEnvironment,
  defineEnvironment,
  expertFace,
  integer,
  layout,
  number,
  numbers,
} from '@gauntlet/core'
import { ELAPSED, armsSpec, shuffledField } from './arms-spec.ts'
import { uniformRegret } from './bernoulli-settings.ts'
import { DelayedRules } from './delayed-rules.ts'

export interface DelayedParameters {
  readonly means: readonly number[]
  readonly horizon: number
  readonly shuffled: boolean
  readonly delay: 'constant' | 'geometric' | 'pareto'
  readonly meanDelay: number
  readonly loss: number
}

const ID = 'bandits/delayed'

/**
 * In step t arm a_t pays 1 with its probability; what it paid is shown d_t steps later than it would be without delay, or
 * with probability `loss` never. `rewards` are those that fall due in a step, of whatever arms; the block `feedback` tells
 * for each arm how many were shown and what they add up to. Delays: always `meanDelay`; geometric; or floor(s (U^(-1 / 1.5) - 1))
 * with s = `meanDelay` / 2, about as long on average, now and then very long. Regret is of the pulls, paid or not.
 * Source: Joulani, György and Szepesvári 2013, Online learning under delayed feedback; Vernade, Cappé and Perchet 2017,
 * Stochastic bandit models for delayed conversions (lost feedback).
 */
export const delayed: EnvironmentDefinition<DelayedParameters> = defineEnvironment<DelayedParameters>({
  id: ID,
  version: 1,
  summary: 'Arms that pay 0 or 1 late, or never; scored by pseudo-regret',
  source: 'Joulani, György and Szepesvári 2013, Online learning under delayed feedback',
  parameters: {
    means: numbers({
      description: 'Probability with which each arm pays 1',
      default: [0.9, 0.8],
      minimum: 0,
      maximum: 1,
      minimumLength: 2,
    }),
    horizon: integer({
      description: 'Pulls in an episode',
      unit: 'steps',
      default: 10_000,
      minimum: 1,
      maximum: 1_000_000,
    }),
    shuffled: shuffledField,
    delay: choice({
      description: 'Distribution of delays',
      options: ['constant', 'geometric', 'pareto'],
      default: 'geometric',
    }),
    meanDelay: integer({
      description: 'Mean delay',
      unit: 'steps',
      default: 100,
      minimum: 0,
      maximum: 1_000_000,
    }),
    loss: number({
      description: 'Probability that a reward is never shown',
      default: 0,
      minimum: 0,
      maximum: 1,
    }),
  },
  settings: {
    'two-geometric-100': setting('Two arms, delays geometric of mean 100', [0.9, 0.8], 'geometric', 0),
    'nine-constant-500': setting(
      'Nine arms, delays always of 500',
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
      'constant',
      0,
      500,
    ),
    'nine-lost-half': setting(
      'Nine arms, delays geometric of mean 100, half of the rewards lost',
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
      'geometric',
      0.5,
    ),
    'nine-pareto': setting(
      'Nine arms, delays of about 100 with a heavy tail',
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
      'pareto',
      0,
    ),
  },
  describe: specOf,
  make(parameters, batch) {
    const spec = specOf(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => {
      const rules = new DelayedRules(ID, parameters, buffers)
      return { rules, faces: { expert: expertFace(ID, spec, () => rules.oracle()) } }
    })
  },
})

function specOf({ means, horizon }: DelayedParameters): EnvironmentSpec {
  const arms = means.length
  const observation = {
    shape: [2 * arms + 1],
    low: 0,
    high: Infinity,
    layout: layout(
      {
        name: 'feedback',
        shape: [2 * arms],
        axis: 'flat',
        kind: 'real',
        unit: 'for each arm, how many rewards were shown in the step; then what they add up to',
      },
      ELAPSED,
    ),
  }
  return { ...armsSpec(arms, horizon, observation, [0, Infinity]), delayed: [0, 1] }
}

function setting(
  description: string,
  means: readonly number[],
  delay: DelayedParameters['delay'],
  loss: number,
  meanDelay: number = 100,
): Setting<DelayedParameters> {
  const horizon = 10_000
  return {
    description,
    parameters: { means, horizon, shuffled: true, delay, meanDelay, loss },
    references: {
      random: { score: uniformRegret(means, horizon), source: 'closed form: horizon × mean gap of the arms' },
      best: { score: 0, source: 'exact: always the best arm, as one who knows the means plays' },
    },
    evaluation: { episodes: 200, batch: 100, mode: 'sample' },
  }
}

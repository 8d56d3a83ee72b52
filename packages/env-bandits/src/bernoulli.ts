/**
 * `bandits/bernoulli`: K arms that pay 0 or 1, each with a mean of its own.
 *
 * Symbols: K arms; T horizon; p[k] mean of arm k; a_t arm pulled at step t; u_t noise of step t.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  createEnvironment,
  defineEnvironment,
  discrete,
  integer,
  layout,
  boolean,
  numbers,
} from '@gauntlet/core'
import { BernoulliRules } from './bernoulli-rules.ts'
import { bernoulliSettings } from './bernoulli-settings.ts'

export interface BernoulliParameters {
  readonly means: readonly number[]
  readonly horizon: number
  readonly shuffled: boolean
}

const ID = 'bandits/bernoulli'

/**
 * K-armed Bernoulli bandit: in step t arm a_t pays 1 where u_t < p[a_t], else 0, with u_t uniform on [0, 1).
 *
 * The noise u_t belongs to the instance and one number is drawn in each step whatever is pulled, so that
 * algorithms meet the same noise. Regret is pseudo-regret: the sum of the gaps max p - p[a_t].
 * Source: Auer, Cesa-Bianchi and Fischer 2002, section 1.
 */
export const bernoulli: EnvironmentDefinition<BernoulliParameters> = defineEnvironment<BernoulliParameters>({
  id: ID,
  version: 1,
  summary: 'K arms that pay 0 or 1, each with a mean of its own; scored by pseudo-regret',
  source: 'Auer, Cesa-Bianchi and Fischer 2002, Machine Learning 47, section 1',
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
      maximum: 2_147_483_647,
    }),
    shuffled: boolean({
      description: 'Whether every episode puts the arms in a random order',
      default: true,
    }),
  },
  settings: bernoulliSettings,
  describe: describeBernoulli,
  make: (parameters, batch) =>
    createEnvironment(ID, describeBernoulli(parameters), batch, (buffers) => {
      const rules = new BernoulliRules(parameters, buffers)
      return { rules, faces: { expert: { policy: (name) => rules.expert(name) } } }
    }),
})

function describeBernoulli({ means, horizon }: BernoulliParameters): EnvironmentSpec {
  const arms = means.length
  return {
    agents: 1,
    observation: {
      shape: [arms + 2],
      low: 0,
      high: 1,
      layout: layout(
        {
          name: 'last arm',
          shape: [arms],
          axis: 'flat',
          kind: 'real',
          unit: 'one-hot; 0 before the first pull',
        },
        {
          name: 'last reward',
          shape: [1],
          axis: 'flat',
          kind: 'real',
          unit: '0 or 1; 0 before the first pull',
        },
        { name: 'elapsed', shape: [1], axis: 'flat', kind: 'real', unit: 'share of the horizon, 0 to 1' },
      ),
    },
    action: discrete(arms),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'online',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, 1],
    metrics: [
      {
        name: 'regret',
        unit: 'reward',
        direction: 'minimise',
        description:
          'Pseudo-regret: sum over the pulls of the gap between the best mean and the mean of the arm',
      },
      { name: 'reward', unit: 'reward', direction: 'maximise', description: 'Sum of the rewards' },
      {
        name: 'optimal_pulls',
        unit: 'share',
        direction: 'maximise',
        description: 'Share of the pulls that went to an arm of the best mean',
      },
    ],
    score: 'regret',
    faces: ['snapshot', 'instance', 'expert'],
    experts: [
      {
        name: 'oracle',
        description: 'Always the best arm, the first of them where there are several',
        seesHiddenState: true,
        source: 'The means themselves',
      },
    ],
    engine: 'own',
  }
}

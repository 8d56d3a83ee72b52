/** What bandits whose actions have features have in common: `FeatureBanditParameters`, `featureBandit`, `quadratureSetting`. */
import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  type EnvironmentSpec,
  type Schema,
  type Setting,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  integer,
  layout,
  number,
} from '@gauntlet/core'
import { ACTION_FEATURES } from './action-features.ts'
import { FeatureBanditRules, type FeatureModel } from './feature-bandit-rules.ts'

export interface FeatureBanditParameters {
  readonly actions: number
  readonly dimension: number
  readonly availability: number
  readonly horizon: number
}

/** The fields that all of them have, with the number of actions and features that is theirs. */
export function featureFields(
  actions: number,
  dimension: number,
  horizon: number,
): Schema<FeatureBanditParameters> {
  return {
    actions: integer({ description: 'K, the actions', default: actions, minimum: 2, maximum: 10_000 }),
    dimension: integer({
      description: 'd, the features of an action',
      default: dimension,
      minimum: 1,
      maximum: 1000,
    }),
    availability: number({
      description:
        'Probability with which an action may be taken in a step; where none could be, one of them may, each as likely',
      default: 1,
      minimum: 0,
      maximum: 1,
    }),
    horizon: integer({
      description: 'Steps in an episode',
      unit: 'steps',
      default: horizon,
      minimum: 1,
      maximum: 2_147_483_647,
    }),
  }
}

/** The environment of a model of features and rewards. */
export function featureBandit<P extends FeatureBanditParameters>(
  source: Pick<EnvironmentSource<P>, 'id' | 'version' | 'summary' | 'source' | 'parameters' | 'settings'> & {
    readonly rewardRange: readonly [number, number]
    model(parameters: P): FeatureModel
  },
): EnvironmentDefinition<P> {
  const { model, rewardRange, ...rest } = source
  const describe = (parameters: P): EnvironmentSpec => describeFeatureBandit(parameters, rewardRange)
  return defineEnvironment<P>({
    ...rest,
    describe,
    make(parameters, batch) {
      const spec = describe(parameters)
      return createEnvironment(rest.id, spec, batch, (buffers) => {
        const rules = new FeatureBanditRules({ id: rest.id, ...parameters }, model(parameters), buffers)
        return { rules, faces: { expert: expertFace(rest.id, spec, () => rules.oracle()) } }
      })
    },
  })
}

function describeFeatureBandit(
  { actions, dimension, availability, horizon }: FeatureBanditParameters,
  rewardRange: readonly [number, number],
): EnvironmentSpec {
  return {
    agents: 1,
    observation: {
      shape: [actions * dimension],
      low: -1,
      high: 1,
      layout: layout({
        name: ACTION_FEATURES,
        shape: [actions, dimension],
        axis: 'node',
        kind: 'real',
        unit: '-1 to 1; drawn anew in every step',
      }),
    },
    action: discrete(actions),
    masked: availability < 1,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'online',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange,
    metrics: [
      {
        name: 'regret',
        unit: 'reward',
        direction: 'minimise',
        description:
          'Sum over the steps of the gap between the best expected reward that was available and that of the action',
      },
      { name: 'reward', unit: 'reward', direction: 'maximise', description: 'Sum of the rewards' },
      {
        name: 'optimal_pulls',
        unit: 'share',
        direction: 'maximise',
        description: 'Share of the steps in which an available action of the best expected reward was taken',
      },
    ],
    score: 'regret',
    faces: ['snapshot', 'instance', 'expert'],
    experts: [
      {
        name: 'oracle',
        description: 'The available action of the best expected reward, the first where there are several',
        seesHiddenState: true,
        source: 'The expected rewards themselves',
      },
    ],
    engine: 'own',
  }
}

/** A setting of rewards in x · theta, where quadrature gives what the uniform policy regrets. */
export function quadratureSetting<P extends FeatureBanditParameters>(
  description: string,
  parameters: Partial<P>,
  uniformRegret: number,
): Setting<P> {
  return {
    description,
    parameters,
    references: {
      random: { score: uniformRegret, source: 'exact: the expected maximum of the rewards, by quadrature' },
      best: { score: 0, source: 'exact: always the best available action, as one who knows theta plays' },
    },
    evaluation: { episodes: 200, batch: 50, mode: 'sample' },
  }
}

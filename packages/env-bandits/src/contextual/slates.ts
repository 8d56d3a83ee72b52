/**
 * `bandits/slates`: m of L items are shown at once.
 *
 * Symbols: L items; m slots; d features; x[e] features of item e; p[e] its chance to attract; theta hidden direction.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  ParameterError,
  type Setting,
  choice,
  combinatorial,
  createEnvironment,
  defineEnvironment,
  expertFace,
  integer,
  layout,
  number,
} from '@gauntlet/core'
import { ACTION_FEATURES } from './action-features.ts'
import { slateFace } from './slate-sets.ts'
import { SlatesRules } from './slates-rules.ts'

export interface SlatesParameters {
  readonly items: number
  readonly slots: number
  readonly dimension: number
  readonly attraction: number
  readonly feedback: 'semi-bandit' | 'cascade'
  readonly availability: number
  readonly horizon: number
}

const ID = 'bandits/slates'

/** The block [L] that says what was seen of each item in the last step: 1 attracted, 0 not, -1 not seen. */
export const FEEDBACK = 'feedback'

/**
 * Every step shows m of L items. Item e attracts with probability p[e] = q (1 + x[e] · theta), independently of the others;
 * its features are drawn uniformly from [-1, 1]^d in every step, and theta has coordinates ±1 / d, whose signs each episode
 * draws anew, so that p is linear in the features and lies in [0, 2q].
 *
 * `semi-bandit`: the reward is the number of shown items that attract, and of each it is seen whether it did (Wen, Kveton
 * and Ashkan 2015, section 2). `cascade`: the user looks at the shown items in the order of their numbers and clicks the
 * first that attracts; the reward is 1 where one did, and the items after it are not seen (Kveton et al. 2015, section 2;
 * with features Zong et al. 2016). Differs: the list is not ordered by the policy, which changes what is seen, not the reward.
 * Noise belongs to the instance: each item draws one number in every step, shown or not. Regret is exact.
 */
export const slates: EnvironmentDefinition<SlatesParameters> = defineEnvironment<SlatesParameters>({
  id: ID,
  version: 1,
  summary: 'Shows m of L items at once; seen is what attracted, of all of them or up to the first click',
  source:
    'Wen, Kveton and Ashkan 2015, Efficient learning in large-scale combinatorial semi-bandits, section 2; Kveton, Szepesvári, ' +
    'Wen and Ashkan 2015, Cascading bandits, section 2; Zong et al. 2016, Cascading bandits for large-scale recommendation',
  parameters: {
    items: integer({ description: 'L, the items', default: 16, minimum: 2, maximum: 10_000 }),
    slots: integer({
      description: 'm, the items shown at once, at most L',
      default: 4,
      minimum: 1,
      maximum: 10_000,
    }),
    dimension: integer({ description: 'd, the features of an item', default: 5, minimum: 1, maximum: 1000 }),
    attraction: number({
      description: 'q, the mean chance of an item to attract',
      default: 0.2,
      minimum: 0,
      maximum: 0.5,
    }),
    feedback: choice({
      description: 'What is seen: every shown item, or those up to the first click',
      options: ['semi-bandit', 'cascade'],
      default: 'semi-bandit',
    }),
    availability: number({
      description:
        'Probability with which an item may be shown in a step; where fewer than m could be, others may, each as likely',
      default: 1,
      minimum: 0,
      maximum: 1,
    }),
    horizon: integer({
      description: 'Steps in an episode',
      unit: 'steps',
      default: 2000,
      minimum: 1,
      maximum: 2_147_483_647,
    }),
  },
  settings: {
    'semi-bandit': setting(
      'Four of sixteen items; of all that are shown it is seen whether they attract',
      {},
      498.67,
    ),
    cascade: setting('Four of sixteen items; seen up to the first click', { feedback: 'cascade' }, 226.0),
    'half-available': setting(
      'Four of sixteen items, each there in half of the steps',
      { availability: 0.5 },
      284.25,
    ),
  },
  describe: describeSlates,
  make(parameters, batch) {
    const spec = describeSlates(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => {
      const rules = new SlatesRules(parameters, buffers)
      return {
        rules,
        faces: {
          expert: expertFace(ID, spec, () => rules.oracle()),
          feasible: slateFace(ID, rules.available, parameters.items, parameters.slots),
        },
      }
    })
  },
})

function describeSlates(parameters: SlatesParameters): EnvironmentSpec {
  const { items, slots, dimension, feedback, availability, horizon } = parameters
  if (slots > items) throw new ParameterError(`${ID}.slots`, slots, `at most ${items}, the number of items`)
  return {
    agents: 1,
    observation: {
      shape: [items * (dimension + 2)],
      low: -1,
      high: 1,
      layout: layout(
        {
          name: ACTION_FEATURES,
          shape: [items, dimension + 1],
          axis: 'node',
          kind: 'real',
          unit: '-1 to 1, drawn anew in every step; the last is the constant 1',
        },
        {
          name: FEEDBACK,
          shape: [items],
          axis: 'node',
          kind: 'real',
          unit: 'of the last step: 1 attracted, 0 not, -1 not seen',
        },
      ),
    },
    action: combinatorial(items, `exactly ${slots} of ${availability < 1 ? 'the available' : items} items`),
    masked: availability < 1,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'online',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, feedback === 'cascade' ? 1 : slots],
    metrics: [
      {
        name: 'regret',
        unit: 'reward',
        direction: 'minimise',
        description:
          'Sum over the steps of the gap between the expected reward of the best slate and that of the shown one',
      },
      { name: 'reward', unit: 'reward', direction: 'maximise', description: 'Sum of the rewards' },
    ],
    score: 'regret',
    faces: ['snapshot', 'instance', 'expert', 'feasible'],
    experts: [
      {
        name: 'oracle',
        description: 'The available items of the greatest chances to attract',
        seesHiddenState: true,
        source: 'The chances themselves',
      },
    ],
    engine: 'own',
  }
}

function setting(
  description: string,
  parameters: Partial<SlatesParameters>,
  uniformRegret: number,
): Setting<SlatesParameters> {
  return {
    description,
    parameters,
    references: {
      random: { score: uniformRegret, source: 'the uniform policy, measured', episodes: 1000 },
      best: { score: 0, source: 'exact: always the best slate, as one who knows theta plays' },
    },
    evaluation: { episodes: 200, batch: 50, mode: 'sample' },
  }
}

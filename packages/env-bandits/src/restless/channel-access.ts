/**
 * `bandits/channel-access`: channels that turn good and bad by themselves, and are seen only where they are used.
 *
 * Symbols: N channels; B used in each step; p01 and p11 chances to be good next after bad and after good; w belief.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  ParameterError,
  choice,
  combinatorial,
  createEnvironment,
  defineEnvironment,
  expertFace,
  integer,
  layout,
  number,
  numbers,
} from '@gauntlet/core'
import { BudgetSet, budgetFace } from './budget-set.ts'
import { CHANNEL_EXPERTS, channelExpert } from './channel-experts.ts'
import { ChannelRules } from './channel-rules.ts'
import { channelSettings } from './channel-settings.ts'

export interface ChannelAccessParameters {
  readonly afterBad: readonly number[]
  readonly afterGood: readonly number[]
  readonly bandwidths: readonly number[]
  readonly budget: number
  readonly discount: number
  readonly horizon: number
  readonly score: 'reward' | 'discounted_reward'
}

const ID = 'bandits/channel-access'

/**
 * N independent Gilbert-Elliott channels, of which exactly B are used in each step: a used channel pays its bandwidth
 * where it is good, and only then is it known which it was. Observed are beliefs, which is all there is to know.
 *
 * Channels begin in their long-run distribution; one uniform number moves each in every step whatever is used.
 * Source: Liu and Zhao 2010, Indexability of restless bandit problems and optimality of Whittle index for dynamic
 * multichannel access, IEEE Transactions on Information Theory 56(11), section II.
 */
export const channelAccess: EnvironmentDefinition<ChannelAccessParameters> =
  defineEnvironment<ChannelAccessParameters>({
    id: ID,
    version: 1,
    summary: 'Channels that turn good and bad by themselves, and are seen only where they are used',
    source: 'Liu and Zhao 2010, IEEE Transactions on Information Theory 56(11), section II',
    parameters: {
      afterBad: numbers({
        description: 'p01 of each channel: its chance to be good after it was bad',
        default: [0.2, 0.2],
        minimum: 0,
        maximum: 1,
        minimumLength: 1,
      }),
      afterGood: numbers({
        description: 'p11 of each channel: its chance to be good after it was good',
        default: [0.8, 0.8],
        minimum: 0,
        maximum: 1,
        minimumLength: 1,
      }),
      bandwidths: numbers({
        description: 'What each channel pays where it is good; none, and each pays 1',
        default: [],
        unit: 'reward',
        minimum: 0,
      }),
      budget: integer({
        description: 'Channels used in a step, B',
        unit: 'channels',
        default: 1,
        minimum: 0,
      }),
      discount: number({
        description: 'Discount of the indices, and of the score where that is discounted',
        default: 0.99,
        minimum: 0,
        maximum: 0.999999,
      }),
      horizon: integer({
        description: 'Steps of an episode',
        unit: 'steps',
        default: 100,
        minimum: 1,
        maximum: 2_147_483_647,
      }),
      score: choice({
        description: 'The metric that scores an episode',
        options: ['reward', 'discounted_reward'],
        default: 'reward',
      }),
    },
    settings: channelSettings,
    describe: (parameters) => describeChannels(parameters, problemOfChannels(parameters)),
    make(parameters, batch) {
      const problem = problemOfChannels(parameters)
      const spec = describeChannels(parameters, problem)
      return createEnvironment(ID, spec, batch, (buffers) => {
        const rules = new ChannelRules(problem, buffers)
        return {
          rules,
          faces: {
            feasible: budgetFace(ID, problem.set),
            expert: expertFace(ID, spec, (name) => channelExpert(name, problem, rules)),
          },
        }
      })
    },
  })

/** Parameters that have been found to go together, with all bandwidths. */
export interface ChannelProblem extends ChannelAccessParameters {
  readonly channels: number
  readonly set: BudgetSet
}

/** Errors: ParameterError naming the field. */
function problemOfChannels(parameters: ChannelAccessParameters): ChannelProblem {
  const { afterBad, afterGood, budget } = parameters
  const channels = afterBad.length
  const bandwidths = parameters.bandwidths.length > 0 ? parameters.bandwidths : afterBad.map(() => 1)
  for (const [name, list] of [['afterGood', afterGood] as const, ['bandwidths', bandwidths] as const]) {
    if (list.length !== channels) {
      throw new ParameterError(`${ID}.${name}`, list, `${channels} numbers, as many as afterBad`)
    }
  }
  if (budget > channels) {
    throw new ParameterError(`${ID}.budget`, budget, `at most the number of channels, ${channels}`)
  }
  return { ...parameters, bandwidths, channels, set: new BudgetSet(channels, budget, 'exactly') }
}

function describeChannels(
  parameters: ChannelAccessParameters,
  { channels, set, bandwidths }: ChannelProblem,
): EnvironmentSpec {
  return {
    agents: 1,
    observation: {
      shape: [channels + 1],
      low: 0,
      high: 1,
      layout: layout(
        {
          name: 'beliefs',
          shape: [channels, 1],
          axis: 'token',
          kind: 'real',
          unit: 'chance that each channel is good now',
        },
        { name: 'elapsed', shape: [1], axis: 'flat', kind: 'real', unit: 'share of the horizon, 0 to 1' },
      ),
    },
    action: combinatorial(channels, set.family),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: parameters.horizon,
    horizonEnd: 'terminated',
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, bandwidths.reduce((sum, bandwidth) => sum + bandwidth, 0)],
    metrics: [
      { name: 'reward', unit: 'reward', direction: 'maximise', description: 'Sum of the rewards' },
      {
        name: 'discounted_reward',
        unit: 'reward',
        direction: 'maximise',
        description: 'Sum over the steps t of discount^t x reward',
      },
      {
        name: 'good_share',
        unit: 'share',
        direction: 'maximise',
        description: 'Share of the used channels that were good; 0 where none was used',
      },
    ],
    score: parameters.score,
    faces: ['snapshot', 'instance', 'expert', 'feasible'],
    experts: CHANNEL_EXPERTS,
    engine: 'own',
  }
}

/**
 * `bandits/herd`: a planner steers agents who learn from each other's choices.
 *
 * Symbols: as in social-learning.ts and herd-value.ts; T horizon; b_t and q_t belief and precision of step t.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  box,
  choice,
  createEnvironment,
  defineEnvironment,
  expertFace,
  integer,
  layout,
  number,
} from '@gauntlet/core'
import { HERD_EXPERTS } from './herd-experts.ts'
import { HerdRules } from './herd-rules.ts'
import { herdSettings } from './herd-settings.ts'

export interface HerdParameters {
  readonly planner: 'altruistic' | 'biased'
  readonly precision: number
  readonly cost: 'linear' | 'quadratic'
  readonly slope: number
  readonly loss: number
  readonly discount: number
  readonly belief: number
  readonly horizon: number
}

const ID = 'bandits/herd'

/**
 * Controlled social learning: in step t the planner sets the precision q_t of the next agent's signal about the state omega.
 * The agent is myopic: it follows its signal where 1 - q_t <= b_t <= q_t, and then the belief moves by Bayes' rule; else it
 * does what b_t says, whatever its signal, and teaches nobody anything: the herd.
 *
 * The reward is the planner's expected one: minus the cost of q_t, minus C times P(action is not omega) (altruistic) or
 * P(action is B) (biased). State and signals belong to the instance, one number a step whatever is played.
 * Source: Steering the herd, arXiv 2504.02648, section 2.
 */
export const herd: EnvironmentDefinition<HerdParameters> = defineEnvironment<HerdParameters>({
  id: ID,
  version: 1,
  summary: 'Set how well each agent is informed while agents copy each other; scored by discounted return',
  source: 'Steering the herd, arXiv 2504.02648, section 2',
  parameters: {
    planner: choice({
      description: 'altruistic: agents should be right; biased: they should choose G',
      options: ['altruistic', 'biased'],
      default: 'altruistic',
    }),
    precision: number({
      description: 'p, the precision of signals that costs nothing',
      default: 0.6,
      minimum: 0.5,
      maximum: 1,
    }),
    cost: choice({
      description: 'Cost of another precision q: k |q - p| or k (q - p)^2',
      options: ['linear', 'quadratic'],
      default: 'linear',
    }),
    slope: number({ description: 'k', unit: 'reward', default: 0.5, minimum: 0, maximum: 1e6 }),
    loss: number({
      description: 'C, what a wrong action costs',
      unit: 'reward',
      default: 1,
      minimum: 0,
      maximum: 1e6,
    }),
    discount: number({
      description: 'Discount of rewards from step to step',
      default: 0.9,
      minimum: 0,
      maximum: 0.9999,
    }),
    belief: number({
      description: 'b_0, the probability with which the state is G',
      default: 0.5,
      minimum: 0,
      maximum: 1,
    }),
    horizon: integer({
      description: 'Agents in an episode',
      unit: 'steps',
      default: 200,
      minimum: 1,
      maximum: 2_147_483_647,
    }),
  },
  settings: herdSettings,
  describe: describeHerd,
  make(parameters, batch) {
    const spec = describeHerd(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => {
      const rules = new HerdRules(parameters, buffers)
      return { rules, faces: { expert: expertFace(ID, spec, (name) => rules.expert(name)) } }
    })
  },
})

function describeHerd({ slope, loss, cost, precision, horizon }: HerdParameters): EnvironmentSpec {
  const farthest = Math.max(precision - 0.5, 1 - precision)
  const dearest = slope * (cost === 'linear' ? farthest : farthest * farthest)
  return {
    agents: 1,
    observation: {
      shape: [2],
      low: 0,
      high: 1,
      layout: layout(
        { name: 'belief', shape: [1], axis: 'flat', kind: 'real', unit: 'P(state is G), 0 to 1' },
        { name: 'elapsed', shape: [1], axis: 'flat', kind: 'real', unit: 'share of the horizon, 0 to 1' },
      ),
    },
    action: box([1], 0.5, 1, 'clip', ['precision']),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'truncated',
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [-(dearest + loss) * (1 + 1e-6), 0],
    metrics: METRICS,
    score: 'discounted_return',
    faces: ['snapshot', 'instance', 'expert'],
    experts: HERD_EXPERTS,
    engine: 'own',
  }
}

const METRICS: EnvironmentSpec['metrics'] = [
  {
    name: 'discounted_return',
    unit: 'reward',
    direction: 'maximise',
    description: 'Sum of the rewards, each discounted by its step',
  },
  {
    name: 'agent_loss',
    unit: 'reward',
    direction: 'minimise',
    description:
      'Discounted sum of what the agents are expected to lose by wrong actions, whatever the planner wants',
  },
  {
    name: 'right_actions',
    unit: 'share',
    direction: 'maximise',
    description: 'Share of the agents whose action is the state',
  },
]

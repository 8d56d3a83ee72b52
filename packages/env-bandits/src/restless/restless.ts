/**
 * `bandits/restless`: arms that are Markov chains, which move whether they are pulled or not.
 *
 * Symbols: N arms of n states; B budget; P_a and R_a transitions and rewards under intervention a (0 passive, 1 active).
 */
import {
  type Buffers,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  ParameterError,
  choice,
  combinatorial,
  createEnvironment,
  defineEnvironment,
  expertFace,
  integer,
  integers,
  layout,
  number,
  numbers,
  product,
} from '@gauntlet/core'
import { ArmsMemory } from '../arms-kernel.ts'
import { type ArmChains, readChains } from './arm-chains.ts'
import { type BudgetRule, BudgetSet, budgetFace } from './budget-set.ts'
import { restlessExpertSpecs, restlessExpert } from './restless-experts.ts'
import { RestlessRules } from './restless-rules.ts'
import { restlessSettings } from './restless-settings.ts'

export interface RestlessParameters {
  readonly states: number
  readonly transitions: readonly number[]
  readonly rewards: readonly number[]
  readonly starts: readonly number[]
  readonly budget: number
  readonly budgetRule: BudgetRule
  readonly discount: number
  readonly horizon: number
  readonly score: 'reward' | 'discounted_reward'
}

const ID = 'bandits/restless'

/**
 * N arms, of which at most (or exactly) B are active in each step: arm i in state s under intervention a pays R_a(s) and
 * goes to state t with chance P_a(s, t). All of it is known, and all states are seen: the difficulty is the budget.
 *
 * One uniform number is drawn for every arm in every step whatever is active, so that policies meet the same noise.
 * Source: Whittle 1988, Restless bandits: activity allocation in a changing world, Journal of Applied Probability 25A.
 */
export const restless: EnvironmentDefinition<RestlessParameters> = defineEnvironment<RestlessParameters>({
  id: ID,
  version: 1,
  summary: 'Arms that are Markov chains and move whether they are pulled or not; B of N may be active',
  source: 'Whittle 1988, Restless bandits: activity allocation in a changing world, section 2',
  parameters: {
    states: integer({
      description: 'States of every arm, n',
      unit: 'states',
      default: 2,
      minimum: 1,
      maximum: 1000,
    }),
    transitions: numbers({
      description:
        'P [arms, 2, n, n]: for every arm, the matrix under passivity and that under activity, row by row',
      default: [0.9, 0.1, 0.4, 0.6, 0.5, 0.5, 0.1, 0.9, 0.8, 0.2, 0.3, 0.7, 0.2, 0.8, 0.05, 0.95],
      minimumLength: 2,
    }),
    rewards: numbers({
      description:
        'R [arms, 2, n]: for every arm, the rewards of its states under passivity and under activity',
      default: [0, 1, 0, 1, 0, 1, 0, 1],
      unit: 'reward',
      minimumLength: 2,
    }),
    starts: integers({
      description: 'The state in which each arm begins; none, and every episode draws each uniformly',
      default: [],
      minimum: 0,
    }),
    budget: integer({
      description: 'Arms that are active in a step, B',
      unit: 'arms',
      default: 1,
      minimum: 0,
    }),
    budgetRule: choice({
      description: 'Whether the budget must be used up',
      options: ['at-most', 'exactly'],
      default: 'exactly',
    }),
    discount: number({
      description: 'Discount of the indices, and of the score where that is discounted',
      default: 0.9,
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
      default: 'discounted_reward',
    }),
  },
  settings: restlessSettings,
  describe: (parameters) => describeRestless(parameters, problemOf(parameters)),
  make(parameters, batch) {
    const problem = problemOf(parameters)
    const spec = describeRestless(parameters, problem)
    const memory = new ArmsMemory(RestlessRules.size(problem, batch))
    const observations = memory.float32(batch * product(spec.observation.shape))
    const build = (buffers: Buffers) => {
      const rules = new RestlessRules(problem, buffers, memory)
      return {
        rules,
        faces: {
          feasible: budgetFace(ID, problem.set),
          armModel: {
            ...problem.chains,
            interventions: 2,
            discount: parameters.discount,
            armStates: (out: Int32Array) => out.set(rules.states),
          },
          expert: expertFace(ID, spec, (name) => restlessExpert(name, problem, rules)),
        },
      }
    }
    return createEnvironment(ID, spec, batch, build, { observations })
  },
})

/** Parameters that have been read and found to go together. */
export interface RestlessProblem extends RestlessParameters {
  readonly chains: ArmChains
  readonly set: BudgetSet
}

/** Errors: ParameterError naming the field, and arm, intervention and state where one of them is at fault. */
export function problemOf(parameters: RestlessParameters): RestlessProblem {
  const chains = readChains(ID, parameters)
  const { arms, states } = chains
  const { budget, budgetRule, starts } = parameters
  if (budget > arms) {
    throw new ParameterError(`${ID}.budget`, budget, `at most the number of arms, ${arms}`)
  }
  if (starts.length !== 0 && starts.length !== arms) {
    throw new ParameterError(`${ID}.starts`, starts, `none, or one state for each of ${arms} arms`)
  }
  const stray = starts.findIndex((s) => s >= states)
  if (stray >= 0) {
    throw new ParameterError(
      `${ID}.starts[${stray}]`,
      starts[stray],
      `a state of arm ${stray}, 0 to ${states - 1}`,
    )
  }
  return { ...parameters, chains, set: new BudgetSet(arms, budget, budgetRule) }
}

function describeRestless(parameters: RestlessParameters, problem: RestlessProblem): EnvironmentSpec {
  const { chains, set } = problem
  const { arms, states } = chains
  return {
    agents: 1,
    observation: {
      shape: [arms * states + 1],
      low: 0,
      high: 1,
      layout: layout(
        { name: 'states', shape: [arms, states], axis: 'token', kind: 'real', unit: 'one-hot for each arm' },
        { name: 'elapsed', shape: [1], axis: 'flat', kind: 'real', unit: 'share of the horizon, 0 to 1' },
      ),
    },
    action: combinatorial(arms, set.family),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: parameters.horizon,
    horizonEnd: 'terminated',
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: rewardRange(chains),
    metrics: [
      {
        name: 'reward',
        unit: 'reward',
        direction: 'maximise',
        description: 'Sum of the rewards of all arms',
      },
      {
        name: 'discounted_reward',
        unit: 'reward',
        direction: 'maximise',
        description: 'Sum over the steps t of discount^t x reward',
      },
      {
        name: 'active_share',
        unit: 'share',
        direction: 'neither',
        description: 'Share of the arms that were active, over all steps',
      },
    ],
    score: parameters.score,
    faces: ['snapshot', 'instance', 'expert', 'feasible', 'armModel'],
    experts: restlessExpertSpecs(problem),
    engine: 'own',
  }
}

/** Sums over the arms of their least and greatest rewards. */
function rewardRange({ arms, states, rewards }: ArmChains): [number, number] {
  let low = 0
  let high = 0
  for (let i = 0; i < arms; i++) {
    let least = Infinity
    let most = -Infinity
    for (let k = 2 * i * states; k < 2 * (i + 1) * states; k++) {
      least = Math.min(least, rewards[k])
      most = Math.max(most, rewards[k])
    }
    low += least
    high += most
  }
  return [low, high]
}

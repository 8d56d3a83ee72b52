/**
 * `bandits/recovering`: arms that pay less right after they were pulled, and recover while they are left alone.
 *
 * Symbols: N arms; K pulls at most per step; R_i(d) what arm i pays d steps after its last pull; T horizon.
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
  integers,
  layout,
  number,
  numbers,
} from '@gauntlet/core'
import { BudgetSet, budgetFace } from '../restless/budget-set.ts'
import { recoveringExpert, recoveringExpertSpecs } from './recovering-experts.ts'
import { RecoveringRules } from './recovering-rules.ts'
import { recoveringSettings } from './recovering-settings.ts'
import { type RecoveryCurves, readCurves } from './recovery-curves.ts'
import { upperBound } from './upper-bound.ts'

export interface RecoveringParameters {
  readonly curves: readonly number[]
  readonly lengths: readonly number[]
  readonly budget: number
  readonly noise: 'none' | 'bernoulli' | 'normal'
  readonly deviation: number
  readonly horizon: number
}

const ID = 'bandits/recovering'

/**
 * N arms, of which at most K are pulled in each step: arm i, last pulled d steps ago, pays R_i(d) and begins to recover anew.
 * R_i never falls with d, and an arm that was never pulled has recovered.
 *
 * The curves are hidden, and a world is one run of one learner (protocol `online`); experts know them. Regret is what the
 * upper bound promises in T steps, less the sum of R_i(d). One number is drawn for every arm in every step whatever is
 * pulled, so that policies meet the same noise.
 * Source: Simchi-Levi, Zheng and Zhu 2021, Dynamic planning and learning under recovering rewards, arXiv 2106.14813.
 */
export const recovering: EnvironmentDefinition<RecoveringParameters> =
  defineEnvironment<RecoveringParameters>({
    id: ID,
    version: 1,
    summary: 'Arms that pay less right after they were pulled, and recover while they are left alone',
    source: 'Simchi-Levi, Zheng and Zhu 2021, arXiv 2106.14813, section 2',
    parameters: {
      curves: numbers({
        description: 'R: what each arm pays 1, 2, … steps after its last pull, arm after arm; then it stays',
        default: [0.2, 0.4, 0.6, 0.8, 1, 0.3, 0.6, 0.9, 0.9, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
        unit: 'reward',
        minimum: 0,
        minimumLength: 1,
      }),
      lengths: integers({
        description: 'How many numbers of `curves` belong to each arm',
        default: [5, 4, 6],
        unit: 'steps',
        minimum: 1,
        minimumLength: 1,
      }),
      budget: integer({ description: 'Pulls in a step at most, K', unit: 'arms', default: 1, minimum: 1 }),
      noise: choice({
        description: 'What a pull pays: R itself, 1 with chance R and else 0, or R and normal noise',
        options: ['none', 'bernoulli', 'normal'],
        default: 'none',
      }),
      deviation: number({
        description: 'Standard deviation of normal noise',
        unit: 'reward',
        default: 0.1,
        minimum: 0,
      }),
      horizon: integer({
        description: 'Steps of an episode',
        unit: 'steps',
        default: 1000,
        minimum: 1,
        maximum: 2_147_483_647,
      }),
    },
    settings: recoveringSettings,
    describe: (parameters) => describeRecovering(problemOfCurves(parameters)),
    make(parameters, batch) {
      const problem = problemOfCurves(parameters)
      const spec = describeRecovering(problem)
      return createEnvironment(ID, spec, batch, (buffers) => {
        const rules = new RecoveringRules(problem, buffers)
        return {
          rules,
          faces: {
            feasible: budgetFace(ID, problem.set),
            expert: expertFace(ID, spec, (name) => recoveringExpert(name, problem, rules)),
          },
        }
      })
    },
  })

/** Parameters that have been read and found to go together. */
export interface RecoveringProblem extends Omit<RecoveringParameters, 'curves'> {
  readonly curves: RecoveryCurves
  readonly set: BudgetSet
  /** Reward per step that no policy exceeds in the long run. */
  readonly bound: number
  /** The longest curve. */
  readonly longest: number
}

/** Errors: ParameterError naming the field, and arm and idle time where a curve is at fault. */
export function problemOfCurves(parameters: RecoveringParameters): RecoveringProblem {
  const { budget, noise } = parameters
  const curves = readCurves(ID, parameters)
  if (budget > curves.length) {
    throw new ParameterError(`${ID}.budget`, budget, `at most the number of arms, ${curves.length}`)
  }
  const above = parameters.curves.findIndex((value) => value > 1)
  if (noise === 'bernoulli' && above >= 0) {
    throw new ParameterError(
      `${ID}.curves[${above}]`,
      parameters.curves[above],
      'a chance, at most 1, as noise is bernoulli',
    )
  }
  return {
    ...parameters,
    curves,
    set: new BudgetSet(curves.length, budget, 'at-most'),
    bound: upperBound(curves, budget).bound,
    longest: Math.max(...parameters.lengths),
  }
}

function describeRecovering(problem: RecoveringProblem): EnvironmentSpec {
  const { curves, set, noise, horizon, budget } = problem
  const arms = curves.length
  const most = noise === 'bernoulli' ? 1 : Math.max(...curves.map((curve) => curve[curve.length - 1]))
  const bounded = noise !== 'normal'
  return {
    agents: 1,
    observation: {
      shape: [3 * arms + 1],
      low: bounded ? 0 : -Infinity,
      high: bounded ? Math.max(1, most) : Infinity,
      layout: layout(
        {
          name: 'arms',
          shape: [arms, 3],
          axis: 'token',
          kind: 'real',
          unit: 'of each arm: idle time / longest curve, up to 1; 1 where it was pulled last; what it paid then',
        },
        { name: 'elapsed', shape: [1], axis: 'flat', kind: 'real', unit: 'share of the horizon, 0 to 1' },
      ),
    },
    action: combinatorial(arms, set.family),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'online',
    carriesOver: true,
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: bounded ? [0, budget * most] : [-Infinity, Infinity],
    metrics: [
      {
        name: 'regret',
        unit: 'reward',
        direction: 'minimise',
        description: 'T x upper bound of the reward per step, less the sum of R_i(d) over the pulls',
      },
      {
        name: 'mean_reward',
        unit: 'reward/step',
        direction: 'maximise',
        description: 'Sum of R_i(d) over the pulls / T',
      },
      {
        name: 'pulls',
        unit: 'arms/step',
        direction: 'neither',
        description: 'Pulls per step',
      },
    ],
    score: 'regret',
    faces: ['snapshot', 'instance', 'expert', 'feasible'],
    experts: recoveringExpertSpecs(problem),
    engine: 'own',
  }
}

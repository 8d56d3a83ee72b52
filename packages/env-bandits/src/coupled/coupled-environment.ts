/** What the four environments of coupled restless bandits share: `CoupledParameters`, `coupledSchema`, `coupledSpec`, `makeCoupled`. */
import {
  type Build,
  type ArmModelFace,
  type EnvironmentSpec,
  type Graph,
  type Schema,
  Seed,
  type Stream,
  combinatorial,
  createEnvironment,
  integer,
  layout,
  number,
} from '@gauntlet/core'
import { type ChainArms, STATES, above, below } from './chain-arms.ts'
import { coupledExpert, coupledExperts } from './coupled-experts.ts'
import { type Response, nextReward } from './coupled-problem.ts'
import { CoupledRules } from './coupled-rules.ts'
import type { Family } from './family.ts'
import { FeasibleSets } from './feasible-sets.ts'

export interface CoupledParameters {
  readonly arms: number
  readonly budget: number
  readonly horizon: number
  readonly startProbability: number
  readonly problemSeed: number
  readonly searchNodes: number
}

/** A drawn problem, before anything is tabulated. */
export interface CoupledDraft {
  readonly arms: ChainArms
  readonly family: Family
  readonly response: Response
  readonly graph?: Graph
}

/** Of the reference's learner. */
const DISCOUNT = 0.99

/** The fields that all four have; `budget` says what it counts. */
export function coupledSchema(budget: string, most: number): Schema<CoupledParameters> {
  return {
    arms: integer({ description: 'Arms', unit: 'arms', default: 20, minimum: 2, maximum: 100 }),
    budget: integer({ description: budget, default: 5, minimum: 1, maximum: most }),
    horizon: integer({
      description: 'Steps of an episode',
      unit: 'steps',
      default: 20,
      minimum: 1,
      maximum: 1_000_000,
    }),
    startProbability: number({
      description: 'Probability with which an arm starts in state 1 rather than 0',
      default: 0.5,
      minimum: 0,
      maximum: 1,
    }),
    problemSeed: integer({
      description: 'Which problem is drawn: arms and constraints, the same in all episodes',
      default: 0,
      minimum: 0,
      maximum: 2_147_483_647,
    }),
    searchNodes: integer({
      description:
        'Nodes after which the search for a network’s maximum stops, where subsets are too many for a table',
      unit: 'nodes',
      default: 1000,
      minimum: 0,
      maximum: 1_000_000_000,
    }),
  }
}

/** A stream for each part of the problem that `problemSeed` draws. */
export function problemStream({ problemSeed }: CoupledParameters, part: string): Stream {
  return Seed.from(problemSeed).fold('problem').fold(part).stream()
}

/** Whether choosing nothing is feasible. */
function mayRest({ family }: CoupledDraft): boolean {
  return family.contains(new Uint8Array(family.elements), 0)
}

export function coupledSpec(draft: CoupledDraft, { horizon }: CoupledParameters): EnvironmentSpec {
  const { arms, family, graph } = draft
  const pulls = graph === undefined || graph.actions!.length === arms.arms
  const least = rewardOf(arms, Math.min)
  const most = rewardOf(arms, Math.max)
  return {
    agents: 1,
    observation: {
      shape: [arms.arms * STATES + 1],
      low: 0,
      high: 1,
      layout: layout(
        {
          name: 'arm states',
          shape: [arms.arms, STATES],
          axis: graph === undefined ? 'token' : 'node',
          kind: 'real',
          unit: 'one-hot',
          ...(!pulls && { elements: Array.from({ length: arms.arms }, (_, j) => family.elements + j) }),
        },
        { name: 'elapsed', shape: [1], axis: 'flat', kind: 'real', unit: 'share of the horizon, 0 to 1' },
      ),
    },
    action: combinatorial(family.elements, family.words),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    horizonEnd: 'terminated',
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [least, most],
    metrics: [
      {
        name: 'expected_reward',
        unit: 'reward per step',
        direction: 'maximise',
        description: 'Mean over the steps of the reward expected when the subset was chosen',
      },
      {
        name: 'reward',
        unit: 'reward per step',
        direction: 'maximise',
        description: 'Mean over the steps of the reward paid',
      },
    ],
    score: 'expected_reward',
    faces: ['snapshot', 'instance', 'expert', 'feasible', ...(pulls ? (['armModel'] as const) : [])],
    experts: coupledExperts(mayRest(draft)),
    engine: 'own',
    ...(graph !== undefined && { graph }),
  }
}

/** Sum over the arms of what their least or most paying state pays, as float32 rewards are. */
function rewardOf({ arms, rewards }: ChainArms, of: (...values: number[]) => number): number {
  let sum = 0
  for (let j = 0; j < arms; j++) sum += of(...rewards.subarray(j * STATES, (j + 1) * STATES))
  return Math.fround(sum)
}

export async function makeCoupled(
  id: string,
  draft: CoupledDraft,
  parameters: CoupledParameters,
): Promise<Build> {
  const { arms, family, response } = draft
  const sets = await FeasibleSets.make(id, family, parameters.searchNodes)
  const spec = coupledSpec(draft, parameters)
  const rests = mayRest(draft)
  return (batch) =>
    createEnvironment(id, spec, batch, (buffers) => {
      const rules = new CoupledRules(id, { arms, response, sets }, parameters, buffers)
      return {
        rules,
        faces: {
          feasible: sets,
          expert: { policy: (name) => coupledExpert(id, name, rests, rules) },
          ...(spec.faces.includes('armModel') && { armModel: armModel(arms, rules) }),
        },
      }
    })
}

/** The arms as chains; interventions 0 and 1 are to rest and to pull, rewards those expected of the next state. */
function armModel(chains: ChainArms, rules: CoupledRules): ArmModelFace {
  const { arms, idle, pulled } = chains
  const transitions = new Float64Array(arms * 2 * STATES * STATES)
  const rewards = new Float64Array(arms * 2 * STATES)
  for (let j = 0; j < arms; j++) {
    for (const [action, up] of [idle[j], pulled[j]].entries()) {
      for (let state = 0; state < STATES; state++) {
        const row = (2 * j + action) * STATES + state
        transitions[row * STATES + above(state)] += up
        transitions[row * STATES + below(state)] += 1 - up
        rewards[row] = nextReward(chains, j, state, up)
      }
    }
  }
  return {
    arms,
    states: STATES,
    interventions: 2,
    transitions,
    rewards,
    discount: DISCOUNT,
    armStates: (out) => out.set(rules.states),
  }
}

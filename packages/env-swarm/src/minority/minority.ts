/**
 * `swarm/minority`: some agents of a swarm are to destroy the order that the others keep.
 *
 * Symbols: phi headings; u actions; r radius; N the number of agents; k victims that an attacker sees.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type MetricSpec,
  ParameterError,
  box,
  choice,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  integer,
  layout,
} from '@gauntlet/core'
import { type TurnerParameters, checkTurners, turnerFields } from '../control/turning-parameters.ts'
import { AttackView } from './attack-view.ts'
import { minorityExpert, minorityExperts } from './minority-experts.ts'
import { MinorityRules } from './minority-rules.ts'
import { minoritySettings } from './minority-settings.ts'

export interface MinorityParameters extends TurnerParameters {
  readonly agents: number
  readonly minority: number
  readonly majority: 'policy' | 'align'
  readonly victims: number
}

const ID = 'swarm/minority'
const PI = 3.141592653589793
const DIAGONAL = 1.4142135623730951

/**
 * Agents move, turn, see and are disturbed as in `swarm/vicsek`; the last ones are the attacker's. The attacker is paid
 * c_a mean angle(phi_i, phi_j) - c_u mean |u|, the majority -c_a mean angle(phi_i, phi_j) - c_u mean |u|, the first mean
 * over all pairs of the majority, the second over a side's own agents. With `majority` 'align' the majority plays the expert
 * `align` of `swarm/vicsek`, in the stead of a team that was trained and is now frozen, and the policy plays the attacker
 * alone; with 'policy' it plays both, on two sides. As either side pays for its own turns, rewards do not sum to 0.
 *
 * Source: Li et al. 2023, Attacking cooperative multi-agent reinforcement learning by adversarial minority influence,
 * section 3, for the threat; the world is that of `swarm/vicsek`.
 */
export const minority: EnvironmentDefinition<MinorityParameters> = defineEnvironment<MinorityParameters>({
  id: ID,
  version: 1,
  summary: 'A minority of a swarm is to destroy the order that the majority keeps',
  source:
    'Li et al. 2023, Attacking cooperative multi-agent reinforcement learning by adversarial minority influence, arXiv 2302.03322, section 3, in the world of swarm/vicsek',
  parameters: {
    agents: integer({ description: 'N, agents of both sides', default: 50, minimum: 2, maximum: 1_000_000 }),
    minority: integer({ description: 'Agents of the attacker', default: 5, minimum: 1, maximum: 1_000_000 }),
    majority: choice({
      description: 'Who plays the majority: the policy, or the script that aligns',
      options: ['policy', 'align'],
      default: 'align',
    }),
    victims: integer({
      description: 'k, how many of the nearest agents of the majority an attacker sees one by one',
      default: 5,
      minimum: 1,
      maximum: 1000,
    }),
    ...turnerFields(0.1),
  },
  settings: minoritySettings,
  describe,
  make(parameters, batch) {
    const spec = describe(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => {
      const rules = new MinorityRules(ID, parameters, buffers)
      return {
        rules,
        faces: {
          expert: expertFace(ID, spec, (name) => minorityExpert(name, parameters)),
          meanField: rules.meanField,
        },
      }
    })
  },
})

function check({ agents, minority: attackers, victims }: MinorityParameters): void {
  if (attackers >= agents)
    throw new ParameterError(`${ID}.minority`, attackers, `fewer than all agents, ${agents}`)
  if (victims > agents - attackers)
    throw new ParameterError(`${ID}.victims`, victims, `at most the majority, ${agents - attackers}`)
}

function describe(parameters: MinorityParameters): EnvironmentSpec {
  check(parameters)
  checkTurners(ID, parameters)
  const { agents, minority: attackers, victims, space, horizon, angleCost, controlCost } = parameters
  const game = parameters.majority === 'policy'
  const far = space === 'plane' ? Infinity : DIAGONAL
  const most = angleCost * PI
  return {
    agents: game ? agents : attackers,
    observation: {
      shape: [3 + AttackView.width(parameters)],
      low: -far,
      high: far,
      layout: layout(
        {
          name: 'neighbours',
          shape: [2],
          axis: 'flat',
          kind: 'real',
          unit: 'sum of sin(phi_j - phi) and of cos(phi_j - phi) over neighbours and the agent, divided; -1 to 1',
        },
        { name: 'attacker', shape: [1], axis: 'flat', kind: 'real', unit: '1 where the agent is one' },
        {
          name: 'sides',
          shape: [2, 3],
          axis: 'token',
          kind: 'real',
          unit: 'of the majority, then of the minority: the same sums over neighbours of that side, -1 to 1; their number / N',
        },
        {
          name: 'victims',
          shape: [victims, 5],
          axis: 'token',
          kind: 'real',
          unit: 'of the nearest of the majority: how far ahead and to the left, / side; sine and cosine of its heading, seen from one’s own; u of its last turn',
        },
      ),
    },
    state: {
      shape: [agents, 6],
      low: space === 'plane' ? -Infinity : -1,
      high: space === 'plane' ? Infinity : 1,
      layout: layout({
        name: 'population',
        shape: [agents, 6],
        axis: 'token',
        kind: 'real',
        unit: 'of each agent: x and y / side; cosine and sine of its heading; u of its last turn; 1 where it is the attacker’s',
      }),
    },
    action: parameters.actions === 'box' ? box([1], -1, 1, 'clip') : discrete(3),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: game ? 2 : 1,
    ...(game && { sideOf: Array.from({ length: agents }, (_, a) => (a < agents - attackers ? 0 : 1)) }),
    rewardStructure: game ? 'individual' : 'common',
    rewardRange: [-(game ? most : 0) - controlCost, most],
    metrics: game ? METRICS.map(seenFromMajority) : METRICS,
    score: game ? 'majority_return' : 'attack_return',
    faces: ['snapshot', 'instance', 'expert', 'meanField'],
    experts: minorityExperts,
    engine: 'own',
  }
}

const METRICS: readonly MetricSpec[] = [
  {
    name: 'attack_return',
    unit: 'reward',
    direction: 'maximise',
    description: 'Sum of an episode’s rewards of the attacker',
  },
  {
    name: 'majority_return',
    unit: 'reward',
    direction: 'minimise',
    description: 'Sum of an episode’s rewards of the majority',
  },
  {
    name: 'polar_order',
    unit: '1',
    direction: 'minimise',
    description: 'Length of the majority’s mean direction where the episode ends, 0 to 1',
  },
  {
    name: 'mean_polar_order',
    unit: '1',
    direction: 'minimise',
    description: 'The same after each step, mean over the episode, 0 to 1',
  },
  {
    name: 'angle',
    unit: 'rad',
    direction: 'maximise',
    description: 'Mean angle of all pairs of the majority where the episode ends, 0 to pi',
  },
]

/** What is good for the attacker is bad for the majority. */
const seenFromMajority = (metric: MetricSpec): MetricSpec => ({
  ...metric,
  direction: metric.direction === 'maximise' ? 'minimise' : 'maximise',
})

/**
 * `swarm/navigation`: discs in a box that are to go to their goals without touching each other.
 *
 * Symbols: p_i position of disc i, u_i its velocity, R its radius; zeta and eta the barrier's parameters; T the time step.
 */
import {
  type EnvironmentDefinition,
  GauntletError,
  type Policy,
  boolean,
  choice,
  createEnvironment,
  defineEnvironment,
  integer,
  number,
  numbers,
} from '@gauntlet/core'
import { barrierShield } from './barrier-shield.ts'
import { BEST_BARRIER, navigationExpert, navigationExperts } from './navigation-experts.ts'
import { populationFace } from './navigation-population.ts'
import { NavigationRules } from './navigation-rules.ts'
import { navigationSettings } from './navigation-settings.ts'
import { ETAS, ZETAS, describeNavigation } from './navigation-spec.ts'
import { NAVIGATION_ID, type NavigationParameters, problemOf } from './problem.ts'

/**
 * N discs, each of which goes p' = p + T u, |u| <= speed, from its start to its goal, past each other, past obstacles and within
 * the box. A policy either wishes for velocities, which a control-barrier filter makes safe, or gives every disc the zeta and
 * eta of its barrier while a controller goes to the goal.
 *
 * Source: Gao, Yang and Prorok 2023, Online control barrier functions for decentralized multi-agent navigation, arXiv
 * 2303.04313; Wang, Ames and Egerstedt 2017, Safety barrier certificates for collisions-free multirobot systems. Differs: velocities are
 * followed at once, and the barrier holds between samples too (`SafetyFilter`).
 */
export const navigation: EnvironmentDefinition<NavigationParameters> =
  defineEnvironment<NavigationParameters>({
    id: NAVIGATION_ID,
    version: 2,
    summary: 'Discs that go to their goals past each other, behind a control-barrier filter',
    source: 'Gao, Yang and Prorok 2023, arXiv 2303.04313; Wang, Ames and Egerstedt 2017',
    parameters: {
      scene: choice({
        description:
          'Starts and goals: anywhere; swapped across a circle; crossing from left to right and from bottom to top; sides exchanged',
        options: ['random', 'swap', 'crossing', 'exchange'],
        default: 'random',
      }),
      agents: integer({ description: 'Agents, N', unit: 'agents', default: 8, minimum: 1, maximum: 256 }),
      side: number({ description: 'Side of the box', unit: 'm', default: 4, minimum: 0.01, maximum: 10_000 }),
      radius: number({
        description: 'Radius of an agent, R',
        unit: 'm',
        default: 0.15,
        minimum: 0.001,
        maximum: 1000,
      }),
      speed: number({
        description: 'Greatest speed',
        unit: 'm/s',
        default: 1,
        minimum: 0.001,
        maximum: 1000,
      }),
      timeStep: number({ description: 'T', unit: 's', default: 0.1, minimum: 0.001, maximum: 10 }),
      goalTolerance: number({
        description: 'How near to its goal an agent is at it',
        unit: 'm',
        default: 0.1,
        minimum: 0.001,
        maximum: 1000,
      }),
      sight: number({
        description: 'How far an agent sees others’ centres and obstacles’ edges; at least 2 R + 2 speed T',
        unit: 'm',
        default: 1.5,
        minimum: 0,
        maximum: 100_000,
      }),
      neighbours: integer({
        description:
          'How many others, and obstacles, an agent observes at most; the filter takes all in sight',
        unit: 'agents',
        default: 4,
        minimum: 0,
        maximum: 255,
      }),
      obstacles: numbers({
        description: 'Discs that stand still: x, y and radius of each, one after the other',
        unit: 'm',
        default: [],
        minimum: -100_000,
        maximum: 100_000,
        maximumLength: 768,
      }),
      horizon: integer({
        description: 'Steps after which an episode is cut off',
        unit: 'steps',
        default: 200,
        minimum: 1,
        maximum: 2_147_483_647,
      }),
      control: choice({
        description: 'What a policy gives: a velocity, or zeta and eta of the barrier',
        options: ['velocity', 'barrier'],
        default: 'velocity',
      }),
      filter: boolean({
        description: 'Whether velocities are made safe; where the policy gives the barrier, they always are',
        default: true,
      }),
      zeta: number({
        description: 'Of the filter, where the policy gives velocities',
        unit: 'm^(2 - 2 eta)/s',
        default: BEST_BARRIER.zeta,
        minimum: ZETAS[0],
        maximum: ZETAS[1],
      }),
      eta: number({
        description: 'Of the filter, where the policy gives velocities',
        default: BEST_BARRIER.eta,
        minimum: ETAS[0],
        maximum: ETAS[1],
      }),
      condition: choice({
        description: 'The barrier’s: safe between samples, or the textbook’s for continuous time',
        options: ['sampled', 'continuous'],
        default: 'sampled',
      }),
      reward: choice({
        description: 'Whether every agent is paid its own reward or all the mean',
        options: ['individual', 'common'],
        default: 'individual',
      }),
      collisionPenalty: number({
        description: 'What each step of overlap, or into a wall, costs an agent',
        unit: 'reward',
        default: 1,
        minimum: 0,
        maximum: 1_000_000,
      }),
      infeasiblePenalty: number({
        description: 'What each step without a safe velocity costs an agent',
        unit: 'reward',
        default: 0.1,
        minimum: 0,
        maximum: 1_000_000,
      }),
    },
    settings: navigationSettings,
    describe: (parameters) => describeNavigation(problemOf(parameters)),
    make(parameters, batch) {
      const problem = problemOf(parameters)
      const spec = describeNavigation(problem)
      return createEnvironment(NAVIGATION_ID, spec, batch, (buffers) => {
        const rules = new NavigationRules(problem, buffers)
        const { positions } = rules.motion
        const shield = {
          wrap: (policy: Policy) => barrierShield(problem, positions, policy, problem.zeta, problem.eta),
        }
        return {
          rules,
          faces: {
            expert: {
              policy(name) {
                const names = navigationExperts(problem).map((expert) => expert.name)
                if (names.includes(name)) return navigationExpert(name, problem, rules.motion)
                throw new GauntletError(
                  'expert',
                  `${NAVIGATION_ID}: got expert ${name}, expected one of ${names.join(', ')}`,
                )
              },
            },
            meanField: populationFace(problem, positions),
            ...(problem.control === 'velocity' && { shield }),
          },
        }
      })
    },
  })

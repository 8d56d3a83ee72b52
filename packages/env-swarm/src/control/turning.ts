/**
 * `swarm/vicsek` and `swarm/kuramoto`: agents that see how those near them head are to head the same way. `vicsek`, `kuramoto`.
 *
 * Symbols: phi headings; u actions; r radius; N the number of agents and zealots that are there.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  box,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  layout,
  number,
} from '@gauntlet/core'
import { checkPopulation, populationFields } from './population.ts'
import { turningExpert, turningExperts } from './turning-experts.ts'
import { type TurningParameters, checkTurners, turnerFields } from './turning-parameters.ts'
import { TurningRules } from './turning-rules.ts'
import { kuramotoSettings, vicsekSettings } from './turning-settings.ts'

const TURN = 6.283185307179586
const SOURCE =
  'Cui, Hauck, Fabian and Koeppl 2024, Learning decentralized partially observable mean field control for artificial collective behavior, section 4'

/**
 * In a step every agent moves by v in its heading, and then turns: phi' = phi + omega_0 u + sigma N(0, 1), with u in [-1, 1]. It
 * sees the sum of (sin(phi_j - phi), cos(phi_j - phi)) over all j within r, itself among them, divided by N, or by their
 * number. All are paid -c_a mean angle(phi_i, phi_j) - c_u mean |u| by how they headed and what they did, the first mean over all
 * pairs of agents and zealots. Across a twisted seam an agent, and what is seen of it, is mirrored.
 *
 * Zealots turn by `zealotTurn` in every step, without noise. With discrete actions 0, 1 and 2 are the turns -1, 0 and 1.
 * The tasks are the paper's; its constants are not published, and these are our own.
 */
function defineTurning(
  name: 'vicsek' | 'kuramoto',
  speed: number,
  summary: string,
): EnvironmentDefinition<TurningParameters> {
  const id = `swarm/${name}`
  return defineEnvironment<TurningParameters>({
    id,
    version: 2,
    summary,
    source: SOURCE,
    parameters: {
      ...populationFields(50),
      zealotTurn: number({
        description: 'u of every zealot in every step',
        default: 0,
        minimum: -1,
        maximum: 1,
      }),
      ...turnerFields(speed),
    },
    settings: name === 'vicsek' ? vicsekSettings : kuramotoSettings,
    describe: (parameters) => describe(id, parameters),
    make(parameters, batch) {
      const spec = describe(id, parameters)
      return createEnvironment(id, spec, batch, (buffers) => {
        const rules = new TurningRules(id, parameters, buffers)
        return {
          rules,
          faces: {
            expert: expertFace(id, spec, (expert) => turningExpert(expert, parameters)),
            meanField: rules.meanField,
          },
        }
      })
    },
  })
}

export const vicsek: EnvironmentDefinition<TurningParameters> = defineTurning(
  'vicsek',
  0.1,
  'Agents that move, and see how those near them head, are to head the same way',
)

/** Vicsek's task with agents that stay where they are, on a random geometric graph. */
export const kuramoto: EnvironmentDefinition<TurningParameters> = defineTurning(
  'kuramoto',
  0,
  'Oscillators that see the phases of those near them are to come into phase',
)

function describe(id: string, parameters: TurningParameters): EnvironmentSpec {
  checkPopulation(id, parameters)
  checkTurners(id, parameters)
  const { agents, zealots, fewest, horizon, angleCost, controlCost } = parameters
  const population = agents + zealots
  return {
    agents,
    observation: {
      shape: [2],
      low: -1,
      high: 1,
      layout: layout({
        name: 'neighbours',
        shape: [2],
        axis: 'flat',
        kind: 'real',
        unit: 'sum of sin(phi_j - phi) and of cos(phi_j - phi) over neighbours and the agent, divided; -1 to 1',
      }),
    },
    state: {
      shape: [population, 5],
      low: parameters.space === 'plane' ? -Infinity : -1,
      high: parameters.space === 'plane' ? Infinity : 1,
      layout: layout({
        name: 'population',
        shape: [population, 5],
        axis: 'token',
        kind: 'real',
        unit: 'of each agent: x and y / side; cosine and sine of its heading; 1 where it is there',
      }),
    },
    action: parameters.actions === 'box' ? box([1], -1, 1, 'clip') : discrete(3),
    masked: false,
    activity: fewest > 0,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'common',
    rewardRange: [-((angleCost * TURN) / 2 + controlCost), 0],
    metrics: [
      { name: 'return', unit: 'reward', direction: 'maximise', description: 'Sum of an episode’s rewards' },
      {
        name: 'polar_order',
        unit: '1',
        direction: 'maximise',
        description: 'Length of the mean direction where the episode ends, 0 to 1',
      },
      {
        name: 'angle',
        unit: 'rad',
        direction: 'minimise',
        description: 'Mean angle of all pairs where the episode ends, 0 to pi',
      },
    ],
    score: 'return',
    faces: ['snapshot', 'instance', 'expert', 'meanField'],
    experts: turningExperts,
    engine: 'own',
  }
}

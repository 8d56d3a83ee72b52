/**
 * `swarm/vicsek` and `swarm/kuramoto`: agents that see how those near them head are to head the same way. `vicsek`, `kuramoto`.
 *
 * Symbols: phi headings; u actions; r radius; n agents and zealots; N those of them that are there.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  ParameterError,
  box,
  choice,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  integer,
  layout,
  number,
} from '@gauntlet/core'
import { CellGrid } from '../cells/cell-grid.ts'
import { Space, type SpaceKind } from '../space.ts'
import { SwarmMemory } from '../swarm-kernel.ts'
import { Population, type PopulationParameters, checkPopulation, populationFields } from './population.ts'
import { turningExpert, turningExperts } from './turning-experts.ts'
import { TurningRules } from './turning-rules.ts'
import { kuramotoSettings, vicsekSettings } from './turning-settings.ts'

export interface TurningParameters extends PopulationParameters {
  readonly space: SpaceKind
  readonly side: number
  readonly speed: number
  readonly turn: number
  readonly turnNoise: number
  readonly radius: number
  readonly observation: 'sums' | 'means'
  readonly actions: 'box' | 'discrete'
  readonly zealotTurn: number
  readonly angleCost: number
  readonly controlCost: number
  readonly horizon: number
}

const TURN = 2 * Math.PI
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
    version: 1,
    summary,
    source: SOURCE,
    parameters: {
      ...populationFields(50),
      space: choice({
        description: 'The surface on which agents move',
        options: ['plane', 'box', 'torus', 'moebius', 'klein', 'projective'],
        default: 'torus',
      }),
      side: number({
        description: 'Side of the square in which agents begin',
        unit: 'length',
        default: TURN,
        minimum: 1e-6,
      }),
      speed: number({ description: 'v', unit: 'length/step', default: speed, minimum: 0 }),
      turn: number({ description: 'omega_0', unit: 'rad/step', default: 0.2, minimum: 0 }),
      turnNoise: number({ description: 'sigma', unit: 'rad', default: 0.02, minimum: 0 }),
      radius: number({ description: 'r', unit: 'length', default: 1, minimum: 1e-6 }),
      observation: choice({
        description: 'What sums over neighbours are divided by: N, or the number of neighbours',
        options: ['sums', 'means'],
        default: 'sums',
      }),
      actions: choice({
        description: 'Turns: any in [-1, 1], or -1, 0 and 1',
        options: ['box', 'discrete'],
        default: 'box',
      }),
      zealotTurn: number({
        description: 'u of every zealot in every step',
        default: 0,
        minimum: -1,
        maximum: 1,
      }),
      angleCost: number({ description: 'c_a', unit: 'reward/rad', default: 1, minimum: 0 }),
      controlCost: number({ description: 'c_u', unit: 'reward', default: 0.1, minimum: 0 }),
      horizon: integer({ description: 'Steps of an episode', unit: 'steps', default: 100, minimum: 1 }),
    },
    settings: name === 'vicsek' ? vicsekSettings : kuramotoSettings,
    describe: (parameters) => describe(id, parameters),
    make(parameters, batch) {
      const spec = describe(id, parameters)
      const n = parameters.agents + parameters.zealots
      const memory = new SwarmMemory(
        Population.size(batch, parameters) + CellGrid.size(n) + TurningRules.size(batch, n),
      )
      return createEnvironment(id, spec, batch, (buffers) => {
        const rules = new TurningRules(id, parameters, buffers, memory)
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
  const { agents, zealots, fewest, horizon, side, radius, angleCost, controlCost } = parameters
  const space = new Space(parameters.space, side)
  if (space.images.length > 1 && radius > side / 2)
    throw new ParameterError(
      `${id}.radius`,
      radius,
      `at most half of the side, ${side / 2}, on a ${parameters.space}`,
    )
  const n = agents + zealots
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
      shape: [n, 5],
      low: parameters.space === 'plane' ? -Infinity : -1,
      high: parameters.space === 'plane' ? Infinity : 1,
      layout: layout({
        name: 'population',
        shape: [n, 5],
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

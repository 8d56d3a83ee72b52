/**
 * `swarm/aggregation`: agents that see where they are, roughly, are to come together.
 *
 * Symbols: n agents and zealots; x positions; y what an agent sees of its own; u actions; L half of the box’s side.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  box,
  createEnvironment,
  defineEnvironment,
  expertFace,
  integer,
  layout,
  number,
} from '@gauntlet/core'
import { SwarmMemory } from '../swarm-kernel.ts'
import { aggregationExpert, aggregationExperts } from './aggregation-experts.ts'
import { AggregationRules } from './aggregation-rules.ts'
import { aggregationSettings } from './aggregation-settings.ts'
import { Population, type PopulationParameters, checkPopulation, populationFields } from './population.ts'

export interface AggregationParameters extends PopulationParameters {
  readonly box: number
  readonly speed: number
  readonly motionNoise: number
  readonly sightNoise: number
  readonly distanceCost: number
  readonly controlCost: number
  readonly horizon: number
}

const ID = 'swarm/aggregation'

/**
 * Agents in the box [-L, L]² move by v u + sigma_x N(0, 1), with u cut to length 1, and stay in the box; each sees y = x + sigma_y
 * N(0, 1), likewise. All are paid -c_d mean |x_i - x_j|_1 - c_u mean |u|_1 by where they stood and what they did, the first
 * mean over all pairs. Zealots stay where they began.
 *
 * Source: Cui, Hauck, Fabian and Koeppl 2024, Learning decentralized partially observable mean field control for artificial
 * collective behavior, section 4. The constants are our own.
 */
export const aggregation: EnvironmentDefinition<AggregationParameters> =
  defineEnvironment<AggregationParameters>({
    id: ID,
    version: 2,
    summary: 'Agents that see where they are, roughly, are to come together',
    source:
      'Cui, Hauck, Fabian and Koeppl 2024, Learning decentralized partially observable mean field control for artificial collective behavior, section 4',
    parameters: {
      ...populationFields(50),
      box: number({
        description: 'L, half of the box’s side',
        unit: 'length',
        default: 2,
        minimum: 1e-6,
        maximum: 1e6,
      }),
      speed: number({ description: 'v', unit: 'length/step', default: 0.1, minimum: 0, maximum: 1e6 }),
      motionNoise: number({
        description: 'sigma_x',
        unit: 'length',
        default: 0.02,
        minimum: 0,
        maximum: 1e6,
      }),
      sightNoise: number({ description: 'sigma_y', unit: 'length', default: 0.05, minimum: 0, maximum: 1e6 }),
      distanceCost: number({
        description: 'c_d',
        unit: 'reward/length',
        default: 1,
        minimum: 0,
        maximum: 1e6,
      }),
      controlCost: number({ description: 'c_u', unit: 'reward', default: 0.1, minimum: 0, maximum: 1e6 }),
      horizon: integer({ description: 'Steps of an episode', unit: 'steps', default: 100, minimum: 1 }),
    },
    settings: aggregationSettings,
    describe,
    make(parameters, batch) {
      const spec = describe(parameters)
      const memory = new SwarmMemory(Population.size(batch, parameters))
      return createEnvironment(ID, spec, batch, (buffers) => {
        const rules = new AggregationRules(parameters, buffers, memory)
        return {
          rules,
          faces: {
            expert: expertFace(ID, spec, (name) => aggregationExpert(name, parameters)),
            meanField: rules.meanField,
          },
        }
      })
    },
  })

function describe(parameters: AggregationParameters): EnvironmentSpec {
  checkPopulation(ID, parameters)
  const { agents, zealots, fewest, horizon, distanceCost, controlCost } = parameters
  const L = parameters.box
  const n = agents + zealots
  return {
    agents,
    observation: {
      shape: [2],
      low: -L,
      high: L,
      layout: layout({
        name: 'position',
        shape: [2],
        axis: 'flat',
        kind: 'real',
        unit: 'x and y as the agent sees them, -L to L',
      }),
    },
    state: {
      shape: [n, 3],
      low: -L,
      high: Math.max(1, L),
      layout: layout({
        name: 'population',
        shape: [n, 3],
        axis: 'token',
        kind: 'real',
        unit: 'of each agent: x and y; 1 where it is there',
      }),
    },
    action: box([2], -1, 1, 'clip'),
    masked: false,
    activity: fewest > 0,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'common',
    rewardRange: [-(4 * L * distanceCost + 1.4142135623730951 * controlCost), 0],
    metrics: [
      {
        name: 'return',
        unit: 'reward',
        direction: 'maximise',
        description: 'Sum of an episode’s rewards',
      },
      {
        name: 'distance',
        unit: 'length',
        direction: 'minimise',
        description: 'Mean of |x_i - x_j|_1 over all pairs, where the episode ends',
      },
    ],
    score: 'return',
    faces: ['snapshot', 'instance', 'expert', 'meanField'],
    experts: aggregationExperts,
    engine: 'own',
  }
}

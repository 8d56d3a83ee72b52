/** The environment `bandits/interventions`. */
import {
  type EnvironmentDefinition,
  type Graph,
  ParameterError,
  defineEnvironment,
  integer,
} from '@gauntlet/core'
import { drawChainArms } from './chain-arms.ts'
import {
  type CoupledDraft,
  type CoupledParameters,
  coupledSchema,
  coupledSpec,
  makeCoupled,
  problemStream,
} from './coupled-environment.ts'
import { interventionSettings } from './coupled-settings.ts'
import { InterventionSets } from './intervention-sets.ts'
import { LinkResponse, type Links, drawLinks } from './link-response.ts'

export interface InterventionParameters extends CoupledParameters {
  readonly interventions: number
}

const ID = 'bandits/interventions'

/**
 * In every step exactly `budget` of N interventions are chosen. Each acts on three arms, and what an arm is given adds up
 * in a sigmoid: good arms move only where at least two of their interventions are chosen together.
 *
 * Shapes: observations [batch, 4 arms + 1]; actions [batch, N], 1 where an intervention is chosen. In the spec's graph nodes
 * 0 … N - 1 are the interventions, those after them the arms.
 * Source: SEQUOIA (arXiv 2503.01919), multiple interventions; lily-x/combinatorial-rmab at commit 895a382, whose domain
 * cannot run (its piecewise linear sigmoids are missing). Here the sigmoid is exact.
 */
export const interventions: EnvironmentDefinition<InterventionParameters> =
  defineEnvironment<InterventionParameters>({
    id: ID,
    version: 2,
    summary:
      'Restless arms moved by interventions that add up in a sigmoid; so many are chosen in every step',
    source: 'SEQUOIA (arXiv 2503.01919), multiple interventions; lily-x/combinatorial-rmab, commit 895a382',
    parameters: {
      ...coupledSchema('Interventions chosen in a step, as many as are good', 50),
      interventions: integer({
        description: 'Interventions to choose from',
        unit: 'interventions',
        default: 10,
        minimum: 2,
        maximum: 50,
      }),
    },
    settings: interventionSettings,
    describe: (parameters) => coupledSpec(draft(parameters), parameters),
    make: (parameters) => makeCoupled(ID, draft(parameters), parameters),
  })

function draft(parameters: InterventionParameters): CoupledDraft {
  const { budget, interventions: count } = parameters
  if (budget >= count) {
    throw new ParameterError(`${ID}.budget`, budget, `fewer than the ${count} interventions`)
  }
  const arms = drawChainArms(problemStream(parameters, 'arms'), parameters.arms, budget)
  const links = drawLinks(problemStream(parameters, 'links'), ID, parameters.arms, count, budget)
  return {
    arms,
    family: new InterventionSets(count, budget),
    response: new LinkResponse(arms, links, ID),
    graph: graphOf(links, parameters.arms),
  }
}

/** Which intervention acts on which arm. */
function graphOf({ interventions: count, linked }: Links, arms: number): Graph {
  const edges: [number, number][] = []
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < arms; j++) if (linked[j * count + i] === 1) edges.push([i, count + j])
  }
  const actions = Array.from({ length: count }, (_, index) => ({ kind: 'node' as const, index }))
  return { nodes: count + arms, edges, actions }
}

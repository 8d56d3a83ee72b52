/** The environment `bandits/routing`. */
import { type EnvironmentDefinition, ParameterError, choice, defineEnvironment } from '@gauntlet/core'
import { drawChainArms } from './chain-arms.ts'
import {
  type CoupledDraft,
  type CoupledParameters,
  coupledSchema,
  coupledSpec,
  makeCoupled,
  problemStream,
} from './coupled-environment.ts'
import { PullResponse } from './coupled-problem.ts'
import { routingSettings } from './coupled-settings.ts'
import { type Edges, LONGEST_TRIP, RoutingSets } from './routing-sets.ts'
import { randomNetwork } from './random-network.ts'
import { TUBE_NETWORKS } from './tube-networks.ts'

export interface RoutingParameters extends CoupledParameters {
  readonly network: 'tube' | 'random'
}

const ID = 'bandits/routing'

/**
 * Arms are the stations of a network. In every step somebody walks from the source and back over at most 2 B edges, and
 * pulls at most B of the stations on the way.
 *
 * Shapes: observations [batch, 4 arms + 1]; actions [batch, arms], 1 where an arm is pulled; the spec's graph is the network.
 * Source: SEQUOIA (arXiv 2503.01919), path-constrained domain; lily-x/combinatorial-rmab at commit 895a382. Differs: the
 * walk may be shorter than 2 B edges; what the walk does not reach cannot be pulled.
 */
export const routing: EnvironmentDefinition<RoutingParameters> = defineEnvironment<RoutingParameters>({
  id: ID,
  version: 2,
  summary: 'Restless arms on a network, pulled on a round trip of limited length in every step',
  source: 'SEQUOIA (arXiv 2503.01919), path-constrained; lily-x/combinatorial-rmab, commit 895a382',
  parameters: {
    ...coupledSchema(
      'Most arms pulled in a step, half the edges of the longest trip, and good arms',
      LONGEST_TRIP,
    ),
    network: choice({
      description: 'Part of the London Underground (20, 40, 60, 80 or 100 arms), or a random network',
      options: ['tube', 'random'],
      default: 'tube',
    }),
  },
  settings: routingSettings,
  describe: (parameters) => coupledSpec(draft(parameters), parameters),
  make: (parameters) => makeCoupled(ID, draft(parameters), parameters),
})

function draft(parameters: RoutingParameters): CoupledDraft {
  const { arms: nodes, budget } = parameters
  const { edges, source } = networkOf(parameters)
  const arms = drawChainArms(problemStream(parameters, 'arms'), nodes, budget)
  const actions = Array.from({ length: nodes }, (_, index) => ({ kind: 'node' as const, index }))
  return {
    arms,
    family: new RoutingSets(nodes, edges, source, budget, 2 * budget),
    response: new PullResponse(arms),
    graph: { nodes, edges, actions },
  }
}

function networkOf(parameters: RoutingParameters): { readonly edges: Edges; readonly source: number } {
  const { arms, network } = parameters
  if (network === 'random') {
    return { edges: randomNetwork(problemStream(parameters, 'network'), arms), source: 0 }
  }
  const tube = TUBE_NETWORKS.find(({ nodes }) => nodes === arms)
  if (tube !== undefined) return tube
  const sizes = TUBE_NETWORKS.map(({ nodes }) => nodes).join(', ')
  throw new ParameterError(`${ID}.arms`, arms, `one of ${sizes} where network is tube`)
}

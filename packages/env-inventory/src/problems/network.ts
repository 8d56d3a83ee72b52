/** The environment `inventory/network`. */
import { type FileContent, file } from '@gauntlet/core'
import { readNetworkFile } from '../network/network-file.ts'
import type { NetworkDescription } from '../network/network.ts'
import { networkExperts } from '../policies/network-experts.ts'
import {
  type CommonParameters,
  type NetworkEnvironmentDefinition,
  commonSchema,
  defineNetworkEnvironment,
} from './common-parameters.ts'
import { DIAMOND, networkSettings } from './network-settings.ts'
import { tunedBaseStock } from './level-search.ts'

export interface NetworkParameters extends CommonParameters {
  readonly network: FileContent | null
}

/**
 * Any network, from a JSON file (`writeNetworkFile` makes one of a description).
 *
 * Shapes: observations [batch, 1, rows of stock, orders on their way, what is owed], as `spec.observation.layout` says;
 * actions [batch, 1, edges]: what is ordered along each edge, in the file's order.
 */
export const anyNetwork: NetworkEnvironmentDefinition<NetworkParameters> =
  defineNetworkEnvironment<NetworkParameters>({
    id: 'inventory/network',
    version: 1,
    summary: 'Any network of suppliers, warehouses and stores, from a file',
    source: 'the simulator of Alvo et al. 2023, arXiv 2306.11246, section 3, on networks of one’s own',
    parameters: {
      network: file({
        description:
          'The network, in the JSON format of the README; two warehouses and three stores without one',
      }),
      ...commonSchema({ demand: 'normal', deviations: [2], clip: true }),
    },
    settings: networkSettings,
    rules({ network: given }) {
      const description = given === null ? DIAMOND : describe(given)
      return { network: description, profit: description.nodes.some(({ price = 0 }) => price > 0) }
    },
    experts: () => [...networkExperts, tunedBaseStock],
  })

function describe(given: FileContent): NetworkDescription {
  const { nodes, edges, ...rules } = readNetworkFile(given)
  const named = edges.map((edge) => ({
    ...edge,
    source: nodes[edge.source].name,
    target: nodes[edge.target].name,
  }))
  return { nodes, edges: named, ...rules }
}

/** The networks of HDPO by name: `NETWORKS`, `policyNetwork`. */
import { type EnvironmentSpec, ParameterError, type Stream } from '@gauntlet/core'
import type { Arena } from '../dense/operations.ts'
import { DataDrivenNetwork } from './data-driven.ts'
import { EchelonStockNetwork } from './echelon-stock.ts'
import { readFlowGraph } from './flow-graph.ts'
import { GraphNetwork } from './gnn.ts'
import { BaseStockNetwork } from './levels.ts'
import type { PolicyNetwork } from './policy-network.ts'
import { SymmetryAwareNetwork } from './symmetry-aware.ts'
import { VanillaNetwork } from './vanilla.ts'

export const NETWORKS = [
  'vanilla',
  'symmetry-aware',
  'gnn',
  'data-driven',
  'base-stock',
  'capped-base-stock',
  'echelon-stock',
] as const
export type NetworkName = (typeof NETWORKS)[number]
/** Those that read `unit`. */
export const COUNTED_IN_UNITS: readonly NetworkName[] = ['vanilla', 'gnn']

export interface NetworkChoice {
  readonly network: NetworkName
  readonly hidden: readonly number[]
  /** Whether those who ship may keep stock back. */
  readonly holds: boolean
  /** Units of stock that count as one, for those of `COUNTED_IN_UNITS`. */
  readonly unit: number
}

/** Makes a network in an arena; `stream` decides how it begins. */
export type MakeNetwork = (arena: Arena, stream: Stream) => PolicyNetwork

/**
 * What makes a network for a spec. Errors: GauntletError where the spec is not that of such a network of stock,
 * ParameterError for a graph network without hidden layers.
 */
export function policyNetwork(spec: EnvironmentSpec, choice: NetworkChoice): MakeNetwork {
  const { network, hidden, holds } = choice
  const graph = readFlowGraph(spec)
  switch (network) {
    case 'vanilla':
      return (arena, stream) => new VanillaNetwork(graph, choice, arena, stream)
    case 'symmetry-aware':
      return (arena, stream) => new SymmetryAwareNetwork(graph, hidden, holds, arena, stream)
    case 'data-driven':
      return (arena, stream) => new DataDrivenNetwork(graph, hidden, holds, arena, stream)
    case 'gnn':
      if (hidden.length === 0) {
        throw new ParameterError(
          'hdpo.hidden',
          hidden,
          'at least one layer: the last is as wide as embeddings',
        )
      }
      return (arena, stream) => new GraphNetwork(graph, choice, arena, stream)
    case 'base-stock':
      return (arena) => new BaseStockNetwork(graph, 10, false, arena)
    case 'capped-base-stock':
      return (arena) => new BaseStockNetwork(graph, 10, true, arena)
    case 'echelon-stock':
      return (arena) => new EchelonStockNetwork(graph, arena)
  }
}

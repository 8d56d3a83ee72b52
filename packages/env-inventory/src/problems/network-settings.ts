/** The named settings of `inventory/network`, and the network that it has without a file: `DIAMOND`. */
import type { Setting } from '@gauntlet/core'
import { writeNetworkFile } from '../network/network-file.ts'
import type { NetworkDescription } from '../network/network.ts'
import { classicReferences } from './classic-references.ts'
import type { NetworkParameters } from './network.ts'

/** Two warehouses, one near and dear, one far and cheap, and three stores; the middle one may order from both. */
export const DIAMOND: NetworkDescription = {
  nodes: [
    { name: 'north', kind: 'store', stock: 10, holdingCost: 1, underageCost: 9 },
    { name: 'middle', kind: 'store', stock: 10, holdingCost: 1, underageCost: 9 },
    { name: 'south', kind: 'store', stock: 10, holdingCost: 1, underageCost: 9 },
    { name: 'near', kind: 'warehouse', stock: 20, holdingCost: 0.5 },
    { name: 'far', kind: 'warehouse', stock: 20, holdingCost: 0.3 },
    { name: 'supplier', kind: 'supplier' },
  ],
  edges: [
    { source: 'near', target: 'north', leadTime: 1 },
    { source: 'near', target: 'middle', leadTime: 1 },
    { source: 'far', target: 'middle', leadTime: 3 },
    { source: 'far', target: 'south', leadTime: 3 },
    { source: 'supplier', target: 'near', leadTime: 2, unitCost: 1.5 },
    { source: 'supplier', target: 'far', leadTime: 2, unitCost: 0.5 },
  ],
  unmetDemand: 'lost',
}

/** The same, with lead times that vary between one period and twice the usual ones less one, and backlogs. */
const RANDOM_LEAD_TIMES: NetworkDescription = {
  ...DIAMOND,
  edges: DIAMOND.edges.map((edge) => {
    const usual = edge.leadTime as number
    return { ...edge, leadTime: [1, 2 * usual - 1] as const }
  }),
  unmetDemand: 'backlogged',
}

/** The same, with costs of ordering at all and bounded shipments, in whole units. */
const FIXED_COSTS: NetworkDescription = {
  ...DIAMOND,
  edges: DIAMOND.edges.map((edge) =>
    edge.source === 'supplier'
      ? { ...edge, fixedCost: 40, capacity: 30 }
      : { ...edge, fixedCost: 5, capacity: 20 },
  ),
  integral: true,
}

function settingOf(
  name: string,
  description: string,
  network: NetworkDescription,
): [string, Setting<NetworkParameters>] {
  return [
    name,
    {
      description,
      parameters: { network: writeNetworkFile(network, `${name}.json`) },
      references: classicReferences(`inventory/network:${name}`, 'minimise'),
      evaluation: { parameters: { horizon: 1000, warmUp: 200 }, episodes: 512, batch: 128, mode: 'greedy' },
    },
  ]
}

export const networkSettings: Readonly<Record<string, Setting<NetworkParameters>>> = Object.fromEntries([
  settingOf('diamond', 'Two warehouses and three stores, one of which orders from both; lost sales', DIAMOND),
  settingOf('random-lead-times', 'The diamond with backlogs and lead times that vary', RANDOM_LEAD_TIMES),
  settingOf(
    'fixed-costs',
    'The diamond with costs of ordering at all, bounded shipments, whole units',
    FIXED_COSTS,
  ),
])

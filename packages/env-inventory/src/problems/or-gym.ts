/** The environments `inventory/or-gym-serial` and `inventory/or-gym-network`. */
import { type Schema, type Setting, boolean, choice } from '@gauntlet/core'
import { classicReferences } from './classic-references.ts'
import {
  type CommonParameters,
  type NetworkEnvironmentDefinition,
  commonSchema,
  defineNetworkEnvironment,
} from './common-parameters.ts'
import { OR_GYM_NETWORK, OR_GYM_SERIAL } from './or-gym-networks.ts'
import { tunedBaseStock } from './level-search.ts'

export interface OrGymParameters extends CommonParameters {
  readonly unmetDemand: 'backlogged' | 'lost'
}

export interface OrGymNetworkParameters extends OrGymParameters {
  readonly published: boolean
}

const SCHEMA: Schema<OrGymParameters> = {
  ...commonSchema({ means: [20], horizon: 30, warmUp: 0, orders: 'whole', orderLimit: 5 }),
  unmetDemand: choice({
    description: 'Whether customers who find nothing wait or are gone',
    options: ['backlogged', 'lost'],
    default: 'backlogged',
  }),
}

function settingsOf<P extends OrGymParameters>(id: string): Record<string, Setting<P>> {
  const kinds = [
    ['backlogged', 'Customers who find nothing wait'],
    ['lost', 'Customers who find nothing are gone'],
  ] as const
  return Object.fromEntries(
    kinds.map(([unmetDemand, description]) => [
      unmetDemand,
      {
        description,
        parameters: { unmetDemand } as Partial<P>,
        references: classicReferences(`${id}:${unmetDemand}`, 'maximise'),
        evaluation: { episodes: 512, batch: 128, mode: 'greedy' },
      },
    ]),
  )
}

/**
 * `InvManagement`: a retailer, two stages behind it and a supplier with bounded production.
 *
 * Shapes: observations [batch, 1, 21]: rows of stock of the retailer, stage 1 and stage 2, and where customers wait 3 more,
 * what is owed on each edge; actions [batch, 1, 3]: what the retailer, stage 1 and stage 2 order.
 * Source: Hubbs et al. 2020, "OR-Gym: A reinforcement learning library for operations research problems", section 4; its
 * code at 0b18d16. Differs: what is under way is seen, rather than the orders of the past ten periods.
 */
export const orGymSerial: NetworkEnvironmentDefinition<OrGymParameters> =
  defineNetworkEnvironment<OrGymParameters>({
    id: 'inventory/or-gym-serial',
    version: 1,
    summary: 'Four stages with bounded production over 30 periods, scored by profit',
    source: 'Hubbs et al. 2020, arXiv 2008.06319, section 4; OR-Gym at 0b18d16, InvManagement',
    parameters: SCHEMA,
    settings: settingsOf('inventory/or-gym-serial'),
    rules: ({ unmetDemand }) => ({
      network: { ...OR_GYM_SERIAL, unmetDemand, unmetOrders: unmetDemand },
      finite: true,
      profit: true,
      scored: 'total',
    }),
    experts: () => [tunedBaseStock],
  })

/**
 * `NetInvMgmt`: a retailer, two distributors, three manufacturers and two suppliers.
 *
 * Shapes: actions [batch, 1, 11]: what is ordered along each edge.
 * Source: as above, `network_management.py`. Differs unless `published`: who is asked for more than it has shares it out,
 * where OR-Gym's nodes sell it to each that asks, and are credited for holding less than nothing.
 */
export const orGymNetwork: NetworkEnvironmentDefinition<OrGymNetworkParameters> =
  defineNetworkEnvironment<OrGymNetworkParameters>({
    id: 'inventory/or-gym-network',
    version: 1,
    summary: 'A retailer, distributors, manufacturers and suppliers over 30 periods, scored by profit',
    source: 'Hubbs et al. 2020, arXiv 2008.06319, section 4; OR-Gym at 0b18d16, NetInvMgmt',
    parameters: {
      ...SCHEMA,
      published: boolean({
        description: 'Whether stock is sold to each that asks, as in OR-Gym, rather than shared out',
        default: false,
      }),
    },
    settings: {
      ...settingsOf<OrGymNetworkParameters>('inventory/or-gym-network'),
      published: {
        description: 'Customers wait, and stock is sold to each that asks, as in OR-Gym',
        parameters: { published: true },
        references: classicReferences('inventory/or-gym-network:published', 'maximise'),
        evaluation: { episodes: 512, batch: 128, mode: 'greedy' },
      },
    },
    rules: ({ unmetDemand, published }) => ({
      network: { ...OR_GYM_NETWORK, unmetDemand, rationing: published ? 'each' : 'proportional' },
      finite: true,
      profit: true,
      scored: 'total',
    }),
    experts: () => [tunedBaseStock],
  })

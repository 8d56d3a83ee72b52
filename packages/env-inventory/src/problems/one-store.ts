/** The environment `inventory/one-store`. */
import { choice, integer, number } from '@gauntlet/core'
import { LONGEST_LEAD_TIME } from '../network/build-network.ts'
import { describeDistribution } from '../network/distribution-network.ts'
import {
  type CommonParameters,
  type NetworkEnvironmentDefinition,
  commonSchema,
  defineNetworkEnvironment,
} from './common-parameters.ts'
import { oneStoreExperts } from './one-store-experts.ts'
import { oneStoreSettings } from './one-store-settings.ts'

export interface OneStoreParameters extends CommonParameters {
  readonly leadTime: number
  readonly holdingCost: number
  readonly underageCost: number
  readonly unmetDemand: 'lost' | 'backlogged'
}

/**
 * A store that orders from a supplier who is never short, with a lead time.
 *
 * Shapes: observations [batch, 1, leadTime]: on hand, then what arrives in 1, 2, … periods; actions [batch, 1, 1]: order.
 * Source: Zipkin 2008, "Old and new methods for lost-sales inventory systems"; Alvo et al. 2023, section 5.
 */
export const oneStore: NetworkEnvironmentDefinition<OneStoreParameters> =
  defineNetworkEnvironment<OneStoreParameters>({
    id: 'inventory/one-store',
    version: 1,
    summary: 'A store that orders with a lead time; customers who find nothing wait or are gone',
    source: 'Zipkin 2008, Operations Research 56(5); Alvo et al. 2023, arXiv 2306.11246, section 5',
    parameters: {
      ...commonSchema({}),
      leadTime: integer({
        description: 'Lead time of orders',
        unit: 'periods',
        default: 4,
        minimum: 1,
        maximum: LONGEST_LEAD_TIME,
      }),
      holdingCost: number({
        description: 'Cost of a unit left at the end of a period',
        default: 1,
        minimum: 0,
      }),
      underageCost: number({
        description: 'Cost of a unit short, lost or for every period in which it is owed',
        default: 9,
        minimum: 0,
      }),
      unmetDemand: choice({
        description: 'Whether customers who find nothing are gone or wait',
        options: ['lost', 'backlogged'],
        default: 'lost',
      }),
    },
    settings: oneStoreSettings,
    rules: ({ leadTime, holdingCost, underageCost, unmetDemand }) => ({
      network: describeDistribution({
        leadTimes: [[leadTime]],
        holdingCosts: [holdingCost],
        underageCosts: [underageCost],
        unmetDemand,
      }),
      initialStock: [0, 1],
    }),
    experts: oneStoreExperts,
  })

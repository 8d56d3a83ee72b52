/** The environment `inventory/fixed-cost`. */
import { type Setting, integer, number } from '@gauntlet/core'
import { LONGEST_LEAD_TIME } from '../network/build-network.ts'
import type { NetworkExpert } from '../network/network-environment.ts'
import { expertOf, networkExperts } from '../policies/network-experts.ts'
import { reorderBatchesPolicy } from '../policies/reorder-batches.ts'
import { reorderUpToPolicy } from '../policies/reorder-up-to.ts'
import { DiscreteDistribution } from '../solvers/discrete.ts'
import { batchOptimum, reorderOptimum } from '../solvers/reorder.ts'
import { classicReferences } from './classic-references.ts'
import {
  type CommonParameters,
  type NetworkEnvironmentDefinition,
  commonSchema,
  defineNetworkEnvironment,
} from './common-parameters.ts'
import { knownDistribution } from './known-distribution.ts'

export interface FixedCostParameters extends CommonParameters {
  readonly leadTime: number
  readonly fixedCost: number
  readonly holdingCost: number
  readonly underageCost: number
}

/** Mean demand and least cost per period where K = 64, h = 1 and p = 9. */
const OPTIMA: readonly (readonly [mean: number, cost: number])[] = [
  [10, 35.02156],
  [15, 42.69782],
  [20, 49.17304],
  [25, 54.26217],
  [30, 57.81893],
  [35, 61.21548],
  [40, 64.51185],
  [45, 67.77604],
  [50, 70.97521],
  [55, 74.14869],
  [60, 77.30593],
  [65, 78.51823],
  [70, 79.03748],
  [75, 79.55385],
]

const settings: Readonly<Record<string, Setting<FixedCostParameters>>> = Object.fromEntries(
  OPTIMA.map(([mean, score]) => [
    `poisson-${mean}`,
    {
      description: `Poisson demand of mean ${mean}, fixed cost 64, holding cost 1, underage cost 9`,
      parameters: { means: [mean] },
      references: classicReferences(`inventory/fixed-cost:poisson-${mean}`, 'minimise', {
        score,
        source: 'exact: the optimal (s, S) of Zheng and Federgruen 1991',
      }),
      evaluation: { parameters: { horizon: 1000, warmUp: 200 }, episodes: 512, batch: 128, mode: 'greedy' },
    },
  ]),
)

/**
 * A store that pays for ordering at all, whatever it orders; customers wait.
 *
 * Shapes: observations [batch, 1, 1 + leadTime]: on hand, then what arrives in this period, in the next, …; actions
 * [batch, 1, 1]: the order, which is at hand before demand where the lead time is 0.
 * Source: Zheng and Federgruen 1991, "Finding optimal (s, S) policies is about as simple as evaluating a single policy".
 */
export const fixedCost: NetworkEnvironmentDefinition<FixedCostParameters> =
  defineNetworkEnvironment<FixedCostParameters>({
    id: 'inventory/fixed-cost',
    version: 1,
    summary: 'A store that pays for ordering at all; customers wait',
    source: 'Zheng and Federgruen 1991, Operations Research 39(4)',
    parameters: {
      ...commonSchema({ means: [10], orders: 'whole', orderLimit: 6 }),
      leadTime: integer({
        description: 'Lead time of orders',
        unit: 'periods',
        default: 0,
        minimum: 0,
        maximum: LONGEST_LEAD_TIME,
      }),
      fixedCost: number({ description: 'Cost of a period with an order', default: 64, minimum: 0 }),
      holdingCost: number({
        description: 'Cost of a unit left at the end of a period',
        default: 1,
        minimum: 0,
      }),
      underageCost: number({
        description: 'Cost of a unit owed to a customer, for every period',
        default: 9,
        minimum: 0,
      }),
    },
    settings,
    rules: (parameters) => ({
      network: {
        nodes: [
          {
            name: 'store',
            kind: 'store',
            holdingCost: parameters.holdingCost,
            underageCost: parameters.underageCost,
          },
          { name: 'supplier', kind: 'supplier' },
        ],
        edges: [
          {
            source: 'supplier',
            target: 'store',
            leadTime: parameters.leadTime,
            fixedCost: parameters.fixedCost,
          },
        ],
        unmetDemand: 'backlogged',
        sequence: 'order-first',
      },
    }),
    experts: (_, parameters) => [...expertsOf(parameters), ...networkExperts],
  })

/** (s, S) and (R, nQ), where they can be solved for: whole independent demand, and costs above 0. */
function expertsOf(parameters: FixedCostParameters): NetworkExpert[] {
  const demand = knownDistribution(parameters)
  const { leadTime, holdingCost, underageCost } = parameters
  if (!(demand instanceof DiscreteDistribution) || demand.unit !== 1) return []
  if (holdingCost === 0 || underageCost === 0) return []
  const instance = { demand, leadTime, fixedCost: parameters.fixedCost, holdingCost, underageCost }
  const upTo = expertOf('reorder-up-to', (problem) => {
    const { reorderPoint, orderUpTo } = reorderOptimum(instance)
    return reorderUpToPolicy(problem, [reorderPoint], [orderUpTo])
  })
  const batches = expertOf('reorder-batches', (problem) => {
    const { reorderPoint, batch } = batchOptimum(instance)
    return reorderBatchesPolicy(problem, [reorderPoint], [batch])
  })
  return [upTo, batches].map((expert) => ({ ...expert, local: true }))
}

/** The environment `inventory/newsvendor`. */
import { integer, number } from '@gauntlet/core'
import type { NetworkExpert } from '../network/network-environment.ts'
import { newsvendor } from '../solvers/newsvendor.ts'
import { networkExperts } from '../policies/network-experts.ts'
import {
  type CommonParameters,
  type NetworkEnvironmentDefinition,
  commonSchema,
  defineNetworkEnvironment,
} from './common-parameters.ts'
import { knownDistribution } from './known-distribution.ts'
import { newsvendorSettings } from './newsvendor-settings.ts'
import { everyPeriodPolicy } from './position-policies.ts'

export interface NewsvendorParameters extends CommonParameters {
  readonly unitCost: number
  readonly price: number
  readonly holdingCost: number
  readonly underageCost: number
}

/** The best order, and what it costs on average (below 0 what it earns). */
export interface NewsvendorOptimum {
  readonly order: number
  readonly cost: number
}

/**
 * The order of least expected cost; undefined where demand is no known distribution, or nothing is ever lost by
 * ordering too much or too little.
 *
 * Cost: (c - r) E[D] + (c + h) E[(q - D)^+] + (r + p - c) E[(D - q)^+], with c a unit's cost and r its price.
 */
export function solveNewsvendor(parameters: NewsvendorParameters): NewsvendorOptimum | undefined {
  const { unitCost, price, holdingCost, underageCost } = parameters
  const demand = knownDistribution(parameters)
  const [over, under] = [unitCost + holdingCost, price + underageCost - unitCost]
  if (demand === undefined || over <= 0 || under <= 0) return undefined
  const { level, cost } = newsvendor(demand, over, under)
  return { order: Math.max(level, 0), cost: (unitCost - price) * demand.mean + cost }
}

/** The critical fractile. */
function expertsOf(parameters: NewsvendorParameters): NetworkExpert[] {
  const optimum = solveNewsvendor(parameters)
  if (optimum === undefined) return []
  return [
    {
      name: 'critical-fractile',
      description: 'Orders the critical fractile of demand, which is optimal',
      seesHiddenState: false,
      local: true,
      source: 'Arrow, Harris and Marschak 1951, Econometrica 19(3)',
      create: (problem) => everyPeriodPolicy(problem, [optimum.order]),
    },
  ]
}

/**
 * One order for one period of demand: what is left is worth nothing, what is short is lost.
 *
 * Shapes: observations [batch, 1, 1]: on hand, always 0; actions [batch, 1, 1]: the order, which is there before demand.
 * Source: Arrow, Harris and Marschak 1951. A salvage value v is a price and a cost less v each.
 */
export const newsvendorProblem: NetworkEnvironmentDefinition<NewsvendorParameters> =
  defineNetworkEnvironment<NewsvendorParameters>({
    id: 'inventory/newsvendor',
    version: 1,
    summary: 'One order for one period of demand; what is left is worth nothing',
    source: 'Arrow, Harris and Marschak 1951, "Optimal inventory policy", Econometrica 19(3)',
    parameters: {
      ...commonSchema({ demand: 'normal', means: [100], deviations: [20], clip: true, warmUp: 0 }),
      horizon: integer({ description: 'Periods: one', unit: 'periods', default: 1, minimum: 1, maximum: 1 }),
      unitCost: number({ description: 'Cost of a unit ordered', default: 5, minimum: 0 }),
      price: number({
        description: 'What a unit sells for; the score is then profit, and cost where it is 0',
        default: 12,
        minimum: 0,
      }),
      holdingCost: number({ description: 'Cost of a unit left', default: 0, minimum: 0 }),
      underageCost: number({
        description: 'Cost of a unit short, beyond the sale that is lost',
        default: 0,
        minimum: 0,
      }),
    },
    settings: newsvendorSettings,
    rules: ({ unitCost, price, holdingCost, underageCost }) => ({
      network: {
        nodes: [
          { name: 'store', kind: 'store', price, holdingCost, underageCost },
          { name: 'supplier', kind: 'supplier' },
        ],
        edges: [{ source: 'supplier', target: 'store', leadTime: 0, unitCost }],
        unmetDemand: 'lost',
        sequence: 'order-first',
      },
      finite: true,
      profit: price > 0,
    }),
    experts: (_, parameters) => [...expertsOf(parameters), ...networkExperts],
  })

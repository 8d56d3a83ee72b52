/** The environment `inventory/joint-replenishment`. */
import { integer, number, numbers } from '@gauntlet/core'
import { LONGEST_LEAD_TIME } from '../network/build-network.ts'
import type { NetworkDescription } from '../network/network.ts'
import { networkExperts } from '../policies/network-experts.ts'
import {
  type CommonParameters,
  type NetworkEnvironmentDefinition,
  commonSchema,
  defineNetworkEnvironment,
} from './common-parameters.ts'
import { jointReplenishmentExperts } from './joint-replenishment-experts.ts'
import { jointReplenishmentSettings } from './joint-replenishment-settings.ts'
import { listFor } from './lists.ts'

export interface JointReplenishmentParameters extends CommonParameters {
  readonly items: number
  readonly leadTime: number
  readonly majorCost: number
  readonly minorCosts: readonly number[]
  readonly holdingCosts: readonly number[]
  readonly underageCosts: readonly number[]
}

const ID = 'inventory/joint-replenishment'

/** What each item costs, one number standing for all. Errors: ParameterError at another length. */
export function itemCosts(parameters: JointReplenishmentParameters): {
  readonly minor: readonly number[]
  readonly holding: readonly number[]
  readonly underage: readonly number[]
} {
  const list = (name: 'minorCosts' | 'holdingCosts' | 'underageCosts'): readonly number[] =>
    listFor(parameters[name], parameters.items, `${ID}.${name}`, 'items')
  return { minor: list('minorCosts'), holding: list('holdingCosts'), underage: list('underageCosts') }
}

/**
 * Items that one supplier delivers together: an order costs a major cost, and a minor one for each item in it.
 *
 * Shapes: observations [batch, 1, items (1 + leadTime)]: a row for each item, on hand, then what arrives in this period, in
 * the next, …; actions [batch, 1, items]: orders, which are at hand before demand where the lead time is 0.
 * Source: Silver 1974, "A control system for coordinated inventory replenishment"; Atkins and Iyogun 1988.
 */
export const jointReplenishment: NetworkEnvironmentDefinition<JointReplenishmentParameters> =
  defineNetworkEnvironment<JointReplenishmentParameters>({
    id: ID,
    version: 1,
    summary: 'Items of one supplier, with a cost of ordering at all and one for each item; customers wait',
    source:
      'Atkins and Iyogun 1988, Management Science 34(6); Vanvuchelen et al. 2020, Computers in Industry 119',
    parameters: {
      ...commonSchema({ means: [5], orders: 'whole', orderLimit: 10 }),
      items: integer({ description: 'Items', default: 2, minimum: 1, maximum: 1024 }),
      leadTime: integer({
        description: 'Lead time of all items',
        unit: 'periods',
        default: 0,
        minimum: 0,
        maximum: LONGEST_LEAD_TIME,
      }),
      majorCost: number({
        description: 'Cost of a period in which anything is ordered',
        default: 40,
        minimum: 0,
      }),
      minorCosts: numbers({
        description: 'Cost of a period in which an item is ordered, for all items or each',
        default: [10],
        minimum: 0,
        minimumLength: 1,
      }),
      holdingCosts: numbers({
        description: 'Cost of a unit left at the end of a period, for all items or each',
        default: [1],
        minimum: 0,
        minimumLength: 1,
      }),
      underageCosts: numbers({
        description: 'Cost of a unit owed to a customer for every period, for all items or each',
        default: [19],
        minimum: 0,
        minimumLength: 1,
      }),
    },
    settings: jointReplenishmentSettings,
    rules: (parameters) => ({ network: networkOf(parameters) }),
    experts: (_, parameters) => [...jointReplenishmentExperts(parameters), ...networkExperts],
  })

function networkOf(parameters: JointReplenishmentParameters): NetworkDescription {
  const { items, leadTime, majorCost } = parameters
  const { minor, holding, underage } = itemCosts(parameters)
  const names = Array.from({ length: items }, (_, k) => `item ${k + 1}`)
  return {
    nodes: [
      ...names.map((name, k) => ({
        name,
        kind: 'store' as const,
        holdingCost: holding[k],
        underageCost: underage[k],
      })),
      { name: 'supplier', kind: 'supplier', dispatchCost: majorCost },
    ],
    edges: names.map((target, k) => ({ source: 'supplier', target, leadTime, fixedCost: minor[k] })),
    unmetDemand: 'backlogged',
    sequence: 'order-first',
  }
}

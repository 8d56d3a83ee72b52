/** Parameters of a warehouse and its stores: `WarehouseParameters`, `warehouseSchema`, `warehouseNetwork`. */
import { type Schema, integer, integers, number, numbers } from '@gauntlet/core'
import { LONGEST_LEAD_TIME } from '../network/build-network.ts'
import { describeDistribution } from '../network/distribution-network.ts'
import type { NetworkDescription } from '../network/network.ts'
import { nicStores } from '../data/nic-instances.ts'
import { type CommonParameters, commonSchema } from './common-parameters.ts'
import { listFor } from './lists.ts'

export interface WarehouseParameters extends CommonParameters {
  readonly stores: number
  readonly leadTimes: readonly number[]
  readonly holdingCosts: readonly number[]
  readonly underageCosts: readonly number[]
  readonly warehouseLeadTime: number
  readonly warehouseHoldingCost: number
}

/** Demand of the first stores that the reference draws: normal, correlated by 0.5. */
export function nicDemand(
  stores: number,
): Pick<CommonParameters, 'demand' | 'means' | 'deviations' | 'correlation'> {
  const { means, deviations } = nicStores(stores)
  return { demand: 'normal', means: [...means], deviations: [...deviations], correlation: [0.5] }
}

/** The fields, with a problem's own defaults. */
export function warehouseSchema(defaults: Partial<WarehouseParameters>): Schema<WarehouseParameters> {
  const { stores = 5, leadTimes = [2], holdingCosts = [1], underageCosts = [9] } = defaults
  return {
    ...commonSchema(defaults),
    stores: integer({
      description: 'Stores that the warehouse serves',
      default: stores,
      minimum: 1,
      maximum: 1024,
    }),
    leadTimes: integers({
      description: 'Periods from the warehouse to all stores, or to each',
      unit: 'periods',
      default: leadTimes,
      minimum: 1,
      maximum: LONGEST_LEAD_TIME,
      minimumLength: 1,
    }),
    holdingCosts: numbers({
      description: 'Cost of a unit left at a store at the end of a period, for all stores or each',
      default: holdingCosts,
      minimum: 0,
      minimumLength: 1,
    }),
    underageCosts: numbers({
      description:
        'Cost of a unit short, lost or for every period in which it is owed, for all stores or each',
      default: underageCosts,
      minimum: 0,
      minimumLength: 1,
    }),
    warehouseLeadTime: integer({
      description: 'Periods from the supplier to the warehouse',
      unit: 'periods',
      default: defaults.warehouseLeadTime ?? 3,
      minimum: 1,
      maximum: LONGEST_LEAD_TIME,
    }),
    warehouseHoldingCost: number({
      description: 'Cost of a unit left at the warehouse at the end of a period',
      default: defaults.warehouseHoldingCost ?? 0.3,
      minimum: 0,
    }),
  }
}

/** Errors: ParameterError where a list fits neither one store nor all, or a lead time is not whole. */
export function warehouseNetwork(
  id: string,
  parameters: WarehouseParameters,
  unmetDemand: 'lost' | 'backlogged',
  warehousesHold: boolean,
  inventoryPeriods: number,
): NetworkDescription {
  const { stores } = parameters
  const list = (name: 'leadTimes' | 'holdingCosts' | 'underageCosts'): readonly number[] =>
    listFor(parameters[name], stores, `${id}.${name}`, 'stores')
  return describeDistribution({
    leadTimes: list('leadTimes').map((leadTime) => [leadTime]),
    holdingCosts: list('holdingCosts'),
    underageCosts: list('underageCosts'),
    warehouseLeadTimes: [parameters.warehouseLeadTime],
    warehouseHoldingCosts: [parameters.warehouseHoldingCost],
    warehousesHold,
    unmetDemand,
    inventoryPeriods,
  })
}

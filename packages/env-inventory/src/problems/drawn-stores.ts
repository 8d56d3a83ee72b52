/** The reference's stores, however many are asked for: `drawnStores`. */
import type { Schema } from '@gauntlet/core'
import { nicStores } from '../data/nic-instances.ts'
import { same } from './lists.ts'
import type { WarehouseParameters } from './warehouse-parameters.ts'

const LISTS = ['means', 'deviations', 'leadTimes', 'holdingCosts', 'underageCosts'] as const

type Stores = Pick<WarehouseParameters, 'stores' | (typeof LISTS)[number]>

/** Lists of the usual stores become those of the number that is asked for: the first that are drawn (`nicStores`). */
export function drawnStores<P extends Stores>(schema: Schema<Stores>, parameters: P): P {
  const usual = schema.stores.default
  const { stores } = parameters
  if (stores === usual) return parameters
  const drawn = nicStores(stores)
  const lists = LISTS.filter((name) => {
    const list = schema[name].default
    return list.length === usual && same(parameters[name], list)
  }).map((name) => [name, [...drawn[name]]])
  return { ...parameters, ...Object.fromEntries(lists) }
}

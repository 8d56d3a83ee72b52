/** The scripted policies of warehouses and stores: `warehouseExperts`. */
import type { NetworkExpert } from '../network/network-environment.ts'
import { echelonStockPolicy } from '../policies/echelon-stock.ts'
import { expertOf, networkExperts } from '../policies/network-experts.ts'
import { softmaxAllocationPolicy } from '../policies/softmax-allocation.ts'
import { TUNED_LEVELS } from './tuned-levels.ts'

/** With tuned levels in the named setting `place`; elsewhere base stock has those of newsvendors. */
export function warehouseExperts(place: string | undefined): readonly NetworkExpert[] {
  if (place === undefined || !Object.hasOwn(TUNED_LEVELS, place)) return networkExperts
  const { baseStock, softmax } = TUNED_LEVELS[place]
  return [
    expertOf('base-stock', (problem) => echelonStockPolicy(problem, baseStock)),
    expertOf('softmax-allocation', (problem) =>
      softmaxAllocationPolicy(problem, softmax.targets, softmax.scale),
    ),
    ...networkExperts.slice(1),
  ]
}

/** A warehouse that holds nothing and serves stores with backlog: `transshipmentLowerBound`. */
import { ParameterError } from '@gauntlet/core'
import { requireNumber, requireWhole } from './checks.ts'
import { type LevelAndCost, newsvendor } from './newsvendor.ts'
import { NormalDistribution } from './normal.ts'

/** Stores of equal costs and lead times behind a transshipment centre. */
export interface TransshipmentInstance {
  /** [stores]: of one period's normal demand, which is not clipped; deviations above 0. */
  readonly means: ArrayLike<number>
  readonly deviations: ArrayLike<number>
  /** Between any two stores' demands in the same period; from 0 to 1. */
  readonly correlation: number
  /** Whole periods from 0 on. */
  readonly warehouseLeadTime: number
  readonly storeLeadTime: number
  /** Per unit on hand, and per unit of backlog, in a store at the end of a period; above 0. */
  readonly holdingCost: number
  readonly underageCost: number
}

/**
 * A lower bound on the average cost per period of all stores together; the level is that of the system's inventory position.
 *
 * What reaches the centre is shared out as if stock in the stores could be shared out anew at no cost. Every store then meets
 * its demand of L + 1 periods at the same safety factor, so that the system is one newsvendor whose variance is that of all
 * stores' demand over the centre's lead time plus (L + 1) (sum of deviations)^2.
 *
 * Errors: ParameterError naming the field or the store.
 * Source: Federgruen and Zipkin 1984, Approximations of dynamic, multilocation production and inventory problems;
 * Eppen and Schrage 1981.
 */
export function transshipmentLowerBound(instance: TransshipmentInstance): LevelAndCost {
  const { means, deviations, correlation, warehouseLeadTime, storeLeadTime } = instance
  requireWhole('transshipment.warehouseLeadTime', warehouseLeadTime, 0)
  requireWhole('transshipment.storeLeadTime', storeLeadTime, 0)
  if (!(correlation >= 0 && correlation <= 1)) {
    throw new ParameterError('transshipment.correlation', correlation, 'a number from 0 to 1')
  }
  if (means.length === 0 || means.length !== deviations.length) {
    throw new ParameterError('transshipment.deviations', deviations.length, 'one for each mean, at least one')
  }
  let mean = 0
  let sum = 0
  let squares = 0
  for (let s = 0; s < means.length; s++) {
    requireNumber(`transshipment.means[${s}]`, means[s], -Number.MAX_VALUE)
    requireNumber(`transshipment.deviations[${s}]`, deviations[s], 0, true)
    mean += means[s]
    sum += deviations[s]
    squares += deviations[s] * deviations[s]
  }
  const systemVariance = (1 - correlation) * squares + correlation * sum * sum
  const periods = warehouseLeadTime + storeLeadTime + 1
  const variance = warehouseLeadTime * systemVariance + (storeLeadTime + 1) * sum * sum
  const demand = new NormalDistribution(periods * mean, Math.sqrt(variance))
  return newsvendor(demand, instance.holdingCost, instance.underageCost)
}

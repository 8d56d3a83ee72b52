/** The scripted policies of joint replenishment: `jointReplenishmentExperts`. */
import type { NetworkExpert } from '../network/network-environment.ts'
import { DiscreteDistribution } from '../solvers/discrete.ts'
import { type JointInstance, type JointItem, periodicOptimum } from '../solvers/joint-replenishment.ts'
import { type ReorderOptimum, reorderOptimum } from '../solvers/reorder.ts'
import { type JointReplenishmentParameters, itemCosts } from './joint-replenishment.ts'
import { knownDistribution } from './known-distribution.ts'
import { canOrderPolicy, periodicPolicy } from './position-policies.ts'

/** The instance for its solvers; undefined where demand is no known distribution of whole units, or a cost is 0. */
export function jointInstance(parameters: JointReplenishmentParameters): JointInstance | undefined {
  const { minor, holding, underage } = itemCosts(parameters)
  const items: JointItem[] = []
  for (let k = 0; k < parameters.items; k++) {
    const demand = knownDistribution(parameters, k)
    if (!(demand instanceof DiscreteDistribution) || demand.unit !== 1) return undefined
    if (holding[k] === 0 || underage[k] === 0) return undefined
    items.push({ demand, fixedCost: minor[k], holdingCost: holding[k], underageCost: underage[k] })
  }
  return { items, majorCost: parameters.majorCost, leadTime: parameters.leadTime }
}

/** Of (s, S), can-order and periodic review, those that the parameters' demand allows to be computed. */
export function jointReplenishmentExperts(parameters: JointReplenishmentParameters): NetworkExpert[] {
  const instance = jointInstance(parameters)
  if (instance === undefined) return []
  return [
    {
      name: 'optimal-reorder',
      description: 'Every item by the (s, S) that would be optimal if it bore all fixed costs alone',
      seesHiddenState: false,
      local: true,
      source: 'Zheng and Federgruen 1991, Operations Research 39(4)',
      create(problem) {
        const alone = eachItem(instance, instance.majorCost)
        const points = alone.map(({ reorderPoint }) => reorderPoint)
        return canOrderPolicy(problem, { must: points, can: points, upTo: alone.map((own) => own.orderUpTo) })
      },
    },
    {
      name: 'can-order',
      description:
        'Orders any item at its c once one is at its s: s as though each paid the major cost alone, c as though none did, S as though all shared it',
      seesHiddenState: false,
      source:
        'Balintfy 1964, Management Science 10(2); Silver 1974, AIIE Transactions 6(2), limits by decomposition',
      create(problem) {
        const alone = eachItem(instance, instance.majorCost)
        const shared = eachItem(instance, instance.majorCost / instance.items.length)
        const free = eachItem(instance, 0)
        const must = alone.map(({ reorderPoint }) => reorderPoint)
        const can = free.map(({ reorderPoint }, k) => Math.max(reorderPoint, must[k]))
        return canOrderPolicy(problem, { must, can, upTo: shared.map(({ orderUpTo }) => orderUpTo) })
      },
    },
    {
      name: 'periodic',
      description: 'Every T periods all items order up to their levels, T and levels by exact cost',
      seesHiddenState: false,
      source: 'Atkins and Iyogun 1988, Management Science 34(6)',
      create(problem) {
        const { periods, levels } = periodicOptimum(instance)
        return periodicPolicy(problem, periods, levels)
      },
    },
  ]
}

/** The optimal (s, S) of every item, which pays `more` for ordering beyond its minor cost. */
function eachItem({ items, leadTime }: JointInstance, more: number): ReorderOptimum[] {
  return items.map((item) => reorderOptimum({ ...item, leadTime, fixedCost: item.fixedCost + more }))
}

/** The scripted policies of `inventory/one-store`: `oneStoreExperts`. */
import type { NetworkExpert } from '../network/network-environment.ts'
import type { NetworkProblem } from '../network/problem.ts'
import { baseStockPolicy } from '../policies/base-stock.ts'
import { cappedBaseStockPolicy } from '../policies/capped-base-stock.ts'
import { constantOrderPolicy } from '../policies/constant-order.ts'
import { demandDistributions } from '../policies/demand-distributions.ts'
import { lostSalesOptimalPolicy } from '../policies/lost-sales-optimal.ts'
import {
  baseStockLevel,
  bestConstantOrder,
  cappedLevel,
  isTunable,
  lostSalesStore,
  spreadLevel,
  stateCount,
} from '../policies/lost-sales-store.ts'
import { myopicPolicy } from '../policies/myopic.ts'
import { expertOf, networkExperts, pastQuantileExperts } from '../policies/network-experts.ts'
import { newsvendorFractions, quantilePolicy } from '../policies/quantile-newsvendor.ts'
import type { Distribution } from '../solvers/distribution.ts'
import { lostSalesOptimum } from '../solvers/lost-sales.ts'
import type { LostSalesInstance } from '../solvers/lost-sales-states.ts'
import { backlogOptimum } from '../solvers/newsvendor.ts'
import type { OneStoreParameters } from './one-store.ts'

/** Value iteration over as many states takes a second or two. */
const SOLVABLE = 600_000

/** Whatever the premises of hold. Levels are found when a policy is asked for. */
export function oneStoreExperts(
  problem: NetworkProblem,
  parameters: OneStoreParameters,
): readonly NetworkExpert[] {
  const demand = demandDistributions(parameters, 1)?.[0]
  const costly = parameters.holdingCost > 0 && parameters.underageCost > 0
  const others = [...networkExperts.slice(1), ...pastQuantileExperts(problem)]
  if (demand === undefined || !costly) return [networkExperts[0], ...others]
  const store = lostSalesStore(problem.network, demand)
  return [
    expertOf('base-stock', () => baseStockPolicy(problem, [levelOf(demand, store, parameters)])),
    ...(store === undefined ? [] : wholeUnitExperts(store)),
    expertOf('quantile-newsvendor', () => quantilePolicy(problem, [demand], newsvendorFractions(problem))),
    ...others,
  ]
}

/** Exact where customers wait; where they do not, exact if units are whole and states are few. */
function levelOf(
  demand: Distribution,
  store: LostSalesInstance | undefined,
  parameters: OneStoreParameters,
): number {
  const { unmetDemand, leadTime, holdingCost, underageCost } = parameters
  if (unmetDemand === 'backlogged') return backlogOptimum(demand, leadTime, holdingCost, underageCost).level
  return store === undefined ? spreadLevel(demand, parameters) : baseStockLevel(store)
}

function wholeUnitExperts(store: LostSalesInstance): NetworkExpert[] {
  const capped = expertOf('capped-base-stock', (problem) => {
    const { level, cap } = cappedLevel(store)
    return cappedBaseStockPolicy(problem, [level], [cap])
  })
  const optimal = expertOf('optimal', (problem) => lostSalesOptimalPolicy(problem, lostSalesOptimum(store)))
  return [
    ...(isTunable(store) ? [capped] : []),
    expertOf('constant-order', (problem) => constantOrderPolicy(problem, [bestConstantOrder(store).level])),
    expertOf('myopic', (problem) => myopicPolicy(problem, store)),
    ...(stateCount(store) <= SOLVABLE ? [optimal] : []),
  ]
}

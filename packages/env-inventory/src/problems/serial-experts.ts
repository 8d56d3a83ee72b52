/** The scripted policies of `inventory/serial`: `serialExperts`. */
import type { NetworkExpert } from '../network/network-environment.ts'
import type { NetworkProblem } from '../network/problem.ts'
import { demandDistributions } from '../policies/demand-distributions.ts'
import { echelonStockPolicy } from '../policies/echelon-stock.ts'
import { expertOf, networkExperts } from '../policies/network-experts.ts'
import { DiscreteDistribution } from '../solvers/discrete.ts'
import { serialOptimum } from '../solvers/serial.ts'
import type { SerialParameters } from './serial.ts'

/** Echelon stock where it is known to be optimal, with levels on the grid of the demand's distribution. */
export function serialExperts(
  { network }: NetworkProblem,
  parameters: SerialParameters,
): readonly NetworkExpert[] {
  const { leadTimes, holdingCosts, underageCost } = parameters
  const demand = demandDistributions(parameters, 1)?.[0]
  const costly = underageCost > 0 && holdingCosts.every((cost) => cost > 0)
  const cheaperUpstream = holdingCosts.every((cost, j) => j === 0 || cost <= holdingCosts[j - 1])
  if (!(demand instanceof DiscreteDistribution) || !costly || !cheaperUpstream) return networkExperts
  if (network.integral && demand.unit !== 1) return networkExperts
  const echelonStock = expertOf('echelon-stock', (problem) => {
    const { levels } = serialOptimum(demand, { leadTimes, holdingCosts, underageCost })
    // Edges lead into the store, the warehouse, and then into echelons from the supplier on.
    return echelonStockPolicy(problem, [...levels.slice(0, 2), ...levels.slice(2).toReversed()])
  })
  return [echelonStock, ...networkExperts]
}

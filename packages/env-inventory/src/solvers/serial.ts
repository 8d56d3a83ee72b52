/**
 * Serial systems with backlog: `serialOptimum`, `shangSongLevels`.
 *
 * Symbols: stage j = 1 serves customers, stage N orders from outside; H local and h echelon holding costs, h_j = H_j -
 * H_(j+1); p underage cost; L lead times; y echelon inventory position; D[n] demand of n periods.
 */
import { ParameterError } from '@gauntlet/core'
import { requireNumber, requireWhole } from './checks.ts'
import { type DiscreteDistribution, requireOnGrid } from './discrete.ts'
import type { Distribution } from './distribution.ts'

/** Stages in a row, each served by the next, the last by a source that never runs dry. */
export interface SerialInstance {
  /** [stages], from the customers upstream: whole periods, from 0 on. */
  readonly leadTimes: readonly number[]
  /** [stages]: local cost per unit on hand at the end of a period, above 0 and not rising upstream. */
  readonly holdingCosts: readonly number[]
  /** Per unit and period of customers' backlog; above 0. */
  readonly underageCost: number
}

/** Optimal echelon base-stock levels [stages], from the customers upstream, and the average cost per period. */
export interface SerialOptimum {
  readonly levels: readonly number[]
  /** Stock on hand and backlog; stock in transit costs nothing. */
  readonly cost: number
  /** What stock in transit costs where it is charged at the rate of the stage it left; no policy changes it. */
  readonly transitCost: number
}

/**
 * The optimal policy, which orders up to an echelon base-stock level at every stage, as far as the next stage has stock.
 *
 * C_1(y) = E[h_1 (y - D) + (p + H_1) (y - D)^-] over D[L_1 + 1], and C_j(y) =
 * E[h_j (y - D[L_j + 1])] + E[C_(j-1)(min(S_(j-1), y - D[L_j]))]; S_j minimises C_j, and C_N(S_N) is the cost, less that of
 * stock in transit.
 *
 * `demand` is that of one period; levels are on its grid. Periods: every stage orders (and is shipped at once what the next
 * has on hand, arrivals of this period included), then demand, then costs.
 * Errors: ParameterError naming the field.
 * Source: Clark and Scarf 1960, Optimal policies for a multi-echelon inventory problem; the recursion of Chen and Zheng
 * 1994, Lower bounds for multi-echelon stochastic inventory systems.
 */
export function serialOptimum(demand: DiscreteDistribution, instance: SerialInstance): SerialOptimum {
  requireOnGrid('serial.demand', demand)
  requireSerial(instance)
  const { leadTimes, holdingCosts, underageCost } = instance
  const levels: number[] = []
  let costs = customersCosts(demand, instance)
  let lowest = lowestOf(costs)
  let transitCost = 0
  levels.push(lowest * demand.unit)
  for (let j = 1; j < leadTimes.length; j++) {
    transitCost += holdingCosts[j] * leadTimes[j - 1] * demand.mean
    const echelonCost = holdingCosts[j] - (holdingCosts[j + 1] ?? 0)
    const slope = (underageCost + holdingCosts[j]) * demand.unit
    costs = stageCosts(demand, leadTimes[j], echelonCost, costs.subarray(0, lowest + 1), slope)
    lowest = lowestOf(costs)
    levels.push(lowest * demand.unit)
  }
  return { levels, cost: costs[lowest] - transitCost, transitCost }
}

/** C_1 of 0, 1, … units. */
function customersCosts(demand: DiscreteDistribution, instance: SerialInstance): Float64Array {
  const { leadTimes, holdingCosts, underageCost } = instance
  const whole = demand.sum(leadTimes[0] + 1)
  const echelonCost = holdingCosts[0] - (holdingCosts[1] ?? 0)
  return Float64Array.from(whole.probabilities, (_, k) => {
    const y = k * demand.unit
    return echelonCost * (y - whole.mean) + (underageCost + holdingCosts[0]) * whole.loss(y)
  })
}

/**
 * C_j of 0, 1, … units, from C_(j-1) up to its minimum, `downstream`, which stays there above and falls by `slope` a unit
 * below 0, where nothing but the backlog changes.
 */
function stageCosts(
  demand: DiscreteDistribution,
  leadTime: number,
  echelonCost: number,
  downstream: Float64Array,
  slope: number,
): Float64Array {
  const { probabilities } = demand.sum(leadTime)
  const top = downstream.length - 1
  const costs = new Float64Array(top + probabilities.length)
  for (let k = 0; k < costs.length; k++) {
    let ahead = 0
    for (let d = 0; d < probabilities.length; d++) {
      const y = Math.min(k - d, top)
      ahead += probabilities[d] * (y >= 0 ? downstream[y] : downstream[0] - slope * y)
    }
    costs[k] = echelonCost * (k * demand.unit - (leadTime + 1) * demand.mean) + ahead
  }
  return costs
}

function lowestOf(costs: Float64Array): number {
  let lowest = 0
  for (let k = 1; k < costs.length; k++) if (costs[k] < costs[lowest]) lowest = k
  return lowest
}

/**
 * Echelon base-stock levels between two newsvendors' [stages], close to the optimal ones: `lower` and `upper` bound them,
 * `levels` are their means.
 *
 * `demand` is that of one period. Source: Shang and Song 2003, Newsvendor bounds and heuristic for optimal policies in
 * serial supply chains.
 */
export function shangSongLevels(
  demand: Distribution,
  instance: SerialInstance,
): { readonly lower: number[]; readonly upper: number[]; readonly levels: number[] } {
  requireSerial(instance)
  const { leadTimes, holdingCosts, underageCost } = instance
  const lower: number[] = []
  const upper: number[] = []
  let periods = 1
  for (let j = 0; j < leadTimes.length; j++) {
    periods += leadTimes[j]
    const short = underageCost + (holdingCosts[j + 1] ?? 0)
    const total = demand.sum(periods)
    lower.push(total.quantile(short / (underageCost + holdingCosts[0])))
    upper.push(total.quantile(short / (underageCost + holdingCosts[j])))
  }
  return { lower, upper, levels: lower.map((low, j) => (low + upper[j]) / 2) }
}

function requireSerial({ leadTimes, holdingCosts, underageCost }: SerialInstance): void {
  requireWhole('serial.leadTimes.length', leadTimes.length, 1)
  if (holdingCosts.length !== leadTimes.length) {
    throw new ParameterError(
      'serial.holdingCosts',
      holdingCosts,
      `${leadTimes.length} numbers, as leadTimes has`,
    )
  }
  for (let j = 0; j < leadTimes.length; j++) {
    requireWhole(`serial.leadTimes[${j}]`, leadTimes[j], 0)
    requireNumber(`serial.holdingCosts[${j}]`, holdingCosts[j], 0, true)
    if (j > 0 && holdingCosts[j] > holdingCosts[j - 1]) {
      const allowed = `at most ${holdingCosts[j - 1]}, the cost downstream of it`
      throw new ParameterError(`serial.holdingCosts[${j}]`, holdingCosts[j], allowed)
    }
  }
  requireNumber('serial.underageCost', underageCost, 0, true)
}

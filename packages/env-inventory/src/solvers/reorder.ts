/**
 * Fixed order costs, one store with backlog: `reorderOptimum` (s, S), `batchOptimum` (R, nQ).
 *
 * Symbols: K fixed cost; h, p holding and underage cost; y inventory position after ordering; G(y) expected holding and
 * underage cost L periods later, from the demand of L + 1 periods; p_j probability of a demand of j.
 */
import { requireNumber, requireWhole } from './checks.ts'
import { type DiscreteDistribution, requireWholeDemand } from './discrete.ts'
import { expectedCost, newsvendor } from './newsvendor.ts'

/** One store with a cost of ordering at all. Unmet demand waits. Each period: order, demand, then costs. */
export interface FixedCostInstance {
  /** Of one period, in whole units, independent between periods. */
  readonly demand: DiscreteDistribution
  /** Whole periods from 0 on: an order of period t is at hand, before demand, in t + leadTime. */
  readonly leadTime: number
  /** Per order; at least 0. */
  readonly fixedCost: number
  /** Per unit left, and per unit of backlog, at the end of a period; above 0. */
  readonly holdingCost: number
  readonly underageCost: number
}

/** Order up to `orderUpTo` where the inventory position is at most `reorderPoint`; average cost per period. */
export interface ReorderOptimum {
  readonly reorderPoint: number
  readonly orderUpTo: number
  readonly cost: number
}

/**
 * The optimal (s, S) policy: order where the position is at or below s (not only below it).
 *
 * c(s, S) = (K + sum over j < S - s of m(j) G(S - j)) / M(S - s), where m(j) are the renewals of demand in units, m(0) =
 * 1 / (1 - p_0), and M(j) = m(0) + … + m(j - 1).
 * Errors: ParameterError naming the field.
 * Source: Zheng and Federgruen 1991, Finding optimal (s, S) policies is about as simple as evaluating a single policy,
 * Operations Research 39 (corrected in 40, page 192).
 */
export function reorderOptimum(instance: FixedCostInstance): ReorderOptimum {
  const { costOf, lowest } = positionCosts('reorder', instance)
  const cycles = new ReorderCycles(instance, costOf)
  let orderUpTo = lowest
  let reorderPoint = orderUpTo - 1
  while (cycles.cost(reorderPoint, orderUpTo) > costOf(reorderPoint)) reorderPoint--
  let best = cycles.cost(reorderPoint, orderUpTo)
  let bestUpTo = orderUpTo
  for (orderUpTo++; costOf(orderUpTo) <= best; orderUpTo++) {
    if (cycles.cost(reorderPoint, orderUpTo) >= best) continue
    bestUpTo = orderUpTo
    while (reorderPoint + 1 < lowest && cycles.cost(reorderPoint, orderUpTo) <= costOf(reorderPoint + 1)) {
      reorderPoint++
    }
    best = cycles.cost(reorderPoint, orderUpTo)
  }
  return { reorderPoint, orderUpTo: bestUpTo, cost: best }
}

/** Order as many batches of `batch` as bring the position above `reorderPoint`; average cost per period. */
export interface BatchOptimum {
  readonly reorderPoint: number
  readonly batch: number
  readonly cost: number
}

/**
 * The optimal (R, nQ) policy where every batch costs K: the position after ordering is uniform on R + 1, …, R + Q, which are
 * the Q positions of least G.
 *
 * Where demand comes in single units this is (r, Q); an order is then one batch.
 * Errors: ParameterError naming the field.
 * Source: Federgruen and Zheng 1992, An efficient algorithm for computing an optimal (r, Q) policy in continuous review
 * stochastic inventory systems, Operations Research 40; Zheng and Chen 1992 for batches.
 */
export function batchOptimum(instance: FixedCostInstance): BatchOptimum {
  const { costOf, lowest } = positionCosts('batch', instance)
  let reorderPoint = lowest - 1
  let batch = 1
  let total = instance.fixedCost * instance.demand.mean + costOf(lowest)
  for (;;) {
    const below = costOf(reorderPoint)
    const above = costOf(reorderPoint + batch + 1)
    const next = Math.min(below, above)
    if (next >= total / batch) return { reorderPoint, batch, cost: total / batch }
    total += next
    batch++
    if (below <= above) reorderPoint--
  }
}

/** G, and the position that minimises it. */
function positionCosts(
  owner: string,
  { demand, leadTime, fixedCost, holdingCost, underageCost }: FixedCostInstance,
): { readonly costOf: (position: number) => number; readonly lowest: number } {
  requireWhole(`${owner}.leadTime`, leadTime, 0)
  requireNumber(`${owner}.fixedCost`, fixedCost, 0)
  requireWholeDemand(`${owner}.demand`, demand)
  const total = demand.sum(leadTime + 1)
  const costOf = (position: number): number => expectedCost(total, holdingCost, underageCost, position)
  return { costOf, lowest: newsvendor(total, holdingCost, underageCost).level }
}

/** c(s, S), from renewals that are computed as far as they are asked for. */
class ReorderCycles {
  readonly #fixedCost: number
  readonly #probabilities: Float64Array
  readonly #costOf: (position: number) => number
  /** m(j). */
  readonly #renewals: number[]

  constructor({ demand, fixedCost }: FixedCostInstance, costOf: (position: number) => number) {
    this.#fixedCost = fixedCost
    this.#probabilities = demand.probabilities
    this.#costOf = costOf
    this.#renewals = [1 / (1 - demand.probabilities[0])]
  }

  cost(reorderPoint: number, orderUpTo: number): number {
    let total = this.#fixedCost
    let periods = 0
    for (let j = 0; j < orderUpTo - reorderPoint; j++) {
      const m = this.renewal(j)
      total += m * this.#costOf(orderUpTo - j)
      periods += m
    }
    return total / periods
  }

  /** m(j) (1 - p_0) = p_1 m(j - 1) + … + p_j m(0). */
  private renewal(j: number): number {
    const p = this.#probabilities
    const m = this.#renewals
    while (m.length <= j) {
      const n = m.length
      let sum = 0
      for (let d = 1; d <= n && d < p.length; d++) sum += p[d] * m[n - d]
      m.push(sum * m[0])
    }
    return m[j]
  }
}

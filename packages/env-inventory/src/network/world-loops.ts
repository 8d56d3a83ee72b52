/** What a step does to rows of worlds: `WorldLoops`, `LOOPS`. The same two worlds at once is in `kernels/network.ts`. */

import type { Plan, PlannedEdge, PlannedSource, PlannedStore, ShippingPrices } from './plan.ts'

/** A number of each world: [batch]. Rows of several things one after the other count as one. */
export type Row = Float64Array

/** Prices come inside of what has them: a number of its own would be allocated for each call. */
export interface WorldLoops {
  /** to += what */
  add(to: Row, what: Row): void
  /** to *= factors */
  multiply(to: Row, factors: Row): void
  /** to = from - what */
  subtract(to: Row, what: Row, from: Row): void
  /** The nearest whole number, the even one of two, as numpy and PyTorch round. */
  round(row: Row): void
  /** min(row, capacity) */
  cap(row: Row, edge: PlannedEdge): void
  /** What is missing from a position to the level, max(level - row, 0). */
  orderUpTo(row: Row, level: number): void
  /** Out of what all want together, the share of it that they get: min(1, available / total). */
  shareOut(totals: Row, onHand: Row, source: PlannedSource): void
  /** min(row, available) */
  giveAlone(row: Row, onHand: Row, source: PlannedSource): void
  /** onHand -= shipped / yield */
  useUp(onHand: Row, shipped: Row, source: PlannedSource): void
  /** onHand += arriving, which is then 0. */
  receive(onHand: Row, arriving: Row): void
  /** A store's customers: max(x - d, 0) is left, and where customers do not wait, all that is. */
  sell(demand: Row, onHand: Row, left: Row, totals: SalesTotals, store: PlannedStore, lost: boolean): void
  /** Costs of what is shipped, and of what was wanted and is not. */
  chargeUnits(costs: Row, shipped: Row, wanted: Row, prices: ShippingPrices): void
  /** Costs of what is under way. */
  chargeTransit(costs: Row, underWay: Row, edge: PlannedEdge): void
  /** Writes what is left at a warehouse and its cost; less than nothing is credited or costs nothing. */
  chargeStock(costs: Row, left: Row, onHand: Row, source: PlannedSource, credit: boolean): void
  /** costs *= weights, which then shrink. */
  discount(costs: Row, weights: Row, plan: Plan): void
}

/** Sums over stores: cost; units asked for, served at once, and on hand at the end of a step. */
export interface SalesTotals {
  readonly costs: Row
  readonly asked: Row
  readonly served: Row
  readonly stocked: Row
}

/** Plain loops. */
export const LOOPS: WorldLoops = {
  add(to, what) {
    for (let w = 0; w < to.length; w++) to[w] += what[w]
  },

  multiply(to, factors) {
    for (let w = 0; w < to.length; w++) to[w] *= factors[w]
  },

  subtract(to, what, from) {
    for (let w = 0; w < to.length; w++) to[w] = from[w] - what[w]
  },

  round(row) {
    for (let w = 0; w < row.length; w++) {
      const value = row[w]
      const up = Math.floor(value + 0.5)
      row[w] = up - value === 0.5 && up % 2 !== 0 ? up - 1 : up
    }
  },

  cap(row, { capacity }) {
    for (let w = 0; w < row.length; w++) row[w] = row[w] < capacity ? row[w] : capacity
  },

  orderUpTo(row, level) {
    for (let w = 0; w < row.length; w++) {
      const missing = level - row[w]
      row[w] = missing > 0 ? missing : 0
    }
  },

  shareOut(totals, onHand, { yield: perUnit }) {
    for (let w = 0; w < totals.length; w++) {
      const total = totals[w]
      const available = onHand[w] * perUnit
      totals[w] = total <= available || total === 0 ? 1 : available / total
    }
  },

  giveAlone(row, onHand, { yield: perUnit }) {
    for (let w = 0; w < row.length; w++) {
      const available = onHand[w] * perUnit
      if (row[w] > available) row[w] = available
    }
  },

  useUp(onHand, shipped, { yield: perUnit }) {
    for (let w = 0; w < onHand.length; w++) onHand[w] -= shipped[w] / perUnit
  },

  receive(onHand, arriving) {
    for (let w = 0; w < onHand.length; w++) {
      onHand[w] += arriving[w]
      arriving[w] = 0
    }
  },

  sell(demand, onHand, left, { costs, asked, served, stocked }, { holdingCost, underageCost }, lost) {
    for (let w = 0; w < demand.length; w++) {
      const d = demand[w]
      const x = onHand[w]
      const rest = x - d
      const over = rest > 0 ? rest : 0
      const short = rest < 0 ? -rest : 0
      costs[w] += underageCost * short + holdingCost * over
      left[w] = rest
      onHand[w] = lost ? over : rest
      asked[w] += d
      served[w] += x > 0 ? (rest < 0 ? x : d) : 0
      stocked[w] += over
    }
  },

  chargeUnits(costs, shipped, wanted, { unitCost, fixedCost, unmetCost }) {
    for (let w = 0; w < costs.length; w++) {
      const units = shipped[w]
      costs[w] += unitCost * units + (units > 0 ? fixedCost : 0) + unmetCost * (wanted[w] - units)
    }
  },

  chargeTransit(costs, underWay, { transitCost }) {
    for (let w = 0; w < costs.length; w++) costs[w] += transitCost * underWay[w]
  },

  chargeStock(costs, left, onHand, { holdingCost }, credit) {
    for (let w = 0; w < costs.length; w++) {
      const rest = onHand[w]
      left[w] = rest
      costs[w] = holdingCost * (rest > 0 || credit ? rest : 0)
    }
  },

  discount(costs, weights, plan) {
    for (let w = 0; w < costs.length; w++) {
      costs[w] *= weights[w]
      weights[w] *= plan.discount
    }
  },
}

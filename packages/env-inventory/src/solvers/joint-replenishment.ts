/**
 * Two items and a cost of ordering at all: `jointReplenishmentOptimum`. Any number, in periods: `periodicOptimum`.
 *
 * Symbols: K major cost, of a period with an order; k minor cost, of an item in it; y inventory position after ordering;
 * G(y) expected holding and underage cost L periods later, from the demand of L + 1 periods; v relative value.
 */
import { GauntletError } from '@gauntlet/core'
import { requireNumber, requireWhole } from './checks.ts'
import { type DiscreteDistribution, requireWholeDemand } from './discrete.ts'
import { expectedCost, newsvendor } from './newsvendor.ts'

/** An item whose customers wait. */
export interface JointItem {
  /** Of one period, in whole units, independent of other periods and items. */
  readonly demand: DiscreteDistribution
  /** Cost of a period in which it is ordered; at least 0. */
  readonly fixedCost: number
  /** Per unit left, and per unit of backlog, at the end of a period; above 0. */
  readonly holdingCost: number
  readonly underageCost: number
}

export interface JointInstance {
  readonly items: readonly JointItem[]
  /** Cost of a period in which anything is ordered; at least 0. */
  readonly majorCost: number
  /** Whole periods from 0 on: an order of period t is at hand, before demand, in t + leadTime. */
  readonly leadTime: number
}

/** Average cost per period of all items, and bounds between which it lies but for the cut of the positions. */
export interface JointOptimum {
  readonly cost: number
  readonly lowest: number
  readonly highest: number
}

const MAXIMUM_SWEEPS = 5000

/**
 * The least average cost of two items, by relative value iteration over positions from `range` [low, high] of both.
 *
 * Positions below the range count as its lowest one, where an order is due at once; nothing is ordered above it. Widen it
 * until the cost no longer moves.
 * Errors: ParameterError naming the field; GauntletError where iteration does not come to within `tolerance`.
 * Source: Puterman 1994, Markov Decision Processes, section 8.5; Ignall 1969, "Optimal continuous review policies for two
 * product inventory systems with joint setup costs".
 */
export function jointReplenishmentOptimum(
  instance: JointInstance,
  [low, high]: readonly [low: number, high: number],
  tolerance: number = 1e-6,
): JointOptimum {
  checkInstance('jointReplenishment', instance)
  requireWhole('jointReplenishment.items', instance.items.length, 2)
  requireWhole('jointReplenishment.range', high - low, 1)
  const values = new JointValues(instance, low, high)
  for (let sweep = 0; sweep < MAXIMUM_SWEEPS; sweep++) {
    const { lowest, highest } = values.sweep()
    if (highest - lowest <= tolerance) return { cost: (lowest + highest) / 2, lowest, highest }
  }
  throw new GauntletError(
    'solver',
    `jointReplenishment: no cost within ${tolerance} in ${MAXIMUM_SWEEPS} sweeps`,
  )
}

/** v over positions of two items, and one sweep of value iteration at a time. */
class JointValues {
  readonly #instance: JointInstance
  readonly #size: number
  /** [item][position]: G. */
  readonly #costs: readonly Float64Array[]
  /** [size, size], by the first item's position, then the second's. */
  #values: Float64Array
  readonly #after: Float64Array
  readonly #half: Float64Array

  constructor(instance: JointInstance, low: number, high: number) {
    this.#instance = instance
    this.#size = high - low + 1
    const size = this.#size
    this.#costs = instance.items.map((item) => {
      const costOf = positionCost(item, instance.leadTime)
      return Float64Array.from({ length: size }, (_, k) => costOf(low + k))
    })
    this.#values = new Float64Array(size * size)
    this.#after = new Float64Array(size * size)
    this.#half = new Float64Array(size * size)
  }

  /** The least and greatest change of a value. */
  sweep(): { readonly lowest: number; readonly highest: number } {
    const next = this.#order(this.#demand())
    let [lowest, highest] = [Infinity, -Infinity]
    for (let i = 0; i < next.length; i++) {
      const change = next[i] - this.#values[i]
      if (change < lowest) lowest = change
      if (change > highest) highest = change
    }
    const base = next[0]
    for (let i = 0; i < next.length; i++) next[i] -= base
    this.#values = next
    return { lowest, highest }
  }

  /** W(y) = G1(y1) + G2(y2) + E[v(y - D)], one item's demand after the other's. */
  #demand(): Float64Array {
    const size = this.#size
    const [first, second] = this.#instance.items.map(({ demand }) => demand.probabilities)
    const [after, half, values] = [this.#after, this.#half, this.#values]
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let sum = 0
        for (let d = 0; d < second.length; d++) sum += second[d] * values[i * size + Math.max(j - d, 0)]
        half[i * size + j] = sum
      }
    }
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let sum = this.#costs[0][i] + this.#costs[1][j]
        for (let d = 0; d < first.length; d++) sum += first[d] * half[Math.max(i - d, 0) * size + j]
        after[i * size + j] = sum
      }
    }
    return after
  }

  /** v(x) = min W(x), K + k1 + min over y1, K + k2 + min over y2, K + k1 + k2 + min over both; y from x up. */
  #order(after: Float64Array): Float64Array {
    const size = this.#size
    const { majorCost, items } = this.#instance
    const [first, second] = items.map(({ fixedCost }) => fixedCost)
    const next = new Float64Array(size * size)
    /** Least W of what item 1 can be raised to, and of what both can: suffix minima. */
    const raised = new Float64Array(size).fill(Infinity)
    const both = new Float64Array(size).fill(Infinity)
    for (let i = size - 1; i >= 0; i--) {
      let alone = Infinity
      let together = Infinity
      for (let j = size - 1; j >= 0; j--) {
        const own = after[i * size + j]
        alone = Math.min(alone, own)
        raised[j] = Math.min(raised[j], own)
        together = Math.min(together, raised[j])
        both[j] = together
        const ordered = Math.min(raised[j] + first, alone + second, both[j] + first + second)
        next[i * size + j] = Math.min(own, majorCost + ordered)
      }
    }
    return next
  }
}

/** Every `periods` periods all items order up to their levels; average cost per period of all items. */
export interface PeriodicOptimum {
  readonly periods: number
  readonly levels: readonly number[]
  readonly cost: number
}

/** Reviews that cost more in a row after which longer ones are not tried. */
const WORSE = 8

/**
 * The best periodic review (R, T): T, and the levels that go with it. An item costs k in each review since the last of
 * which it has been asked for, and the review costs K likewise.
 *
 * Source: Atkins and Iyogun 1988, Management Science 34(6), policy P with one period for all items.
 */
export function periodicOptimum(instance: JointInstance): PeriodicOptimum {
  checkInstance('periodic', instance)
  let best: PeriodicOptimum = { periods: 1, levels: [], cost: Infinity }
  for (let periods = 1; periods <= best.periods + WORSE; periods++) {
    const found = periodicCost(instance, periods)
    if (found.cost < best.cost) best = found
  }
  return best
}

function periodicCost({ items, majorCost, leadTime }: JointInstance, periods: number): PeriodicOptimum {
  const levels: number[] = []
  let cost = 0
  let nobody = 1
  for (const item of items) {
    const { demand, fixedCost, holdingCost, underageCost } = item
    const totals = Array.from({ length: periods }, (_, t) => demand.sum(leadTime + 1 + t))
    const costOf = (level: number): number =>
      totals.reduce((sum, total) => sum + expectedCost(total, holdingCost, underageCost, level), 0) / periods
    let level = newsvendor(totals[0], holdingCost, underageCost).level
    while (costOf(level + 1) < costOf(level)) level++
    levels.push(level)
    const never = demand.sum(periods).probabilities[0]
    nobody *= never
    cost += costOf(level) + (fixedCost * (1 - never)) / periods
  }
  return { periods, levels, cost: cost + (majorCost * (1 - nobody)) / periods }
}

function positionCost(
  { demand, holdingCost, underageCost }: JointItem,
  leadTime: number,
): (position: number) => number {
  const total = demand.sum(leadTime + 1)
  return (position) => expectedCost(total, holdingCost, underageCost, position)
}

function checkInstance(owner: string, { items, majorCost, leadTime }: JointInstance): void {
  requireNumber(`${owner}.majorCost`, majorCost, 0)
  requireWhole(`${owner}.leadTime`, leadTime, 0)
  items.forEach(({ demand, fixedCost, holdingCost, underageCost }, k) => {
    const place = `${owner}.items[${k}]`
    requireWholeDemand(`${place}.demand`, demand)
    requireNumber(`${place}.fixedCost`, fixedCost, 0)
    requireNumber(`${place}.holdingCost`, holdingCost, 0, true)
    requireNumber(`${place}.underageCost`, underageCost, 0, true)
  })
}

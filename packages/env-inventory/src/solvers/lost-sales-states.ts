/**
 * The states of one store with lost sales: `LostSalesStates`, `LostSalesInstance`.
 *
 * Symbols: L lead time; x0 units on hand, with what arrives now; x1, …, x(L-1) the pipeline, xk arriving in k periods; q the
 * order, arriving in L; d demand.
 */
import { GauntletError } from '@gauntlet/core'
import { requireNumber, requireWhole } from './checks.ts'
import { type DiscreteDistribution, requireWholeDemand } from './discrete.ts'

/** One store whose unmet demand is lost. Each period: order, demand, then costs on what is left or short. */
export interface LostSalesInstance {
  /** Of one period, in whole units, independent between periods. */
  readonly demand: DiscreteDistribution
  /** Whole periods from 1 on: an order of period t is at hand, before demand, in t + leadTime. */
  readonly leadTime: number
  /** Per unit left at the end of a period; above 0. */
  readonly holdingCost: number
  /** Per unit of demand lost; above 0. */
  readonly underageCost: number
}

/** More states than this are refused: two tables of doubles and one of orders take 20 bytes a state. */
const MOST_STATES = 8_000_000

/**
 * All states whose pipeline entries are at most `orderBound` and whose inventory position x0 + … + x(L-1) is at most
 * `positionBound`, numbered so that x0 runs fastest: state `first[pipeline] + x0`, and `pipeline` is the number with the
 * digits x1 … x(L-1) to the base orderBound + 1. Ordering q moves pipeline k to (k mod base^(L-2)) base + q.
 */
export class LostSalesStates {
  readonly leadTime: number
  readonly orderBound: number
  readonly positionBound: number
  readonly pipelines: number
  readonly count: number
  /** [pipelines]: number of its state with x0 = 0. Where the pipeline alone is beyond the bound there is none. */
  readonly first: Int32Array
  /** [pipelines]: x1 + … + x(L-1). */
  readonly onOrder: Int32Array
  /** base^(L-2): the weight of x1. */
  readonly #top: number

  constructor(leadTime: number, orderBound: number, positionBound: number) {
    requireWhole('lostSales.leadTime', leadTime, 1)
    requireWhole('lostSales.orderBound', orderBound, 0)
    requireWhole('lostSales.positionBound', positionBound, 0)
    this.leadTime = leadTime
    this.orderBound = orderBound
    this.positionBound = positionBound
    const base = orderBound + 1
    this.pipelines = 1
    for (let k = 1; k < leadTime; k++) this.pipelines = this.admit(this.pipelines * base)
    this.#top = leadTime > 1 ? this.pipelines / base : 0
    this.first = new Int32Array(this.pipelines)
    this.onOrder = new Int32Array(this.pipelines)
    const state = new Int32Array(leadTime)
    let count = 0
    for (let pipeline = 0; pipeline < this.pipelines; pipeline++) {
      this.writePipeline(pipeline, state)
      let total = 0
      for (let k = 1; k < leadTime; k++) total += state[k]
      this.onOrder[pipeline] = total
      this.first[pipeline] = count
      count = this.admit(count + Math.max(0, positionBound - total + 1))
    }
    this.count = count
  }

  /** The next period's pipeline. */
  next(pipeline: number, order: number): number {
    return this.#top === 0 ? 0 : (pipeline % this.#top) * (this.orderBound + 1) + order
  }

  /** What joins the stock next period: x1, or the order itself where the lead time is 1. */
  arrival(pipeline: number, order: number): number {
    return this.#top === 0 ? order : Math.floor(pipeline / this.#top)
  }

  /** Writes x1 … x(L-1) to `state` [leadTime], from 1 on. */
  writePipeline(pipeline: number, state: Int32Array): void {
    const base = this.orderBound + 1
    let rest = pipeline
    for (let k = this.leadTime - 1; k > 0; k--) {
      state[k] = rest % base
      rest = Math.floor(rest / base)
    }
  }

  /** The number of a state [x0, …, x(L-1)]. Errors: GauntletError where it is not one of these. */
  index(state: ArrayLike<number>): number {
    let pipeline = 0
    let legal = state.length === this.leadTime && state[0] >= 0 && Number.isInteger(state[0])
    for (let k = 1; k < state.length; k++) {
      legal &&= Number.isInteger(state[k]) && state[k] >= 0 && state[k] <= this.orderBound
      pipeline = pipeline * (this.orderBound + 1) + state[k]
    }
    if (!legal || state[0] + this.onOrder[pipeline] > this.positionBound) {
      const bounds = `orders up to ${this.orderBound} and ${this.positionBound} units in all`
      const allowed = `${this.leadTime} whole numbers, ${bounds}`
      throw new GauntletError('lost-sales', `state [${Array.from(state).join(', ')}]: expected ${allowed}`)
    }
    return this.first[pipeline] + state[0]
  }

  private admit(count: number): number {
    if (count <= MOST_STATES) return count
    const { leadTime, orderBound, positionBound } = this
    throw new GauntletError(
      'lost-sales',
      `lead time ${leadTime}, orders up to ${orderBound} and ${positionBound} units in all: more than ${MOST_STATES} states; ` +
        'a shorter lead time, a lower cap or coarser units have fewer',
    )
  }
}

/** Throws a ParameterError that names the field unless the instance is one that the solvers take. */
export function requireLostSales(instance: LostSalesInstance): void {
  requireWhole('lostSales.leadTime', instance.leadTime, 1)
  requireWholeDemand('lostSales.demand', instance.demand)
  requireNumber('lostSales.holdingCost', instance.holdingCost, 0, true)
  requireNumber('lostSales.underageCost', instance.underageCost, 0, true)
}

/**
 * Relative value iteration for one store with lost sales: `LostSalesValues`.
 *
 * Symbols as in lost-sales-states.ts; v relative value of a state at the start of a period, before ordering;
 * V(x, q) = E[cost(x0, d) + v((x0 - d)^+ + arrival, next pipeline)].
 */
import { GauntletError } from '@gauntlet/core'
import { expectedCost } from './newsvendor.ts'
import { type LostSalesInstance, LostSalesStates, requireLostSales } from './lost-sales-states.ts'

/** Sweeps after which iteration gives up; the lead time's memory fades within tens. */
const MAXIMUM_SWEEPS = 20_000

/** Sweeps under fixed orders between two that improve them (modified policy iteration; Puterman 1994, section 8.7). */
const SWEEPS_BETWEEN = 4

/** An average cost per period and the bounds between which it is sure to lie. */
export interface AverageCost {
  readonly cost: number
  readonly lowest: number
  readonly highest: number
}

/**
 * Values and orders of every state.
 *
 * Bounds on the average cost are the least and the greatest change of a value in one sweep (Odoni 1969; Puterman 1994,
 * section 8.5), valid because no order leaves the states.
 */
export class LostSalesValues {
  readonly states: LostSalesStates
  /** [states]: the order of each; feasible throughout. */
  readonly orders: Int32Array
  readonly #probabilities: Float64Array
  /** [positionBound + 1]: E[cost(x0, d)], and P(D >= x0). */
  readonly #costs: Float64Array
  readonly #empty: Float64Array
  #values: Float64Array
  #next: Float64Array

  constructor(instance: LostSalesInstance, states: LostSalesStates) {
    requireLostSales(instance)
    this.states = states
    this.orders = new Int32Array(states.count)
    this.#values = new Float64Array(states.count)
    this.#next = new Float64Array(states.count)
    const { demand, holdingCost, underageCost } = instance
    const size = states.positionBound + 1
    this.#probabilities = new Float64Array(size)
    this.#probabilities.set(demand.probabilities.subarray(0, size))
    this.#costs = Float64Array.from({ length: size }, (_, x) =>
      expectedCost(demand, holdingCost, underageCost, x),
    )
    this.#empty = Float64Array.from({ length: size }, (_, x) => 1 - demand.cdf(x - 1))
  }

  /**
   * Sets the order of every state to `policy(state, most)`: a whole number up to `most`, beyond which the order would leave
   * the states. `state` is [x0, …, x(L-1)], the same array at every call.
   * Errors: GauntletError where the order is not one of these.
   */
  setOrders(policy: (state: Int32Array, most: number) => number): void {
    const { orders, states } = this
    const state = new Int32Array(states.leadTime)
    for (let pipeline = 0; pipeline < states.pipelines; pipeline++) {
      states.writePipeline(pipeline, state)
      const room = states.positionBound - states.onOrder[pipeline]
      for (let x = 0; x <= room; x++) {
        state[0] = x
        const most = Math.min(states.orderBound, room - x)
        const order = policy(state, most)
        if (!(Number.isInteger(order) && order >= 0 && order <= most)) {
          throw new GauntletError(
            'lost-sales',
            `state [${state.join(', ')}]: ordered ${order}, expected a whole number from 0 to ${most}`,
          )
        }
        orders[states.first[pipeline] + x] = order
      }
    }
  }

  /** The average cost of the orders as they are, to `tolerance` (the width of its bounds). */
  evaluate(tolerance: number): AverageCost {
    return this.iterate(tolerance, false)
  }

  /** The least average cost, to `tolerance`; leaves orders that attain it to as much. */
  optimise(tolerance: number): AverageCost {
    return this.iterate(tolerance, true)
  }

  private iterate(tolerance: number, improving: boolean): AverageCost {
    for (let sweep = 0; sweep < MAXIMUM_SWEEPS; sweep++) {
      const improve = improving && sweep % (SWEEPS_BETWEEN + 1) === 0
      this.sweep(improve)
      const bounded = improve || !improving
      const result = this.shift()
      if (bounded && result.highest - result.lowest <= tolerance) return result
    }
    throw new GauntletError(
      'lost-sales',
      `value iteration: bounds still wider than ${tolerance} after ${MAXIMUM_SWEEPS} sweeps`,
    )
  }

  /** One step back in time, from `#values` to `#next`. */
  private sweep(improve: boolean): void {
    const { orders, states } = this
    const costs = this.#costs
    const next = this.#next
    for (let pipeline = 0; pipeline < states.pipelines; pipeline++) {
      const first = states.first[pipeline]
      const room = states.positionBound - states.onOrder[pipeline]
      for (let x = 0; x <= room; x++) {
        const state = first + x
        next[state] =
          costs[x] +
          (improve ? this.bestOrder(state, pipeline, x, room - x) : this.ahead(pipeline, x, orders[state]))
      }
    }
  }

  /**
   * Finds the order of least expected value ahead, starting at the present one, and returns that value. Descent suffices:
   * values are L-natural-convex, hence convex in q (Zipkin 2008, On the structure of lost-sales inventory models).
   */
  private bestOrder(state: number, pipeline: number, onHand: number, room: number): number {
    const most = Math.min(this.states.orderBound, room)
    let order = this.orders[state]
    let best = this.ahead(pipeline, onHand, order)
    let step = -1
    if (order < most) {
      const more = this.ahead(pipeline, onHand, order + 1)
      if (more < best) {
        best = more
        order++
        step = 1
      }
    }
    for (let candidate = order + step; candidate >= 0 && candidate <= most; candidate += step) {
      const value = this.ahead(pipeline, onHand, candidate)
      if (value >= best) break
      best = value
      order = candidate
    }
    this.orders[state] = order
    return best
  }

  /** E[v] of the next period's state. */
  private ahead(pipeline: number, onHand: number, order: number): number {
    const { states } = this
    const values = this.#values
    const probabilities = this.#probabilities
    const empty = states.first[states.next(pipeline, order)] + states.arrival(pipeline, order)
    let sum = this.#empty[onHand] * values[empty]
    for (let left = onHand, d = 0; left > 0; left--, d++) sum += probabilities[d] * values[empty + left]
    return sum
  }

  /** Makes the new values those relative to the first state's, and gives the bounds of their change. */
  private shift(): AverageCost {
    const values = this.#next
    const before = this.#values
    const origin = values[0]
    let lowest = Infinity
    let highest = -Infinity
    for (let state = 0; state < values.length; state++) {
      const change = values[state] - before[state]
      if (change < lowest) lowest = change
      if (change > highest) highest = change
      values[state] -= origin
    }
    this.#values = values
    this.#next = before
    return { cost: (lowest + highest) / 2, lowest, highest }
  }
}

/** Order what serves the period of its arrival: `myopicPolicy`. */
import type { Policy } from '@gauntlet/core'
import type { NetworkProblem } from '../network/problem.ts'
import type { LostSalesInstance } from '../solvers/lost-sales-states.ts'
import { edgePolicy } from './edge-policy.ts'
import { positionsOf } from './positions.ts'

/**
 * The least order q with P(D <= left + q) >= p / (p + h) in the period in which it arrives, where `left` is what will be
 * left of all that is on hand and under way now: the order of least expected cost of that period.
 *
 * `problem` is the one store of `instance`, with lost sales and whole units. Takes time for its distributions: of the order
 * of lead time × position × demand's range.
 * Source: Morton 1971, "The near-myopic nature of the lagged-proportional-cost inventory problem with lost sales"; Zipkin
 * 2008, section 3.
 */
export function myopicPolicy(problem: NetworkProblem, instance: LostSalesInstance): Policy {
  const { demand, leadTime, holdingCost, underageCost } = instance
  const row = positionsOf(problem).local[0]
  const fraction = underageCost / (underageCost + holdingCost)
  const left = new LeftOver(demand.probabilities)
  return edgePolicy(problem, (observations, from) => {
    left.begin(Math.round(observations[from + row[0]]))
    for (let k = 1; k <= leadTime; k++) {
      left.sell()
      if (k < leadTime) left.receive(Math.round(observations[from + row[k]]))
    }
    return left.orderFor(fraction)
  })
}

/** How the distribution of stock on hand goes on; nothing is allocated but where there is more stock than ever before. */
class LeftOver {
  private readonly probabilities: Float64Array
  /** P(D >= k). */
  private readonly beyond: Float64Array
  /** [highest - lowest + 1]: of each stock from `lowest` to `highest` on hand. */
  private masses = new Float64Array(64)
  private lowest = 0
  private highest = 0

  constructor(probabilities: Float64Array) {
    this.probabilities = probabilities
    this.beyond = new Float64Array(probabilities.length + 1)
    for (let k = probabilities.length - 1; k >= 0; k--) this.beyond[k] = this.beyond[k + 1] + probabilities[k]
  }

  begin(units: number): void {
    this.lowest = units
    this.highest = units
    this.masses[0] = 1
  }

  receive(units: number): void {
    this.lowest += units
    this.highest += units
  }

  /** x becomes max(x - D, 0): masses are then of 0, 1, … units. */
  sell(): void {
    const { probabilities, beyond, lowest, highest } = this
    if (highest >= this.masses.length) this.grow(highest + 1)
    const { masses } = this
    // From the stock of least units up, whose results lie below all that is still to be read.
    masses.copyWithin(lowest, 0, highest - lowest + 1)
    masses.fill(0, 0, lowest)
    let none = 0
    for (let x = lowest; x <= highest; x++) {
      const mass = masses[x]
      masses[x] = 0
      none += mass * (x < beyond.length ? beyond[x] : 0)
      const most = Math.min(x, probabilities.length)
      for (let d = 0; d < most; d++) masses[x - d] += mass * probabilities[d]
    }
    masses[0] = none
    this.lowest = 0
  }

  /** The least q with P(D <= left + q) of at least `fraction`, after `sell`. */
  orderFor(fraction: number): number {
    const { masses, beyond, highest } = this
    for (let q = 0; ; q++) {
      let served = 0
      for (let x = 0; x <= highest; x++) {
        served += masses[x] * (x + q + 1 < beyond.length ? 1 - beyond[x + q + 1] : 1)
      }
      if (served >= fraction || q >= beyond.length) return q
    }
  }

  private grow(size: number): void {
    const masses = new Float64Array(2 * size)
    masses.set(this.masses)
    this.masses = masses
  }
}

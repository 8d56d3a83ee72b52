/** Advantages under a constraint: `lagrangian`. */
import type { Archive } from '../archive.ts'
import type { Rollout } from '../rollout.ts'
import type { Estimator } from './estimator.ts'
import { estimateRow } from './gae.ts'

/**
 * A = (A_r - μ A_c) / (1 + μ), where an estimator before it gave A_r, A_c is the generalised advantage of the first constraint's costs, and
 * the price μ ≥ 0 rises by η (C - limit), C being the mean cost of the episodes that ended in the rollout.
 *
 * Logs `dual`, the price, and `episode_cost`.
 * Source: Ray, Achiam and Amodei 2019 (Benchmarking safe exploration), section 4, PPO-Lagrangian; the price by plain ascent.
 */
export function lagrangian(limit: number, rate: number, lambda: number): Estimator {
  return new Lagrangian(limit, rate, lambda)
}

class Lagrangian implements Estimator {
  private readonly limit: number
  private readonly rate: number
  private readonly lambda: number
  /** The price, and the last mean cost of an episode. */
  private readonly dual = new Float64Array(2)
  /** [n]: of each agent's episode so far */
  private running: Float64Array = new Float64Array(0)

  constructor(limit: number, rate: number, lambda: number) {
    this.limit = limit
    this.rate = rate
    this.lambda = lambda
  }

  estimate(rollout: Rollout, discount: number): Readonly<Record<string, number>> {
    const { rows, steps, advantages } = rollout
    const [columns] = rollout.costs
    this.raise(rollout, columns.rewards)
    for (let i = 0; i < rows; i++) estimateRow(rollout, columns, i, discount, this.lambda)
    const [price, cost] = this.dual
    for (let place = 0; place < steps * rows; place++) {
      advantages[place] = (advantages[place] - price * columns.advantages[place]) / (1 + price)
    }
    return { dual: price, episode_cost: cost }
  }

  /** Moves the price by what the episodes cost that ended. */
  private raise({ rows, steps, terminated, truncated }: Rollout, costs: Float64Array): void {
    if (this.running.length !== rows) this.running = new Float64Array(rows)
    let ended = 0
    let sum = 0
    for (let place = 0; place < steps * rows; place++) {
      const i = place % rows
      this.running[i] += costs[place]
      if (terminated[place] === 0 && truncated[place] === 0) continue
      ended++
      sum += this.running[i]
      this.running[i] = 0
    }
    if (ended === 0) return
    this.dual[1] = sum / ended
    this.dual[0] = Math.max(0, this.dual[0] + this.rate * (this.dual[1] - this.limit))
  }

  save(): Archive {
    return { 'lagrangian.dual': this.dual, 'lagrangian.running': this.running }
  }

  load(saved: Archive): void {
    this.dual.set(saved['lagrangian.dual'])
    this.running = saved['lagrangian.running'] as Float64Array
  }
}

/**
 * The planner's optimum by dynamic programming on a grid of beliefs: `HerdValue`.
 *
 * Symbols: as in social-learning.ts; V(b) optimal discounted value; delta discount.
 */
import { GauntletError, ParameterError } from '@gauntlet/core'
import {
  FOLLOWS,
  type HerdModel,
  beliefAfter,
  goodSignal,
  plannerReward,
  responseTo,
} from './social-learning.ts'

/**
 * How far q stays from the precisions at which agents change their minds: b from below, 1 - b and b from above. There the
 * value jumps; the margin is many times the rounding of a float32, in which actions are told.
 */
const MARGIN = 1e-6

/** Sweeps under the policy at hand between two searches for a better one. */
const EVALUATIONS = 100
const MAXIMUM_SEARCHES = 10_000
const LARGEST_CHANGE = 1e-10

/**
 * V(b) = max over q of r(b, q) + delta E V(b'), on `beliefs` equally spaced points with linear interpolation between them;
 * q from `precisions` equally spaced points of [1/2, 1], p, and either side of where agents change their minds.
 *
 * Modified policy iteration (Puterman and Shin 1978) to a change of 1e-10. Ranges: `delta` in [0, 1); `beliefs` and
 * `precisions` at least 2. The value is exact but for the grids; it may jump at b = 1/2.
 * Errors: ParameterError naming what is out of range.
 */
export class HerdValue {
  private readonly model: HerdModel
  private readonly delta: number
  private readonly beliefs: number
  private readonly values: Float64Array
  private readonly candidates: Float64Array

  constructor(model: HerdModel, delta: number, beliefs: number = 1001, precisions: number = 501) {
    requireOneOf('planner', model.planner, ['altruistic', 'biased'])
    requireOneOf('cost', model.cost, ['linear', 'quadratic'])
    requireRange('precision', model.precision, 0.5, 1)
    requireRange('slope', model.slope, 0, Number.MAX_VALUE)
    requireRange('loss', model.loss, 0, Number.MAX_VALUE)
    requireRange('delta', delta, 0, 1 - Number.EPSILON)
    for (const [name, count] of Object.entries({ beliefs, precisions })) {
      if (!(Number.isInteger(count) && count >= 2))
        throw new ParameterError(`HerdValue.${name}`, count, 'a whole number of at least 2')
    }
    this.model = model
    this.delta = delta
    this.beliefs = beliefs
    this.values = new Float64Array(beliefs)
    this.candidates = new Float64Array(precisions + 4)
    for (let k = 0; k < precisions; k++) this.candidates[k] = 0.5 + (0.5 * k) / (precisions - 1)
    this.candidates[precisions] = model.precision
    this.solve()
  }

  /** V at any belief in [0, 1]. Errors: ParameterError where it is none. */
  value(b: number): number {
    requireRange('belief', b, 0, 1)
    return this.at(b)
  }

  /** r(b, q) + delta E V(b'). */
  actionValue(b: number, q: number): number {
    const { model, delta } = this
    const reward = plannerReward(model, b, q)
    if (responseTo(b, q) !== FOLLOWS) return reward + delta * this.at(b)
    const good = goodSignal(b, q)
    const next = good * this.at(beliefAfter(b, q, true)) + (1 - good) * this.at(beliefAfter(b, q, false))
    return reward + delta * next
  }

  /** The best q at a belief; p where it ties with others, else the least of them. */
  bestPrecision(b: number): number {
    const { candidates, model } = this
    this.placeThresholds(b)
    let best = model.precision
    let highest = this.actionValue(b, best)
    for (let k = 0; k < candidates.length; k++) {
      const value = this.actionValue(b, candidates[k])
      if (value > highest + 1e-12) {
        best = candidates[k]
        highest = value
      }
    }
    return best
  }

  private at(b: number): number {
    const place = b * (this.beliefs - 1)
    const below = Math.min(this.beliefs - 2, Math.floor(place))
    const share = place - below
    return (1 - share) * this.values[below] + share * this.values[below + 1]
  }

  /** The last three candidates: just below b, at and just above the greater of b and 1 - b. */
  private placeThresholds(b: number): void {
    const { candidates } = this
    const greater = Math.max(b, 1 - b)
    candidates[candidates.length - 3] = Math.max(0.5, b - MARGIN)
    candidates[candidates.length - 2] = Math.min(1, greater + MARGIN)
    candidates[candidates.length - 1] = 1
  }

  private solve(): void {
    const { beliefs, values } = this
    const policy = new Float64Array(beliefs)
    const next = new Float64Array(beliefs)
    for (let search = 0; search < MAXIMUM_SEARCHES; search++) {
      for (let k = 0; k < beliefs; k++) policy[k] = this.bestPrecision(k / (beliefs - 1))
      let change = 0
      for (let sweep = 0; sweep < EVALUATIONS; sweep++) {
        for (let k = 0; k < beliefs; k++) next[k] = this.actionValue(k / (beliefs - 1), policy[k])
        if (sweep === 0)
          for (let k = 0; k < beliefs; k++) change = Math.max(change, Math.abs(next[k] - values[k]))
        values.set(next)
      }
      if (change < LARGEST_CHANGE) return
    }
    throw new GauntletError('solver', `herd: no fixed point after ${MAXIMUM_SEARCHES} searches`)
  }
}

function requireRange(name: string, value: number, least: number, most: number): void {
  if (!(value >= least && value <= most))
    throw new ParameterError(`HerdValue.${name}`, value, `a number from ${least} to ${most}`)
}

function requireOneOf(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw new ParameterError(`HerdValue.${name}`, value, allowed.join(' or '))
}

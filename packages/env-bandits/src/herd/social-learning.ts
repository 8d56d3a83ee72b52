/**
 * Social learning under a planner: `HerdModel`, `responseTo`, `goodSignal`, `beliefAfter`, `plannerReward`.
 *
 * Symbols: omega the state, G or B; b the public belief, P(omega = G); q precision of the next agent's signal, which is
 * right with probability q in [1/2, 1]; p the precision that costs nothing; k slope of the cost; C what a wrong action costs.
 */

/** What decides rewards. */
export interface HerdModel {
  /** `altruistic` wants agents to be right; `biased` wants them to choose G whatever the state. */
  readonly planner: 'altruistic' | 'biased'
  /** p, in [1/2, 1] */
  readonly precision: number
  /** `linear`: k |q - p|; `quadratic`: k (q - p)^2 */
  readonly cost: 'linear' | 'quadratic'
  /** k, at least 0 */
  readonly slope: number
  /** C, at least 0 */
  readonly loss: number
}

/** What a myopic agent does with its signal. */
export const FOLLOWS = 0
export const CHOOSES_GOOD = 1
export const CHOOSES_BAD = 2

/** An agent follows its signal where 1 - q <= b <= q; else it does what the public belief says, and reveals nothing. */
export function responseTo(b: number, q: number): number {
  if (q < b) return CHOOSES_GOOD
  return b < 1 - q ? CHOOSES_BAD : FOLLOWS
}

/** The probability of a signal that says G. */
export function goodSignal(b: number, q: number): number {
  return q * b + (1 - q) * (1 - b)
}

/** The public belief after a signal that others can read from the action. Bayes' rule. */
export function beliefAfter(b: number, q: number, good: boolean): number {
  const likelihood = good ? q : 1 - q
  const joint = likelihood * b
  const total = joint + (1 - likelihood) * (1 - b)
  return total > 0 ? joint / total : b
}

/** P(action is not omega), which costs agents C each. */
export function errorRate(b: number, q: number): number {
  const response = responseTo(b, q)
  return response === FOLLOWS ? 1 - q : response === CHOOSES_GOOD ? 1 - b : b
}

/** The planner's expected reward for one agent: at most 0. */
export function plannerReward(model: HerdModel, b: number, q: number): number {
  const { planner, precision, cost, slope, loss } = model
  const distance = Math.abs(q - precision)
  const spent = slope * (cost === 'linear' ? distance : distance * distance)
  if (planner === 'altruistic') return -spent - loss * errorRate(b, q)
  const response = responseTo(b, q)
  const bad = response === FOLLOWS ? 1 - goodSignal(b, q) : response === CHOOSES_BAD ? 1 : 0
  return -spent - loss * bad
}

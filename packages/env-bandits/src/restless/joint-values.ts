/**
 * Values of small restless bandits, of the optimal policy or of a given one: `discountedValues`, `finiteHorizonValues`,
 * `averageReward`, `optimalDecisions`. Every function takes the optimal policy where it is given none, and throws a
 * ParameterError where a discount is out of its range.
 */
import { GauntletError } from '@gauntlet/core'
import { requireDiscount } from './arm-chains.ts'
import type { ProductChain, StationaryPolicy } from './product-chain.ts'

/** Steps of value iteration at most. */
const ITERATIONS = 1_000_000
/** Changes below this share of the greatest value are its rounding, 16 units in its last place. */
const ROUNDING = 16 * Number.EPSILON

/**
 * Expected discounted reward from every joint state, within `tolerance`, or what rounding leaves of it where rewards are large.
 *
 * Value iteration with the bounds of MacQueen 1966 and Porteus 1971, so that what is returned lies within the tolerance of
 * the truth. Shapes: returns [joint states]. Ranges: `discount` in [0, 1).
 */
export function discountedValues(
  chain: ProductChain,
  discount: number,
  policy?: StationaryPolicy,
  tolerance: number = 1e-10,
): Float64Array {
  requireDiscount(discount, true)
  const step = new BellmanStep(chain, policy)
  let values = new Float64Array(chain.size)
  let next = new Float64Array(chain.size)
  for (let k = 0; k < ITERATIONS; k++) {
    step.apply(values, discount, next)
    const { low, high, rounding } = differences(values, next)
    const far = discount / (1 - discount)
    if (far * (high - low) <= Math.max(2 * tolerance, far * rounding))
      return next.map((value) => value + (far * (low + high)) / 2)
    ;[values, next] = [next, values]
  }
  throw unsettled('discounted values')
}

/** Expected sum of discount^t × reward over `horizon` steps, from every joint state. Ranges: `discount` in [0, 1]. */
export function finiteHorizonValues(
  chain: ProductChain,
  horizon: number,
  discount: number,
  policy?: StationaryPolicy,
): Float64Array {
  requireDiscount(discount, false)
  const step = new BellmanStep(chain, policy)
  let values = new Float64Array(chain.size)
  let next = new Float64Array(chain.size)
  for (let t = 0; t < horizon; t++) {
    step.apply(values, discount, next)
    ;[values, next] = [next, values]
  }
  return values
}

/** The number of an optimal subset for every step and joint state: [horizon][joint states]; the first where several are. */
export function optimalDecisions(chain: ProductChain, horizon: number, discount: number): Uint16Array[] {
  requireDiscount(discount, false)
  const step = new BellmanStep(chain)
  let values = new Float64Array(chain.size)
  let next = new Float64Array(chain.size)
  const decisions: Uint16Array[] = []
  for (let t = 0; t < horizon; t++) {
    const chosen = new Uint16Array(chain.size)
    step.apply(values, discount, next, chosen)
    decisions.push(chosen)
    ;[values, next] = [next, values]
  }
  return decisions.reverse()
}

/**
 * Reward per step in the long run, within `tolerance`, or what rounding leaves of it, where it is the same from every joint
 * state.
 *
 * Relative value iteration, halfway to standing still so that periodic chains settle. Errors: GauntletError where it does
 * not settle, as where the long run depends on the start.
 */
export function averageReward(
  chain: ProductChain,
  policy?: StationaryPolicy,
  tolerance: number = 1e-10,
): number {
  const step = new BellmanStep(chain, policy)
  const values = new Float64Array(chain.size)
  const next = new Float64Array(chain.size)
  for (let k = 0; k < ITERATIONS; k++) {
    step.apply(values, 1, next)
    const { low, high, rounding } = differences(values, next)
    if (high - low <= Math.max(2 * tolerance, rounding)) return (low + high) / 2
    const origin = next[0]
    for (let s = 0; s < values.length; s++) values[s] = 0.5 * (values[s] + next[s] - origin)
  }
  throw unsettled('the average reward')
}

/** One step of dynamic programming. */
class BellmanStep {
  private readonly chain: ProductChain
  private readonly policy: StationaryPolicy | undefined
  private readonly expected: Float64Array

  constructor(chain: ProductChain, policy?: StationaryPolicy) {
    this.chain = chain
    this.policy = policy
    this.expected = new Float64Array(chain.size)
  }

  /** Writes reward + discount × value afterwards to `next`, and the number of the best subset to `chosen`. */
  apply(values: Float64Array, discount: number, next: Float64Array, chosen?: Uint16Array): void {
    const { chain, policy, expected } = this
    next.fill(policy === undefined ? -Infinity : 0)
    for (let k = 0; k < chain.subsets.length; k++) {
      chain.expected(values, k, expected)
      const rewards = chain.rewards[k]
      for (let s = 0; s < next.length; s++) {
        const worth = rewards[s] + discount * expected[s]
        if (policy !== undefined) next[s] += policy[k][s] * worth
        else if (worth > next[s]) {
          next[s] = worth
          if (chosen !== undefined) chosen[s] = k
        }
      }
    }
  }
}

/** Least and greatest change, and by how much they may differ by rounding alone. */
function differences(
  values: Float64Array,
  next: Float64Array,
): { readonly low: number; readonly high: number; readonly rounding: number } {
  let low = Infinity
  let high = -Infinity
  let greatest = 0
  for (let s = 0; s < values.length; s++) {
    const change = next[s] - values[s]
    low = Math.min(low, change)
    high = Math.max(high, change)
    greatest = Math.max(greatest, Math.abs(next[s]))
  }
  return { low, high, rounding: ROUNDING * greatest }
}

function unsettled(what: string): GauntletError {
  return new GauntletError('convergence', `${what} did not settle in ${ITERATIONS} steps of value iteration`)
}

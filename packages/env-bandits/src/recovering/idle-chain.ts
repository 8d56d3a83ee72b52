/**
 * Recovering arms as one deterministic decision process: `IdleChain`, `optimalCycle`, `horizonOptimum`.
 */
import { GauntletError } from '@gauntlet/core'
import type { BudgetSet } from '../restless/budget-set.ts'
import { type RecoveryCurves, requireCurves } from './recovery-curves.ts'

/** States × subsets that are solved at most. */
const LARGEST = 4_000_000
/** Subsets at most: decisions are kept as numbers of 16 bits. */
const MOST_SUBSETS = 65_536
/** Steps of value iteration at most. */
const ITERATIONS = 1_000_000

/** States × subsets of an `IdleChain`; Infinity where that is beyond its limit. */
export function idleChainSize(curves: RecoveryCurves, set: BudgetSet): number {
  const subsets = set.count(MOST_SUBSETS)
  let size = subsets > MOST_SUBSETS ? Infinity : subsets
  for (let i = 0; i < curves.length && size <= LARGEST; i++) size *= curves[i].length
  return size > LARGEST ? Infinity : size
}

/**
 * A state is the idle time of every arm, up to the length of its curve: index (… (d_0 - 1) D_1 + d_1 - 1) D_2 + …, so that
 * the last state is the one in which all arms have recovered. Actions are the subsets of a budget.
 */
export class IdleChain {
  readonly size: number
  readonly subsets: readonly Uint8Array[]
  /** [subsets][states] */
  readonly rewards: readonly Float64Array[]
  readonly next: readonly Int32Array[]
  private readonly lengths: readonly number[]

  /**
   * Errors: ParameterError where curves fall, or the set is of another number of arms; GauntletError where states × subsets
   * exceed 4 million, or subsets 65,536.
   */
  constructor(curves: RecoveryCurves, set: BudgetSet) {
    requireCurves('curves', curves)
    set.requireElements(curves.length)
    const size = curves.reduce((total, curve) => total * curve.length, 1)
    if (idleChainSize(curves, set) === Infinity) {
      throw new GauntletError(
        'size',
        `got ${size} states and subsets of ${set.family}, expected at most ${LARGEST} states x subsets, and ${MOST_SUBSETS} subsets`,
      )
    }
    this.size = size
    this.lengths = curves.map((curve) => curve.length)
    this.subsets = set.enumerate(MOST_SUBSETS)!
    this.rewards = this.subsets.map(() => new Float64Array(size))
    this.next = this.subsets.map(() => new Int32Array(size))
    const idle = new Int32Array(curves.length)
    const moved = new Int32Array(curves.length)
    for (let s = 0; s < size; s++) {
      this.idleTimes(s, idle)
      for (const [k, subset] of this.subsets.entries()) {
        for (let i = 0; i < idle.length; i++) {
          if (subset[i] === 1) this.rewards[k][s] += curves[i][idle[i] - 1]
          moved[i] = subset[i] === 1 ? 1 : Math.min(idle[i] + 1, curves[i].length)
        }
        this.next[k][s] = this.indexOf(moved, 0)
      }
    }
  }

  /** The state of idle times [from] on; those beyond a curve count as its length. */
  indexOf(idle: ArrayLike<number>, from: number): number {
    let index = 0
    for (const [i, length] of this.lengths.entries())
      index = index * length + Math.min(idle[from + i], length) - 1
    return index
  }

  private idleTimes(state: number, idle: Int32Array): void {
    let rest = state
    for (let i = idle.length - 1; i >= 0; i--) {
      idle[i] = (rest % this.lengths[i]) + 1
      rest = Math.floor(rest / this.lengths[i])
    }
  }

  /** Writes the best reward + value afterwards to `next`, and the number of its first subset to `chosen`. */
  improve(values: Float64Array, next: Float64Array, chosen?: Uint16Array): void {
    next.fill(-Infinity)
    for (let k = 0; k < this.subsets.length; k++) {
      const rewards = this.rewards[k]
      const to = this.next[k]
      for (let s = 0; s < next.length; s++) {
        const worth = rewards[s] + values[to[s]]
        if (worth > next[s]) {
          next[s] = worth
          if (chosen !== undefined) chosen[s] = k
        }
      }
    }
  }
}

/** A cycle of subsets, and what it pays per step once it has settled in. */
export interface PullCycle {
  readonly average: number
  readonly cycle: readonly Uint8Array[]
}

/**
 * The policy of greatest reward per step: a cycle, within `tolerance` of the best.
 *
 * Relative value iteration, halfway to standing still so that cycles settle (Schweitzer 1971), until its bounds meet; then
 * the cycle into which the best decisions lead, whose average is exact.
 */
export function optimalCycle(chain: IdleChain, tolerance: number = 1e-9): PullCycle {
  const values = new Float64Array(chain.size)
  const next = new Float64Array(chain.size)
  for (let k = 0; k < ITERATIONS; k++) {
    chain.improve(values, next)
    let low = Infinity
    let high = -Infinity
    for (let s = 0; s < values.length; s++) {
      low = Math.min(low, next[s] - values[s])
      high = Math.max(high, next[s] - values[s])
    }
    if (high - low <= tolerance) return cycleOf(chain, values)
    const origin = next[0]
    for (let s = 0; s < values.length; s++) values[s] = 0.5 * (values[s] + next[s] - origin)
  }
  throw new GauntletError('convergence', `the optimal cycle did not settle in ${ITERATIONS} steps`)
}

/** Where the best decisions for `values` lead from the state in which all arms have recovered. */
function cycleOf(chain: IdleChain, values: Float64Array): PullCycle {
  const chosen = new Uint16Array(chain.size)
  chain.improve(values, new Float64Array(chain.size), chosen)
  const seenAt = new Map<number, number>()
  const path: number[] = []
  let s = chain.size - 1
  while (!seenAt.has(s)) {
    seenAt.set(s, path.length)
    path.push(s)
    s = chain.next[chosen[s]][s]
  }
  const cycle = path.slice(seenAt.get(s))
  const reward = cycle.reduce((sum, state) => sum + chain.rewards[chosen[state]][state], 0)
  return { average: reward / cycle.length, cycle: cycle.map((state) => chain.subsets[chosen[state]]) }
}

/** The greatest reward in `horizon` steps from where all arms have recovered, and the subset to choose: [horizon][states]. */
export function horizonOptimum(
  chain: IdleChain,
  horizon: number,
): { readonly reward: number; readonly decisions: readonly Uint16Array[] } {
  let values = new Float64Array(chain.size)
  let next = new Float64Array(chain.size)
  const decisions: Uint16Array[] = []
  for (let t = 0; t < horizon; t++) {
    const chosen = new Uint16Array(chain.size)
    chain.improve(values, next, chosen)
    decisions.push(chosen)
    ;[values, next] = [next, values]
  }
  return { reward: values[chain.size - 1], decisions: decisions.reverse() }
}

/** All arms of a small restless bandit as one Markov decision process: `ProductChain`, `StationaryPolicy`. */
import { GauntletError } from '@gauntlet/core'
import { type ArmChains, requireChains } from './arm-chains.ts'
import type { BudgetSet } from './budget-set.ts'

/** Joint states × subsets that are solved at most. */
const LARGEST = 4_000_000
/** Subsets at most: decisions are kept as numbers of 16 bits. */
const MOST_SUBSETS = 65_536

/** Chances of every subset in every joint state: [subsets][joint states]. */
export type StationaryPolicy = readonly Float64Array[]

/**
 * The product of the arms. Joint states count in base n, arm 0 first: s = (s_0 n + s_1) n + … ; actions are the subsets
 * of a budget, numbered as `BudgetSet.enumerate` lists them.
 */
export class ProductChain {
  readonly chains: ArmChains
  /** Joint states. */
  readonly size: number
  readonly subsets: readonly Uint8Array[]
  /** [subsets][joint states]: the sum of the arms' rewards */
  readonly rewards: readonly Float64Array[]
  private readonly scratch: Float64Array
  /** Rows of [arms, 2, states] hold the chances [rowStarts[row]] to [rowStarts[row + 1] - 1] that are not 0. */
  private readonly rowStarts: Int32Array
  private readonly targets: Int32Array
  private readonly chances: Float64Array

  /**
   * Errors: ParameterError where the arms are none, or the set is of another number of them; GauntletError where joint
   * states × subsets exceed 4 million, or subsets 65,536.
   */
  constructor(chains: ArmChains, set: BudgetSet) {
    set.requireElements(chains.arms)
    requireChains('arms', chains)
    if (productSize(chains, set) === Infinity) {
      throw new GauntletError(
        'size',
        `got ${chains.arms} arms of ${chains.states} states and subsets of ${set.family}, ` +
          `expected at most ${LARGEST} joint states x subsets, and ${MOST_SUBSETS} subsets`,
      )
    }
    const subsets = set.enumerate(MOST_SUBSETS)!
    this.chains = chains
    this.subsets = subsets
    this.size = sizeOf(chains)
    this.scratch = new Float64Array(this.size)
    const { states, transitions } = chains
    const places = Array.from(transitions, (_, place) => place).filter((place) => transitions[place] > 0)
    this.targets = Int32Array.from(places, (place) => place % states)
    this.chances = Float64Array.from(places, (place) => transitions[place])
    this.rowStarts = new Int32Array(transitions.length / states + 1)
    for (const place of places) this.rowStarts[Math.floor(place / states) + 1]++
    for (let row = 0; row + 1 < this.rowStarts.length; row++) this.rowStarts[row + 1] += this.rowStarts[row]
    this.rewards = subsets.map((subset) => this.jointRewards(subset))
  }

  /** The joint state of states [from] to [from + arms - 1]. */
  indexOf(states: ArrayLike<number>, from: number = 0): number {
    let index = 0
    for (let i = 0; i < this.chains.arms; i++) index = index * this.chains.states + states[from + i]
    return index
  }

  /** The states of the arms in a joint state. */
  statesOf(index: number): number[] {
    const states: number[] = []
    for (let i = 0, rest = index; i < this.chains.arms; i++) {
      states.unshift(rest % this.chains.states)
      rest = Math.floor(rest / this.chains.states)
    }
    return states
  }

  /**
   * Writes the expected value after subset number `k`, for every joint state: `values` and `out` are [joint states].
   * One arm after the other, which costs arms × states for each joint state.
   */
  expected(values: Float64Array, k: number, out: Float64Array): void {
    const { arms, states } = this.chains
    // An odd number of arms ends where an even number does, in `out`.
    let [from, to] = arms % 2 === 1 ? [values, out] : [values, this.scratch]
    let stride = 1
    for (let i = arms - 1; i >= 0; i--) {
      this.contract(from, to, stride, (2 * i + this.subsets[k][i]) * states)
      from = to
      to = to === out ? this.scratch : out
      stride *= states
    }
  }

  /** to[…, s, …] = sum over t of P[s, t] from[…, t, …], for the arm whose states are `stride` apart. */
  private contract(from: Float64Array, to: Float64Array, stride: number, row: number): void {
    const { states } = this.chains
    const { rowStarts, targets, chances } = this
    const block = stride * states
    for (let first = 0; first < this.size; first += block) {
      for (let s = 0; s < states; s++) {
        const end = rowStarts[row + s + 1]
        for (let low = first; low < first + stride; low++) {
          let sum = 0
          for (let k = rowStarts[row + s]; k < end; k++) sum += chances[k] * from[low + targets[k] * stride]
          to[low + s * stride] = sum
        }
      }
    }
  }

  private jointRewards(subset: Uint8Array): Float64Array {
    const { arms, states, rewards } = this.chains
    return Float64Array.from({ length: this.size }, (_, index) => {
      let sum = 0
      for (let i = arms - 1, rest = index; i >= 0; i--) {
        sum += rewards[(2 * i + subset[i]) * states + (rest % states)]
        rest = Math.floor(rest / states)
      }
      return sum
    })
  }
}

/** Joint states × subsets of a product chain of the arms; Infinity where that is beyond its limit. */
export function productSize(chains: ArmChains, set: BudgetSet): number {
  const subsets = set.count(MOST_SUBSETS)
  const size = subsets > MOST_SUBSETS ? Infinity : sizeOf(chains) * subsets
  return size > LARGEST ? Infinity : size
}

/** The policy that takes the subset of greatest total index. `indices` [arms, states]. */
export function indexPolicyOf(chain: ProductChain, set: BudgetSet, indices: Float64Array): StationaryPolicy {
  const { arms, states } = chain.chains
  const policy = chain.subsets.map(() => new Float64Array(chain.size))
  const numbers = new Map(chain.subsets.map((subset, k) => [subset.join(''), k]))
  const scores = new Float64Array(arms)
  const subset = new Uint8Array(arms)
  for (let index = 0; index < chain.size; index++) {
    for (const [i, s] of chain.statesOf(index).entries()) scores[i] = indices[i * states + s]
    set.choose(scores, 0, subset, 0)
    policy[numbers.get(subset.join(''))!][index] = 1
  }
  return policy
}

function sizeOf({ arms, states }: ArmChains): number {
  let size = 1
  for (let i = 0; i < arms && size <= LARGEST; i++) size *= states
  return size
}

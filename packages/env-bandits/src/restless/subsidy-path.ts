/** What is optimal for one arm as passivity is paid for more and more: `subsidyPath`, `SubsidySegment`, `segmentAt`. */
import { GauntletError } from '@gauntlet/core'
import { type Arm, requireChains, requireDiscount } from './arm-chains.ts'
import { inverseOf } from './inverse.ts'

/**
 * Between two subsidies one policy is optimal, and every value is linear in the subsidy: base[s] + subsidy × slope[s].
 */
export interface SubsidySegment {
  /** The segment begins at this subsidy, -Infinity for the first; it ends where the next begins. */
  readonly from: number
  /** [states]: 1 where the policy is active */
  readonly active: Uint8Array
  /** [states]: value without subsidy; discounted time spent passive */
  readonly base: Float64Array
  readonly slope: Float64Array
  /** [states]: what active is worth more than passive: advantageBase[s] + subsidy × advantageSlope[s] */
  readonly advantageBase: Float64Array
  readonly advantageSlope: Float64Array
}

/** A slope nearer to 0 than this is rounding. */
const FLAT = 1e-10
/** Policies for each state before it is said that the path has no end; it visits n + 1 where an arm is indexable. */
const POLICIES_PER_STATE = 1000

/**
 * The optimal policies of an arm, from always active (subsidy -Infinity) to always passive, exactly.
 *
 * Starting with the optimal policy, the next subsidy is looked for at which a state's advantage changes its sign; that
 * state changes its action, and the inverse of I - discount × P follows by a rank-one update. So n states cost O(n^3)
 * where each changes once. That a state's action changes back is not excluded: the path holds for every arm.
 *
 * Ranges: `discount` in [0, 1). Errors: ParameterError where it is not, or the arm is none. Source: parametric policy iteration, as in Gast, Gaujal and Khun 2023, Mathematical
 * Methods of Operations Research 97, section 4 (there for indexable arms).
 */
export function subsidyPath(arm: Arm, discount: number): SubsidySegment[] {
  const { states } = arm
  requireChains('arm', { ...arm, arms: 1 })
  requireDiscount(discount, true)
  const active = new Uint8Array(states).fill(1)
  const inverse = inverseOf(stayingMatrix(arm, discount))
  const segments: SubsidySegment[] = []
  let from = -Infinity
  for (let visits = 0; visits <= POLICIES_PER_STATE * states; visits++) {
    const segment = segmentOf(arm, discount, active, inverse, from)
    const change = nextChange(segment)
    // Several states may change at one subsidy; only the last policy there lasts.
    if (change === undefined || change.subsidy > from) segments.push(segment)
    if (change === undefined) return segments
    from = change.subsidy
    exchangeRow(arm, discount, active, inverse, change.state)
  }
  throw new GauntletError(
    'whittle',
    `got an arm of ${states} states that still changes at subsidy ${from} after ` +
      `${POLICIES_PER_STATE * states} policies, expected fewer`,
  )
}

/** The segment in which a subsidy lies, the later one where two meet. */
export function segmentAt(path: readonly SubsidySegment[], subsidy: number): SubsidySegment {
  let k = path.length - 1
  while (k > 0 && path[k].from > subsidy) k--
  return path[k]
}

/** I - discount × P of the policy that is always active, row-major. */
function stayingMatrix({ states, transitions }: Arm, discount: number): Float64Array {
  const matrix = new Float64Array(states * states)
  for (let s = 0; s < states; s++) {
    for (let to = 0; to < states; to++) {
      matrix[s * states + to] = (s === to ? 1 : 0) - discount * transitions[(states + s) * states + to]
    }
  }
  return matrix
}

function segmentOf(
  { states, transitions, rewards }: Arm,
  discount: number,
  active: Uint8Array,
  inverse: Float64Array,
  from: number,
): SubsidySegment {
  const base = new Float64Array(states)
  const slope = new Float64Array(states)
  for (let s = 0; s < states; s++) {
    for (let to = 0; to < states; to++) {
      const visits = inverse[s * states + to]
      base[s] += visits * rewards[active[to] * states + to]
      if (active[to] === 0) slope[s] += visits
    }
  }
  const advantageBase = new Float64Array(states)
  const advantageSlope = new Float64Array(states)
  for (let s = 0; s < states; s++) {
    advantageBase[s] = rewards[states + s] - rewards[s]
    advantageSlope[s] = -1
    for (let to = 0; to < states; to++) {
      const change = discount * (transitions[(states + s) * states + to] - transitions[s * states + to])
      advantageBase[s] += change * base[to]
      advantageSlope[s] += change * slope[to]
    }
  }
  return { from, active: active.slice(), base, slope, advantageBase, advantageSlope }
}

/** The first state whose action is no longer optimal, and from which subsidy on. */
function nextChange({
  from,
  active,
  advantageBase,
  advantageSlope,
}: SubsidySegment): { readonly state: number; readonly subsidy: number } | undefined {
  let state = -1
  let subsidy = Infinity
  for (let s = 0; s < active.length; s++) {
    const leaves = active[s] === 1 ? advantageSlope[s] < -FLAT : advantageSlope[s] > FLAT
    if (!leaves) continue
    const crossing = Math.max(from, -advantageBase[s] / advantageSlope[s])
    if (crossing < subsidy) {
      state = s
      subsidy = crossing
    }
  }
  return state < 0 ? undefined : { state, subsidy }
}

/** Gives `state` its other action, in `active` and in the inverse (Sherman and Morrison 1950). */
function exchangeRow(
  { states, transitions }: Arm,
  discount: number,
  active: Uint8Array,
  inverse: Float64Array,
  state: number,
): void {
  const before = (active[state] * states + state) * states
  const after = ((1 - active[state]) * states + state) * states
  const column = Float64Array.from({ length: states }, (_, s) => inverse[s * states + state])
  const row = new Float64Array(states)
  for (let k = 0; k < states; k++) {
    const change = discount * (transitions[before + k] - transitions[after + k])
    for (let to = 0; to < states; to++) row[to] += change * inverse[k * states + to]
  }
  const divisor = 1 + row[state]
  for (let s = 0; s < states; s++) {
    const factor = column[s] / divisor
    for (let to = 0; to < states; to++) inverse[s * states + to] -= factor * row[to]
  }
  active[state] = 1 - active[state]
}

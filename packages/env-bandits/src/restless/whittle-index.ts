/** Whittle indices: `whittleIndices`, `twoStateWhittle`, `WhittleIndices`. */
import { ParameterError } from '@gauntlet/core'
import { type Arm, requireChains, requireDiscount } from './arm-chains.ts'
import { type SubsidySegment, subsidyPath } from './subsidy-path.ts'

export interface WhittleIndices {
  /** Whether the set of states in which passivity is optimal only grows with the subsidy. */
  readonly indexable: boolean
  /** [states]: the subsidy from which on the state stays passive; the Whittle index where the arm is indexable. */
  readonly indices: Float64Array
}

/**
 * Whittle indices of an arm under discount, and whether they exist.
 *
 * Exact: no search over subsidies. Ranges: `discount` in [0, 1). Errors: as `subsidyPath`. Source: Whittle 1988, Restless bandits: activity
 * allocation in a changing world.
 */
export function whittleIndices(arm: Arm, discount: number): WhittleIndices {
  return indicesOfPath(subsidyPath(arm, discount))
}

/** The indices that a path shows. */
export function indicesOfPath(path: readonly SubsidySegment[]): WhittleIndices {
  const { length } = path[0].active
  const indices = new Float64Array(length).fill(-Infinity)
  let indexable = true
  for (let k = 1; k < path.length; k++) {
    const before = path[k - 1].active
    const { active, from } = path[k]
    for (let s = 0; s < length; s++) {
      if (before[s] === 1 && active[s] === 0) indices[s] = from
      if (before[s] === 0 && active[s] === 1) indexable = false
    }
  }
  return { indexable, indices }
}

/**
 * Whittle indices of an arm of two states in closed form; every such arm is indexable.
 *
 * At its index a state is indifferent, and the other state is passive already where its index is lower. For state s, other
 * state o with action b, q^a the chance to go from s to o and r^b to stay in o, D = V(o) - V(s):
 * D = (R_b(o) + (1 - b) W - R_1(s)) / (1 - discount (r^b - q^1)), W = R_1(s) - R_0(s) + discount (q^1 - q^0) D.
 * Ranges: `discount` in [0, 1). Errors: ParameterError where it is not, or the arm is none of two states.
 */
export function twoStateWhittle(arm: Arm, discount: number): [number, number] {
  if (arm.states !== 2) throw new ParameterError('arm.states', arm.states, '2')
  requireChains('arm', { ...arm, arms: 1 })
  requireDiscount(discount, true)
  const lastZero: [number, number] = [indifference(arm, discount, 0, 0), indifference(arm, discount, 1, 1)]
  const lastOne: [number, number] = [indifference(arm, discount, 0, 1), indifference(arm, discount, 1, 0)]
  return lastZero[0] >= lastZero[1] ? lastZero : lastOne
}

/** The subsidy at which state `s` is indifferent where the other state's action is `b`. */
function indifference({ transitions, rewards }: Arm, discount: number, s: number, b: number): number {
  const o = 1 - s
  const toOther = (action: number): number => transitions[(2 * action + s) * 2 + o]
  const stays = transitions[(2 * b + o) * 2 + o]
  const gain = (discount * (toOther(1) - toOther(0))) / (1 - discount * (stays - toOther(1)))
  const worth = rewards[2 + s] - rewards[s] + gain * (rewards[2 * b + o] - rewards[2 + s])
  return worth / (1 - gain * (1 - b))
}

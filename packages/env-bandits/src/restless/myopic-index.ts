/** What being active gains at once: `myopicIndices`. */
import type { ArmChains } from './arm-chains.ts'

/**
 * R_1(s) - R_0(s) for every arm and state; where no intervention changes any reward, so that the rewards are those of
 * states, the expected reward of the next step instead: sum over t of (P_1(s, t) - P_0(s, t)) R(t).
 *
 * Shapes: returns [arms, states].
 */
export function myopicIndices({ arms, states, transitions, rewards }: ArmChains): Float64Array {
  const indices = new Float64Array(arms * states)
  for (let i = 0; i < arms; i++) {
    const passive = 2 * i * states
    for (let s = 0; s < states; s++)
      indices[i * states + s] = rewards[passive + states + s] - rewards[passive + s]
  }
  if (indices.some((gain) => gain !== 0)) return indices
  for (let i = 0; i < arms; i++) {
    const passive = 2 * i * states
    for (let s = 0; s < states; s++) {
      for (let t = 0; t < states; t++) {
        const change =
          transitions[(passive + states + s) * states + t] - transitions[(passive + s) * states + t]
        indices[i * states + s] += change * rewards[passive + t]
      }
    }
  }
  return indices
}

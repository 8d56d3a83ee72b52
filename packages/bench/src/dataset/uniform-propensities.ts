/** With which probability uniform play acts as it does: `uniformPropensities`. */
import { type ActionArray, type Environment, maskWidth } from '@gauntlet/core'

/**
 * Of every agent's action in the one world of an environment: one over the number of legal choices, factor by factor. NaN in a
 * box, where it is a density, and of subsets, which an oracle chooses.
 */
export function uniformPropensities(environment: Environment, actions: ActionArray): Float64Array {
  const { spec, actionMask } = environment
  const { action, agents } = spec
  const result = new Float64Array(agents)
  if (action.kind === 'box' || action.kind === 'combinatorial') return result.fill(Number.NaN)
  const counts = action.kind === 'discrete' ? [action.n] : action.counts
  const width = maskWidth(action)
  result.fill(1)
  for (let f = 0, offset = 0; f < counts.length; offset += counts[f++]) {
    const after = f > 0 ? maskAfter(environment, f, counts[f], actions) : undefined
    for (let a = 0; a < agents; a++) {
      const [mask, from] = after === undefined ? [actionMask, a * width + offset] : [after, a * counts[f]]
      result[a] /= legal(mask, from, counts[f])
    }
  }
  return result
}

/** The mask of a factor where it depends on those before, [agents, count]. */
function maskAfter(
  environment: Environment,
  factor: number,
  count: number,
  actions: ActionArray,
): Uint8Array | undefined {
  if (environment.maskAfter === undefined) return undefined
  const mask = new Uint8Array(environment.spec.agents * count)
  environment.maskAfter.maskAfter(factor, actions as Int32Array, mask)
  return mask
}

function legal(mask: Uint8Array | undefined, from: number, count: number): number {
  if (mask === undefined) return count
  let sum = 0
  for (let k = 0; k < count; k++) sum += mask[from + k]
  return sum
}

/** The loop of all policies that order up to levels: `orderUpToPolicy`. */
import type { Policy } from '@gauntlet/core'

/** Every edge orders min(cap, max(level - position, 0)); `positions` as in `Positions`. Shapes: [edges]. */
export function orderUpToPolicy(
  positions: readonly Int32Array[],
  levels: readonly number[],
  caps: readonly number[] = levels.map(() => Infinity),
): Policy {
  const edges = positions.length
  return {
    begin() {},
    act({ observations, batch, spec }, actions) {
      const width = spec.observation.shape[0]
      for (let e = 0; e < edges; e++) {
        const indices = positions[e]
        const level = levels[e]
        const cap = caps[e]
        for (let w = 0; w < batch; w++) {
          let short = level
          for (let i = 0; i < indices.length; i++) short -= observations[w * width + indices[i]]
          actions[w * edges + e] = short > 0 ? (short < cap ? short : cap) : 0
        }
      }
    },
  }
}

/** Where an agent must be: `onlyCells`. */
import { HARD, MOVE, type Path, type Reservations, TAKEN, sideOf } from './reservations.ts'
import type { Ways } from './ways.ts'

/** In a list of cells by step: there are several in which an agent may be. */
const SEVERAL = -1

/**
 * By step, the one cell in which an agent is on all its paths of a cost, or `SEVERAL`: the width of its multi-valued
 * decision diagram. What must be kept in `reservations` bounds the paths, of which there must be one.
 *
 * Shapes: returns [cost + 1].
 * Source: Sharon et al. 2013, "The increasing cost tree search for optimal multi-agent pathfinding", section 4.
 */
export function onlyCells(ways: Ways, reservations: Reservations, path: Path, goal: number): Int32Array {
  const { cellOf, successors, actions } = ways.motion
  const { cost } = path
  const h = ways.to(goal)
  const layers: number[][] = [[path.states[0]]]
  for (let t = 0; t < cost; t++) {
    const layer = new Set<number>()
    for (const state of layers[t]) {
      for (let k = state * actions; k < (state + 1) * actions; k++) {
        const next = successors[k]
        if (next < 0 || h[next] > cost - t - 1) continue
        if (isAllowed(reservations, cellOf[state], cellOf[next], t + 1)) layer.add(next)
      }
    }
    layers.push([...layer])
  }
  const only = new Int32Array(cost + 1)
  let ahead = new Set(layers[cost])
  only[cost] = goal
  for (let t = cost - 1; t >= 0; t--) {
    const kept = layers[t].filter((state) => {
      for (let k = state * actions; k < (state + 1) * actions; k++) {
        const next = successors[k]
        if (next >= 0 && ahead.has(next) && isAllowed(reservations, cellOf[state], cellOf[next], t + 1))
          return true
      }
      return false
    })
    const cell = cellOf[kept[0]]
    only[t] = kept.every((state) => cellOf[state] === cell) ? cell : SEVERAL
    ahead = new Set(kept)
  }
  return only
}

/** Whether one may go from a cell to one beside it, or stay, in the step that ends with `t`. */
function isAllowed(
  { motion, bits, stride, rows, last }: Reservations,
  from: number,
  to: number,
  t: number,
): boolean {
  const base = rows[to] * stride
  if ((bits[base + Math.min(t, last)] & (TAKEN << HARD)) !== 0) return false
  const back = sideOf(from - to, motion.map.columns)
  return back < 0 || (bits[base + Math.min(t - 1, last)] & (MOVE << (back + HARD))) === 0
}

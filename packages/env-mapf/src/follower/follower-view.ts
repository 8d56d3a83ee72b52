/** What Follower's agents observe: `writeFollowerView`. */
import type { GridWorlds } from '../worlds.ts'
import type { FollowerPlanner } from './follower-planner.ts'

/**
 * Plans for every agent of world `w`, and writes what it sees `border` = R cells to each side: a plane in which obstacles are
 * -1, the path +1 from the agent's own cell until it first leaves the window, and all else 0; and a plane of agents.
 *
 * Shapes: `out` [batch, agents, 2, 2R + 1, 2R + 1].
 * Returns the sum over agents of agents in sight, the observer included, per free cell in sight.
 * Source: Skrynnik et al. 2024, Follower; learn-to-follow, `generate_input`.
 */
export function writeFollowerView(
  worlds: GridWorlds,
  w: number,
  planner: FollowerPlanner,
  out: Float32Array,
): number {
  const { agents, cells, border, stride, positions, obstacles, agentPlane, freeInSight } = worlds
  const side = 2 * border + 1
  const area = side * side
  let density = 0
  for (let i = w * agents; i < (w + 1) * agents; i++) {
    const cell = w * cells + positions[i]
    let from = cell - border * (stride + 1)
    let to = 2 * i * area
    let seen = 0
    for (let row = 0; row < side; row++, from += stride - side) {
      for (let column = 0; column < side; column++, from++, to++) {
        out[to] = 0 - obstacles[from]
        out[to + area] = agentPlane[from]
        seen += agentPlane[from]
      }
    }
    density += seen / freeInSight[cell]
    markPath(worlds, planner, i, out, 2 * i * area + (area >> 1))
  }
  return density
}

/** Marks the path of agent `i` where the window shows it; `middle` is the place of the agent's own cell. */
function markPath(
  { border, rowOf, columnOf, positions }: GridWorlds,
  planner: FollowerPlanner,
  i: number,
  out: Float32Array,
  middle: number,
): void {
  const length = planner.plan(i)
  const { path } = planner
  const side = 2 * border + 1
  const row = rowOf[positions[i]]
  const column = columnOf[positions[i]]
  for (let k = length - 1; k >= 0; k--) {
    const down = rowOf[path[k]] - row
    const right = columnOf[path[k]] - column
    if (down < -border || down > border || right < -border || right > border) return
    out[middle + down * side + right] = 1
  }
}

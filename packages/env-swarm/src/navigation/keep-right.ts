/** Going to the goal, and to the right of it where somebody is in the way: `keepRight`. */
import type { Motion } from './navigation-view.ts'
import type { NavigationProblem } from './problem.ts'

/** By how much an agent turns, in radians, as cosine and sine. */
const COSINE = 0.6967067093471654
const SINE = 0.7173560908995228
/** In the way is who is nearer than this gap, in radii, and ahead by more than this cosine. */
const GAP = 1 / 3
const AHEAD = 0.3

/**
 * Writes to `actions` [i] and [i + 1] the full speed on the way to the goal, turned 0.8 radians to the right where another agent
 * is in the way and nearer than the goal: what all do alike resolves the deadlocks of a barrier. `i` is where the agent lies in
 * arrays of pairs.
 */
export function keepRight(
  { agents, radius, speed, timeStep, sight }: NavigationProblem,
  { positions, goals }: Motion,
  i: number,
  actions: Float32Array,
): void {
  const goalX = goals[i] - positions[i]
  const goalY = goals[i + 1] - positions[i + 1]
  const left = Math.sqrt(goalX * goalX + goalY * goalY)
  const length = Math.max(speed * timeStep, left)
  const x = goalX / length
  const y = goalY / length
  const pace = left / length
  const first = i - (i % (2 * agents))
  let blocked = false
  for (let j = first; j < first + 2 * agents; j += 2) {
    const dx = positions[j] - positions[i]
    const dy = positions[j + 1] - positions[i + 1]
    const distance = Math.sqrt(dx * dx + dy * dy)
    const near = distance < Math.min((2 + GAP) * radius, left + 2 * radius, sight)
    if (j !== i && near && dx * x + dy * y > AHEAD * distance * pace) blocked = true
  }
  actions[i] = blocked ? COSINE * x + SINE * y : x
  actions[i + 1] = blocked ? COSINE * y - SINE * x : y
}

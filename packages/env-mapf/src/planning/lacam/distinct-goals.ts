/** Tasks in which agents share goals: `distinctGoals`. */
import type { Motion } from '../motion.ts'
import type { Task } from '../planner.ts'

/**
 * The task with a goal of its own for every agent: of those who share one the nearest keeps it, the others, by index,
 * get the cells nearest to it that are nobody's goal. Where no goal is shared, the task itself.
 */
export function distinctGoals(task: Task): Task {
  const { ways, states, goals } = task
  if (new Set(goals).size === goals.length) return task
  const owners = new Map<number, number>()
  for (const [a, goal] of goals.entries()) {
    const owner = owners.get(goal)
    const table = ways.to(goal)
    if (owner === undefined || table[states[a]] < table[states[owner]]) owners.set(goal, a)
  }
  const taken = new Uint8Array(ways.motion.states)
  for (const goal of goals) taken[goal] = 1
  const own = goals.map((goal, a) => {
    if (owners.get(goal) === a) return goal
    const cell = nearestOpen(ways.motion, goal, taken)
    taken[cell] = 1
    return cell
  })
  return { ways, states, goals: own }
}

/** The cell nearest to a cell that is not taken; there is one, since agents are no more than the cells they can reach. */
function nearestOpen({ successors, actions, states }: Motion, from: number, taken: Uint8Array): number {
  const seen = new Uint8Array(states)
  const queue = [from]
  seen[from] = 1
  for (const cell of queue) {
    if (taken[cell] === 0) return cell
    for (let k = cell * actions; k < (cell + 1) * actions; k++) {
      const next = successors[k]
      if (next < 0 || seen[next] === 1) continue
      seen[next] = 1
      queue.push(next)
    }
  }
  return from
}

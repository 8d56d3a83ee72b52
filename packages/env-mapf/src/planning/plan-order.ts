/** Who chooses first: `fallBack`, `newcomersOf`. */
import type { Task } from './planner.ts'
import type { WindowPlan } from './window-plan.ts'

/** Moves the agents that are marked behind the others; else the order stays. Shapes: `order` and `marked` [agents]. */
export function fallBack(order: Int32Array, marked: Uint8Array): void {
  const behind = order.filter((a) => marked[a] === 1)
  let count = 0
  for (let k = 0; k < order.length; k++) if (marked[order[k]] === 0) order[count++] = order[k]
  order.set(behind, count)
}

/** Those who have other goals than in the plan before: they fall behind all others, as PIBT has it. */
export function newcomersOf({ goals, agents }: WindowPlan, task: Task, order: Int32Array): number[] {
  const arrived = Uint8Array.from({ length: agents }, (_, a) => (goals[a] === task.goals[a] ? 0 : 1))
  const newcomers = Array.from(order).filter((a) => arrived[a] === 1)
  fallBack(order, arrived)
  return newcomers
}

/** What planners are asked and what they answer: `Task`, `Planner`, `TimedStates`, `taskOf`, `planOf`. */
import type { Stream } from '@gauntlet/core'
import type { MapfInstance, Plan } from '../formats/validate.ts'
import { walking } from './motion.ts'
import { Ways } from './ways.ts'

/** Agents that are to reach one goal each, without conflicts; every one of them stands on the map. */
export interface Task {
  readonly ways: Ways
  /** [agents]: the state in which each agent is, no two in one cell */
  readonly states: Int32Array
  /** [agents]: the cell that each is to reach; there is a way to it */
  readonly goals: Int32Array
}

/**
 * Where every agent is step after step: [steps + 1, agents] states, the task's own first. No two agents are ever in one
 * cell, and no two change cells.
 */
export type TimedStates = Int32Array

/** Makes plans for one world, task after task. */
export interface Planner {
  /** An episode begins: whatever is remembered of earlier tasks is forgotten. */
  begin(): void
  /**
   * A plan of at least one step. Draws from the stream alone, and nothing where there is none. Limits count nodes, so that
   * the same task has the same plan on every machine.
   */
  plan(task: Task, stream: Stream | undefined): TimedStates
}

/** An instance, of which every agent's first goal counts, as a task of agents that walk. The instance must be right: see `validateInstance`. */
export function taskOf({ map, starts, goals }: MapfInstance): Task {
  const ways = new Ways(walking(map), starts.length)
  return { ways, states: starts, goals: Int32Array.from(goals, ([goal]) => goal) }
}

/** A planner's answer as a plan of cells, as `validatePlan` and `writeSolution` take it. */
export function planOf({ ways, states }: Task, timed: TimedStates): Plan {
  return { agents: states.length, positions: timed.map((state) => ways.motion.cellOf[state]) }
}

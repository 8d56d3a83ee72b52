/** What LaCAM* minimises: `TransitionCosts`, `sumOfLoss`, `makespan`, `sumOfCosts`. */
import type { DistanceTables } from '../../distance-tables.ts'
import type { GridWorlds } from '../../worlds.ts'

/** Costs of steps between configurations, [agents] cells each, which add up along a plan. */
export interface TransitionCosts {
  /** Of a step from one to another. */
  step(from: Int32Array, to: Int32Array): number
  /**
   * What is left from a configuration at the least; 0 where all agents are on their goals, and only there.
   *
   * @param h what was left in the one from which a step leads here
   */
  least(from: Int32Array, to: Int32Array, h: number): number
  /** Makes a new configuration, come by a step from another, say all that costs depend on. */
  mark?(from: Int32Array, to: Int32Array): void
}

/** A step costs 1 for every agent that does not rest on its goal. Symmetric in time. */
export function sumOfLoss({ agents, goals }: GridWorlds, tables: DistanceTables): TransitionCosts {
  return {
    step(from, to) {
      let cost = 0
      for (let a = 0; a < agents; a++) cost += from[a] === goals[a] && to[a] === goals[a] ? 0 : 1
      return cost
    },
    least(from, to, h) {
      let sum = h
      for (let a = 0; a < agents; a++)
        if (to[a] !== from[a]) sum += tables.nearer(goals[a], from[a], to[a]) ? -1 : 1
      return sum
    },
  }
}

/** A step costs 1. */
export function makespan({ agents, goals }: GridWorlds, tables: DistanceTables): TransitionCosts {
  return {
    step: () => 1,
    least(_, to) {
      let most = 0
      for (let a = 0; a < agents; a++) most = Math.max(most, tables.distance(goals[a], to[a]))
      return most
    },
  }
}

/**
 * The steps of each agent until it arrives for good, told backwards in time: agents go from the `homes` in which the
 * plan ends to the cells in which it begins. Backwards, an agent is away from the first step on that leads out of its
 * home, and a step costs 1 for every agent that is away. Forwards no step could tell which arrival is the last.
 *
 * An agent that is away and in its home again is told from one that never left by a cell beyond the frame: `cells` + home.
 */
export function sumOfCosts(worlds: GridWorlds, tables: DistanceTables, homes: Int32Array): TransitionCosts {
  const { agents, cells, goals } = worlds
  return {
    step(_, to) {
      let away = 0
      for (let a = 0; a < agents; a++) away += to[a] === homes[a] ? 0 : 1
      return away
    },
    least(_, to) {
      let [away, most, others] = [0, 0, 0]
      for (let a = 0; a < agents; a++) {
        const distance = tables.distance(goals[a], to[a] % cells)
        most = Math.max(most, distance)
        if (to[a] === homes[a]) others += distance
        else away++
      }
      return away * most + others
    },
    mark(from, to) {
      for (let a = 0; a < agents; a++) if (to[a] === homes[a] && from[a] !== homes[a]) to[a] += cells
    },
  }
}

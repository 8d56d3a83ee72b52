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
export function makespan(worlds: GridWorlds, tables: DistanceTables): TransitionCosts {
  const distances = new LastDistances(worlds, tables)
  return {
    step: () => 1,
    least(_, to) {
      let most = 0
      for (let a = 0; a < worlds.agents; a++) most = Math.max(most, distances.from(a, to[a]))
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
  const { agents, cells } = worlds
  const distances = new LastDistances(worlds, tables)
  return {
    step(_, to) {
      let away = 0
      for (let a = 0; a < agents; a++) away += to[a] === homes[a] ? 0 : 1
      return away
    },
    least(_, to) {
      let [away, most, others] = [0, 0, 0]
      for (let a = 0; a < agents; a++) {
        const distance = distances.from(a, to[a] % cells)
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

/** Distances of agents to their goals, each told from the cell about which was asked last, mostly the same or one beside it. */
class LastDistances {
  private readonly worlds: GridWorlds
  private readonly tables: DistanceTables
  /** [agents]: that cell, and the distance from it */
  private readonly cells: Int32Array
  private readonly distances: Int32Array

  constructor(worlds: GridWorlds, tables: DistanceTables) {
    this.worlds = worlds
    this.tables = tables
    this.cells = worlds.goals.slice()
    this.distances = new Int32Array(worlds.agents)
  }

  from(a: number, cell: number): number {
    const goal = this.worlds.goals[a]
    const step = Math.abs(cell - this.cells[a])
    if (step === 1 || step === this.worlds.stride)
      this.distances[a] += this.tables.nearer(goal, this.cells[a], cell) ? -1 : 1
    else if (step > 0) this.distances[a] = this.tables.distance(goal, cell)
    this.cells[a] = cell
    return this.distances[a]
  }
}

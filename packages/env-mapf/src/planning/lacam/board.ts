/** One world in which a task is planned: `Board`. */
import { DistanceTables } from '../../distance-tables.ts'
import type { GridMap } from '../../grid-map.ts'
import { GridWorlds } from '../../worlds.ts'
import type { TimedStates } from '../planner.ts'

/** A world of its own, and the distances in it, which are kept from task to task. */
export class Board {
  readonly map: GridMap
  readonly worlds: GridWorlds
  /** The same backwards in time: agents stand on their goals and go to where they start. */
  readonly backwards: GridWorlds
  /** Distances in both of them. */
  readonly tables: DistanceTables

  constructor(map: GridMap, agents: number) {
    this.map = map
    this.worlds = new GridWorlds(1, agents, map.rows, map.columns, 1)
    this.backwards = new GridWorlds(1, agents, map.rows, map.columns, 1)
    this.tables = new DistanceTables(this.worlds)
  }

  /** Puts agents into cells of the map, and their goals: [agents] each. */
  set(cells: Int32Array, goals: Int32Array): void {
    const { worlds, backwards } = this
    worlds.layMap(0, this.map)
    backwards.layMap(0, this.map)
    this.tables.open(0)
    for (let a = 0; a < cells.length; a++) {
      const [start, goal] = [worlds.frameCell(0, cells[a]), worlds.frameCell(0, goals[a])]
      worlds.place(0, a, start)
      worlds.goals[a] = goal
      backwards.place(0, a, goal)
      backwards.goals[a] = start
    }
  }

  /** Cells of the map as cells of the frame. */
  frameCells(cells: TimedStates): Int32Array {
    return cells.map((cell) => this.worlds.frameCell(0, cell))
  }

  /** Cells of the frame as cells of the map. */
  mapCells(cells: Int32Array): TimedStates {
    const { rowOf, columnOf, border } = this.worlds
    const { columns } = this.map
    return cells.map((cell) => (rowOf[cell] - border) * columns + columnOf[cell] - border)
  }
}

/** How agents move on a map: `Motion`, `walking`, `turning`. */
import type { GridMap } from '../grid-map.ts'

/**
 * States in which an agent can be, and what its actions make of them. An agent in a state stands in one cell. Cells are
 * numbered row by row, without a border.
 */
export interface Motion {
  readonly map: GridMap
  readonly states: number
  readonly actions: number
  /** The action that waits. */
  readonly wait: number
  /** [states]: the cell of each state */
  readonly cellOf: Int32Array
  /** [states, actions]: the state to which each action leads; -1 where it leads into an obstacle or off the map */
  readonly successors: Int32Array
  /** States in one cell: those of cell c begin at c · facings. */
  readonly facings: number
}

/** POGEMA's actions: stay, up, down, left, right. A state is a cell. */
export function walking(map: GridMap): Motion {
  const { rows, columns } = map
  const cells = rows * columns
  const successors = new Int32Array(cells * 5).fill(-1)
  for (let cell = 0; cell < cells; cell++) {
    if (map.obstacles[cell] === 1) continue
    successors[cell * 5] = cell
    for (let direction = 0; direction < 4; direction++) {
      successors[cell * 5 + WALK[direction]] = ahead(map, cell, direction)
    }
  }
  const cellOf = Int32Array.from({ length: cells }, (_, cell) => cell)
  return { map, states: cells, actions: 5, wait: 0, cellOf, successors, facings: 1 }
}

/**
 * The actions of the League of Robot Runners: 0 forward, 1 rotate clockwise, 2 rotate counter-clockwise, 3 wait. State
 * 4 · cell + orientation; orientations 0 east, 1 south, 2 west, 3 north.
 * Source: Start-Kit of the League of Robot Runners, Input_Output_Format.md.
 */
export function turning(map: GridMap): Motion {
  const states = 4 * map.rows * map.columns
  const successors = new Int32Array(states * 4).fill(-1)
  for (let state = 0; state < states; state++) {
    const cell = state >> 2
    const facing = state & 3
    if (map.obstacles[cell] === 1) continue
    const next = ahead(map, cell, facing)
    successors[state * 4] = next < 0 ? -1 : 4 * next + facing
    successors[state * 4 + 1] = 4 * cell + ((facing + 1) & 3)
    successors[state * 4 + 2] = 4 * cell + ((facing + 3) & 3)
    successors[state * 4 + 3] = state
  }
  const cellOf = Int32Array.from({ length: states }, (_, state) => state >> 2)
  return { map, states, actions: 4, wait: 3, cellOf, successors, facings: 4 }
}

/** Actions of `walking` that lead east, south, west and north. */
const WALK: readonly number[] = [4, 2, 3, 1]

/** The free cell beside a cell, to the east, south, west or north; -1 where there is none. */
function ahead({ rows, columns, obstacles }: GridMap, cell: number, direction: number): number {
  const row = Math.floor(cell / columns) + (direction === 1 ? 1 : direction === 3 ? -1 : 0)
  const column = (cell % columns) + (direction === 0 ? 1 : direction === 2 ? -1 : 0)
  const next = row * columns + column
  const inside = row >= 0 && row < rows && column >= 0 && column < columns
  return inside && obstacles[next] === 0 ? next : -1
}

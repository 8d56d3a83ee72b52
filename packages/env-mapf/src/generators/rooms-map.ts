/** Grids of rooms with doors: `roomsMap`. */
import { Pcg64 } from '@gauntlet/core'
import { GridMap } from '../grid-map.ts'
import { requireShare, requireSides, requireWhole } from './shape-checks.ts'
import { find } from './union-find.ts'

/** What a grid of rooms is asked to be. */
export interface RoomsShape {
  readonly rows: number
  readonly columns: number
  /** Cells of a room a side; the last of a row or column may have fewer */
  readonly room: number
  /** Probability that a wall has a door where the rooms are connected without */
  readonly openings: number
}

/** The wall on the right of or below a room, and the room behind it; rooms are numbered row by row. */
interface Wall {
  readonly from: number
  readonly to: number
  readonly right: boolean
}

/**
 * Square rooms with walls of one cell between them, and a door of one cell in as many walls as it takes to connect
 * all rooms; other walls have one by chance. Which walls must, is drawn as well.
 *
 * Walls end rooms on the right and below, so that 32 cells with rooms of 3 end in a wall.
 * Errors: ParameterError naming the field.
 * Source: the room maps of MovingAI (Sturtevant 2012); Kruskal 1956 for the walls that must have a door. Differs: there,
 * the map begins with a wall, whose doors lead nowhere.
 */
export function roomsMap(shape: RoomsShape, seed: number): GridMap {
  requireSides('roomsMap', shape)
  requireWhole('roomsMap.room', shape.room, 1)
  requireShare('roomsMap.openings', shape.openings)
  const { rows, columns, room, openings } = shape
  const pitch = room + 1
  const across = Math.ceil(columns / pitch)
  const down = Math.ceil(rows / pitch)
  const generator = new Pcg64(seed)
  const obstacles = Uint8Array.from({ length: rows * columns }, (_, cell) =>
    Math.floor(cell / columns) % pitch === room || (cell % columns) % pitch === room ? 1 : 0,
  )
  const group = Int32Array.from({ length: across * down }, (_, number) => number)
  for (const { from, to, right } of generator.shuffle(wallsBetween(down, across))) {
    const joined = find(group, from) === find(group, to)
    if (joined && generator.random() >= openings) continue
    group[find(group, from)] = find(group, to)
    const top = Math.floor(from / across) * pitch
    const left = (from % across) * pitch
    const row = right ? top + generator.integers(Math.min(room, rows - top)) : top + room
    const column = right ? left + room : left + generator.integers(Math.min(room, columns - left))
    obstacles[row * columns + column] = 0
  }
  return new GridMap(rows, columns, obstacles)
}

function wallsBetween(down: number, across: number): Wall[] {
  const walls: Wall[] = []
  for (let from = 0; from < down * across; from++) {
    if ((from + 1) % across !== 0) walls.push({ from, to: from + 1, right: true })
    if (from + across < down * across) walls.push({ from, to: from + across, right: false })
  }
  return walls
}

/**
 * Numbered scenarios on generated worlds of about `size` cells a side: `connectedSource`, `mazesSource`, `roomsSource`,
 * `warehouseSource`, `sortationSource`.
 */
import { connectedMap } from './generators/connected-map.ts'
import { mazeMap, sampleMazeShape } from './generators/maze-map.ts'
import { roomsMap } from './generators/rooms-map.ts'
import { sortationMap } from './generators/sortation-map.ts'
import { fitWarehouse, warehouseMap } from './generators/warehouse-map.ts'
import { type InstanceSource, pooledSource, seededSource } from './instance-source.ts'

/** Random maps with `density` of the cells blocked, rounded down, and all others connected. */
export function connectedSource(size: number, density: number): InstanceSource {
  const obstacles = Math.floor(size * size * density)
  const shape = { rows: size, columns: size, obstacles }
  return seededSource(
    { rows: size, columns: size, capacity: (size * size - obstacles) >> 1 },
    `size ${size}, density ${density}`,
    (seed) => connectedMap(shape, seed),
    true,
  )
}

/** Mazes as the POGEMA benchmark draws them, of `size` cells a side, or where that is even, one more. */
export function mazesSource(size: number): InstanceSource {
  const side = (size >> 1) * 2 + 1
  return seededSource(
    { rows: side, columns: side, capacity: (side * side) >> 1 },
    `mazes, size ${size}`,
    (seed) => mazeMap(sampleMazeShape(size, size, seed), seed),
    false,
  )
}

/**
 * Rooms a side, and how many of the walls that need no door have one. In room-32-32-4, 90 of the 112 walls between rooms
 * have a door, of which 63 connect its 64 rooms: 27 of 49 others.
 */
const ROOMS_A_SIDE = 8
const OPENINGS = 0.55

/** About eight rooms a side, as in MovingAI's room-32-32-4 and room-64-64-8; fewer where `size` is below 16. */
export function roomsSource(size: number): InstanceSource {
  const room = Math.max(1, Math.round(size / ROOMS_A_SIDE) - 1)
  const shape = { rows: size, columns: size, room, openings: OPENINGS }
  return seededSource(
    { rows: size, columns: size, capacity: (size * size) >> 1 },
    `rooms, size ${size}`,
    (seed) => roomsMap(shape, seed),
    true,
  )
}

/** A warehouse as pogema-toolbox's, with as many shelves as fit. Errors: ParameterError where `size` is below 15. */
export function warehouseSource(size: number): InstanceSource {
  return pooledSource(warehouseMap(fitWarehouse(size, size)))
}

/** A sortation centre as the League of Robot Runners'. Errors: ParameterError where `size` is below 13. */
export function sortationSource(size: number): InstanceSource {
  return pooledSource(sortationMap({ rows: size, columns: size, corridor: 1, margin: 5, pillar: 4 }))
}

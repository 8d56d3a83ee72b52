/**
 * Numbered scenarios on generated worlds of about `size` cells a side: `connectedSource`, `mazesSource`, `roomsSource`,
 * `warehouseSource`, `sortationSource`, `citySource`.
 */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { cityCut } from './generators/city-cut.ts'
import { connectedMap } from './generators/connected-map.ts'
import { mazeMap, sampleMazeShape } from './generators/maze-map.ts'
import { roomsMap } from './generators/rooms-map.ts'
import { sortationMap } from './generators/sortation-map.ts'
import { fitWarehouse, warehouseMap } from './generators/warehouse-map.ts'
import { type InstanceSource, SEEDS, mapOfFile, seededSource } from './instance-source.ts'
import type { PooledMap } from './pooled-map.ts'
import { PooledScenario } from './pooled-scenario.ts'

/** Random maps with `density` of the cells blocked, rounded down, and all others connected. */
export function connectedSource(size: number, density: number): InstanceSource {
  const obstacles = Math.floor(size * size * density)
  const shape = { rows: size, columns: size, obstacles }
  return seededSource(
    { rows: size, columns: size, capacity: (size * size - obstacles) >> 1 },
    `size ${size}, density ${density}`,
    (seed) => connectedMap(shape, seed),
  )
}

/** Mazes as the POGEMA benchmark draws them, of `size` cells a side, or where that is even, one more. */
export function mazesSource(size: number): InstanceSource {
  const side = (size >> 1) * 2 + 1
  return seededSource(
    { rows: side, columns: side, capacity: (side * side) >> 1 },
    `mazes, size ${size}`,
    (seed) => mazeMap(sampleMazeShape(size, size, seed), seed),
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

function pooledSource(pooled: PooledMap): InstanceSource {
  return {
    instances: SEEDS,
    rows: pooled.map.rows,
    columns: pooled.map.columns,
    capacity: Math.min(pooled.starts.length, pooled.goals.length),
    scenario: (index, agents) => new PooledScenario(pooled, agents, index),
  }
}

/** Windows of `size` cells a side of a MovingAI map. Errors: ParameterError, also where the map is smaller than that. */
export function citySource(file: FileContent, size: number): InstanceSource {
  const map = mapOfFile(file)
  const most = Math.min(map.rows, map.columns)
  if (!(Number.isInteger(size) && size >= 1 && size <= most)) {
    throw new ParameterError(
      'size',
      size,
      `a whole number from 1 to ${most}, the shorter side of ${file.name}`,
    )
  }
  return seededSource(
    { rows: size, columns: size, capacity: Math.min(map.components.capacity, (size * size) >> 1) },
    `${file.name}, size ${size}`,
    (seed) => cityCut(map, size, size, seed),
  )
}

/** Maps from numpy seeds: `uniformMap` (POGEMA's GridConfig), `benchmarkRandomMap` (the benchmark's random set). */
import { Pcg64 } from '@gauntlet/core'
import { GridMap } from './grid-map.ts'

/**
 * A square map whose cells are blocked with probability `density`, each by itself.
 *
 * Source: POGEMA, `generate_obstacles`: default_rng(seed).binomial(1, density, (size, size)), bit for bit.
 */
export function uniformMap(seed: number, size: number, density: number): GridMap {
  const generator = new Pcg64(seed)
  const obstacles = new Uint8Array(size * size)
  for (let cell = 0; cell < obstacles.length; cell++) obstacles[cell] = generator.binomial1(density)
  return new GridMap(size, size, obstacles)
}

/** How many maps the benchmark's random set has, and the most cells that one of them has a side. */
export const BENCHMARK_RANDOM_MAPS = 128
export const BENCHMARK_RANDOM_SIDE = 21

/**
 * The map `validation-random-seed-SSS` of the POGEMA benchmark: 17 to 21 cells a side, 10 to 30 % of them blocked.
 *
 * Source: pogema-toolbox, generators of the random set, bit for bit.
 */
export function benchmarkRandomMap(seed: number): GridMap {
  const sizes = new Pcg64(seed)
  const columns = sizes.integers(17, 22)
  const rows = sizes.integers(17, 22)
  const density = sizes.uniform(0.1, 0.3)
  const obstacles = new Uint8Array(rows * columns)
  const places = new Pcg64(seed)
  for (let left = Math.floor(columns * rows * density); left > 0;) {
    const column = places.integers(0, columns)
    const cell = places.integers(0, rows) * columns + column
    if (obstacles[cell] === 0) left--
    obstacles[cell] = 1
  }
  return new GridMap(rows, columns, obstacles)
}

/** Maps of independent obstacles, POGEMA's GridConfig: `uniformMap`. */
import { Pcg64 } from '@gauntlet/core'
import { GridMap } from '../grid-map.ts'

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

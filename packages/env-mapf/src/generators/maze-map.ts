/** Mazes of PRIMAL2 as pogema-toolbox makes them: `mazeMap`, `sampleMazeShape`. */
import { ParameterError, Pcg64 } from '@gauntlet/core'
import { GridMap } from '../grid-map.ts'
import { requireShare, requireSides, requireWhole } from './shape-checks.ts'

/** What a maze is asked to be. */
export interface MazeShape {
  /** Even sides are rounded up to odd ones */
  readonly rows: number
  readonly columns: number
  /** Steps that walls try to grow, per cell of the maze with its fence; many meet a wall and come to nothing */
  readonly density: number
  /** Steps that each wall tries to grow, of two cells each */
  readonly wallComponents: number
  /** Odds that a wall keeps its direction rather than turns: in [0, 1) */
  readonly goStraight: number
}

/**
 * Settings of a maze with sides from `low` to `high`, density 0 to 1, 1 to 8 wall components, straightness 0.75 to 0.85.
 *
 * Source: pogema-toolbox 0.1.1, `MazeRangeSettings.sample`, bit for bit.
 */
export function sampleMazeShape(low: number, high: number, seed: number): MazeShape {
  requireWhole('sampleMazeShape.low', low, 1)
  requireWhole('sampleMazeShape.high', high, low)
  const generator = new Pcg64(seed)
  const columns = generator.integers(low, high + 1)
  const rows = generator.integers(low, high + 1)
  const density = generator.uniform(0, 1)
  const wallComponents = generator.integers(1, 9)
  return { rows, columns, density, wallComponents, goStraight: generator.uniform(0.75, 0.85) }
}

/**
 * A maze: walls start on even cells and grow two cells at a time, mostly straight on, until they meet another.
 *
 * Errors: ParameterError naming the field.
 * Source: pogema-toolbox 0.1.1, `MazeGenerator.generate_maze` (after PRIMAL2, Damani et al. 2021), bit for bit.
 */
export function mazeMap(shape: MazeShape, seed: number): GridMap {
  requireShape(shape)
  const maze = new Maze(shape, new Pcg64(seed))
  const area = maze.rows * maze.columns * shape.density
  // Whole walls as Python's // counts them, which is not the rounded quotient's floor.
  const walls = Math.round((area - (area % shape.wallComponents)) / shape.wallComponents)
  for (let wall = 0; wall < walls; wall++) maze.growWall(shape.wallComponents)
  return maze.map()
}

function requireShape(shape: MazeShape): void {
  requireSides('mazeMap', shape)
  requireShare('mazeMap.density', shape.density)
  requireWhole('mazeMap.wallComponents', shape.wallComponents, 1)
  const { goStraight } = shape
  if (goStraight >= 0 && goStraight < 1) return
  throw new ParameterError('mazeMap.goStraight', goStraight, 'a number from 0 to below 1')
}

/** A maze in the making, with a fence of one cell around it, so that its sides are odd. */
class Maze {
  readonly rows: number
  readonly columns: number
  private readonly blocked: Uint8Array
  private readonly generator: Pcg64
  private readonly goStraight: number
  /** Steps that lie open from a cell, in cells, and their odds */
  private readonly steps: number[] = []
  private readonly odds: number[] = []

  constructor(shape: MazeShape, generator: Pcg64) {
    this.rows = (shape.rows >> 1) * 2 + 3
    this.columns = (shape.columns >> 1) * 2 + 3
    this.goStraight = shape.goStraight
    this.generator = generator
    this.blocked = new Uint8Array(this.rows * this.columns).fill(1)
    for (let row = 1; row < this.rows - 1; row++) {
      this.blocked.fill(0, row * this.columns + 1, (row + 1) * this.columns - 1)
    }
  }

  growWall(components: number): void {
    const { blocked, columns, generator } = this
    const column = generator.integers(0, columns >> 1) * 2
    let at = generator.integers(0, this.rows >> 1) * 2 * columns + column
    blocked[at] = 1
    let direction = 0
    for (let k = 0; k < components; k++) {
      direction = this.chooseStep(at, direction)
      if (blocked[at + direction] === 1) continue
      blocked[at + direction] = 1
      blocked[at + direction / 2] = 1
      at += direction
    }
  }

  /** A step of two cells that does not leave the fence, the one in `direction` with other odds than the rest. */
  private chooseStep(at: number, direction: number): number {
    const { columns, steps, odds } = this
    const row = Math.floor(at / columns)
    const column = at - row * columns
    steps.length = 0
    odds.length = 0
    if (column > 1) this.consider(-2, direction)
    if (column < columns - 2) this.consider(2, direction)
    if (row > 1) this.consider(-2 * columns, direction)
    if (row < this.rows - 2) this.consider(2 * columns, direction)
    return steps[drawIndex(this.generator, odds)]
  }

  private consider(step: number, direction: number): void {
    this.steps.push(step)
    this.odds.push(step === direction ? this.goStraight : 1 - this.goStraight)
  }

  /** The maze without its fence. */
  map(): GridMap {
    const rows = this.rows - 2
    const columns = this.columns - 2
    const obstacles = new Uint8Array(rows * columns)
    for (let row = 0; row < rows; row++) {
      const start = (row + 1) * this.columns + 1
      obstacles.set(this.blocked.subarray(start, start + columns), row * columns)
    }
    return new GridMap(rows, columns, obstacles)
  }
}

/**
 * An index with the given odds, as numpy's `choice(n, p=odds / sum(odds))`: the first whose share, summed up, is more
 * than one draw of `random()`.
 */
function drawIndex(generator: Pcg64, odds: readonly number[]): number {
  let total = 0
  for (const weight of odds) total += weight
  let whole = 0
  for (const weight of odds) whole += weight / total
  const u = generator.random()
  let sum = 0
  let index = 0
  for (; index < odds.length - 1; index++) {
    sum += odds[index] / total
    if (u < sum / whole) break
  }
  return index
}

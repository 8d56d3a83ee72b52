/** The best walk on a small grid, by branch and bound: `bestWalk`. Symbols as in objectives.ts. */
import { GauntletError, type Seed } from '@gauntlet/core'
import { type CoverageParameters, coverage } from './coverage.ts'
import { type GridMap, MOVES, distances, gridMap } from './grid-map.ts'
import { type Objective, objectiveOf } from './objectives.ts'

const MAXIMUM_WALKS = 20_000_000

/** A bound must exceed the best walk by more than rounding to be followed. */
const ROUNDING = 1e-9

/**
 * The largest F of a walk of `horizon` moves from the start in the instance of `key`, moves never slipping.
 *
 * By submodularity F cannot grow by more than the sum of the largest gains, one for each move left, of cells that can still be
 * reached. Of walks that visit the same cells and stand on the same one, only the quickest goes on.
 * Errors: ParameterError where the parameters do not go together; GauntletError where twenty million steps of the search do not do.
 */
export function bestWalk(parameters: Partial<CoverageParameters>, key: Seed): number {
  const resolved = coverage.resolve(parameters)
  coverage.describe(resolved)
  return new WalkSearch(resolved, key).search()
}

class WalkSearch {
  private readonly map: GridMap
  private readonly parameters: CoverageParameters
  private readonly key: Seed
  private readonly objective: Objective
  /** [cells, cells]: fewest moves from each cell to each */
  private readonly distances: readonly Int32Array[]
  private readonly path: number[] = []
  private readonly seen = new Map<string, number>()
  private best = 0
  private walks = 0

  constructor(parameters: CoverageParameters, key: Seed) {
    this.parameters = parameters
    this.key = key
    this.map = gridMap(parameters.width, parameters.height, parameters.map)
    this.objective = objectiveOf(parameters, this.map, 1)
    const cells = this.map.walls.length
    this.distances = Array.from({ length: cells }, (_, cell) => {
      const out = new Int32Array(cells)
      distances(this.map, cell, out, new Int32Array(cells))
      return out
    })
  }

  search(): number {
    this.objective.begin(0, this.key)
    this.visit(this.parameters.start, this.parameters.horizon, 0)
    return this.best
  }

  /** Goes on from a walk that has just come to `cell`, which is not in S yet, with `left` moves. */
  private visit(cell: number, left: number, before: number): void {
    const value = before + this.objective.gain(0, cell)
    this.objective.add(0, cell)
    this.path.push(cell)
    this.best = Math.max(this.best, value)
    this.branch(cell, left, value)
    this.path.pop()
    this.objective.begin(0, this.key)
    for (const earlier of this.path) this.objective.add(0, earlier)
  }

  /** Of all walks to a next new cell, through cells of S or unvisited ones alike, the moves on the way are visits too. */
  private branch(cell: number, left: number, value: number): void {
    if (left === 0 || value + this.largestGains(cell, left) <= this.best + ROUNDING) return
    const state = `${this.path.toSorted((a, b) => a - b).join()};${cell}`
    if ((this.seen.get(state) ?? -1) >= left) return
    this.seen.set(state, left)
    if (++this.walks > MAXIMUM_WALKS) {
      throw new GauntletError(
        'solver',
        `best walk: more than ${MAXIMUM_WALKS} steps; expected a smaller grid`,
      )
    }
    for (let move = 1; move < MOVES.length; move++) {
      const next = this.map.next[cell * MOVES.length + move]
      if (next === cell) continue
      if (this.path.includes(next)) this.branch(next, left - 1, value)
      else this.visit(next, left - 1, value)
    }
  }

  /** The sum of the `left` largest gains within reach. */
  private largestGains(cell: number, left: number): number {
    const reach = this.distances[cell]
    const gains: number[] = []
    for (let other = 0; other < reach.length; other++) {
      if (reach[other] > 0 && reach[other] <= left) gains.push(this.objective.gain(0, other))
    }
    gains.sort((a, b) => b - a)
    let sum = 0
    for (let k = 0; k < Math.min(left, gains.length); k++) sum += gains[k]
    return sum
  }
}

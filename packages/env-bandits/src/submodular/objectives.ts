/**
 * Monotone submodular functions of the set of visited cells: `Objective`, `objectiveOf`.
 *
 * Symbols: S visited cells; F(S) value, F of nothing 0; gain F(S + cell) - F(S), at least 0 and falling as S grows.
 */
import { type Seed, exp, log, log1p } from '@gauntlet/core'
import type { CoverageParameters } from './coverage.ts'
import { type GridMap, MOVES } from './grid-map.ts'

/** Keeps S for any number of worlds. */
export interface Objective {
  /** No gain is larger. */
  readonly largestGain: number
  /** Empties S and draws what the instance decides. */
  begin(w: number, key: Seed): void
  /** The gain of a cell; 0 where it is in S. */
  gain(w: number, cell: number): number
  /** Adds a cell that is not in S. */
  add(w: number, cell: number): void
}

export function objectiveOf(parameters: CoverageParameters, map: GridMap, worlds: number): Objective {
  switch (parameters.objective) {
    case 'coverage':
      return new WeightedCoverage(parameters, map, worlds)
    case 'items':
      return new ItemCoverage(parameters, map, worlds)
    case 'entropy':
      return new Entropy(parameters, map, worlds)
  }
}

/** F = total weight of the cells that lie under the cross (the cell and its four neighbours) of a visited one. */
class WeightedCoverage implements Objective {
  readonly largestGain = MOVES.length
  private readonly map: GridMap
  private readonly weighting: CoverageParameters['weights']
  /** [worlds, cells]: weight of each cell, 0 once it is covered; and whether it has been visited */
  private readonly weights: Float64Array
  private readonly visited: Uint8Array

  constructor({ weights }: CoverageParameters, map: GridMap, worlds: number) {
    this.map = map
    this.weighting = weights
    this.weights = new Float64Array(worlds * map.walls.length)
    this.visited = new Uint8Array(this.weights.length)
  }

  begin(w: number, key: Seed): void {
    const { map, weighting, weights } = this
    const cells = map.walls.length
    const stream = key.fold('weights').stream()
    for (let cell = 0; cell < cells; cell++) {
      const weight =
        weighting === 'constant' ? 1 : weighting === 'bimodal' ? bimodal(map, cell) : stream.uniform()
      weights[w * cells + cell] = map.walls[cell] === 1 ? 0 : weight
    }
    this.visited.fill(0, w * cells, (w + 1) * cells)
  }

  gain(w: number, cell: number): number {
    const { weights } = this
    const { next, walls } = this.map
    const from = w * walls.length
    if (this.visited[from + cell] === 1) return 0
    let gain = weights[from + cell]
    for (let move = 1; move < MOVES.length; move++) {
      const neighbour = next[cell * MOVES.length + move]
      if (neighbour !== cell) gain += weights[from + neighbour]
    }
    return gain
  }

  add(w: number, cell: number): void {
    const { next, walls } = this.map
    const from = w * walls.length
    this.visited[from + cell] = 1
    for (let move = 0; move < MOVES.length; move++) this.weights[from + next[cell * MOVES.length + move]] = 0
  }
}

/** Two hills of height 1, a sixth of the grid wide, at a quarter and at three quarters of its diagonal. */
function bimodal({ width, height }: GridMap, cell: number): number {
  const x = ((cell % width) + 0.5) / width
  const y = (Math.floor(cell / width) + 0.5) / height
  const hill = (centre: number): number =>
    exp(-18 * ((x - centre) * (x - centre) + (y - centre) * (y - centre)))
  return Math.min(1, hill(0.25) + hill(0.75))
}

/** F = sum over the items of min(visited cells that hold the item, its demand). */
class ItemCoverage implements Objective {
  readonly largestGain = 1
  private readonly map: GridMap
  private readonly cellsOf: readonly number[]
  private readonly demands: readonly number[]
  /** [worlds, cells]: the item that a cell holds, -1 for none or once it is visited; [worlds, items]: demand left */
  private readonly items: Int32Array
  private readonly left: Int32Array

  constructor({ itemCells, itemDemands }: CoverageParameters, map: GridMap, worlds: number) {
    this.map = map
    this.cellsOf = itemCells
    this.demands = itemDemands
    this.items = new Int32Array(worlds * map.walls.length)
    this.left = new Int32Array(worlds * itemCells.length)
  }

  begin(w: number, key: Seed): void {
    const { map, cellsOf, demands, items, left } = this
    const cells = map.walls.length
    const free = Int32Array.from(Array.from(map.walls.keys()).filter((cell) => map.walls[cell] === 0))
    key.fold('items').stream().shuffle(free)
    items.fill(-1, w * cells, (w + 1) * cells)
    let place = 0
    for (let k = 0; k < cellsOf.length; k++) {
      for (let n = 0; n < cellsOf[k]; n++) items[w * cells + free[place++]] = k
      left[w * demands.length + k] = demands[k]
    }
  }

  gain(w: number, cell: number): number {
    const item = this.items[w * this.map.walls.length + cell]
    return item >= 0 && this.left[w * this.demands.length + item] > 0 ? 1 : 0
  }

  add(w: number, cell: number): void {
    const place = w * this.map.walls.length + cell
    const item = this.items[place]
    this.items[place] = -1
    if (item >= 0) this.left[w * this.demands.length + item]--
  }
}

/** F = 1/2 log det(I + K_S / noise^2), what noisy measurements at S tell of a Gaussian process; K a squared exponential. */
class Entropy implements Objective {
  readonly largestGain: number
  private readonly cells: number
  private readonly variance: number
  private readonly kernel: Float64Array
  /** [worlds, cells, cells]: covariance given the measurements at S; [worlds, cells] whether a cell is in S */
  private readonly covariance: Float64Array
  private readonly visited: Uint8Array

  constructor({ noise, lengthScale }: CoverageParameters, { width, walls }: GridMap, worlds: number) {
    this.cells = walls.length
    this.variance = noise * noise
    this.largestGain = 0.5 * log1p(1 / this.variance)
    this.kernel = new Float64Array(this.cells * this.cells)
    for (let i = 0; i < this.cells; i++) {
      for (let j = 0; j < this.cells; j++) {
        const x = (i % width) - (j % width)
        const y = Math.floor(i / width) - Math.floor(j / width)
        this.kernel[i * this.cells + j] = exp(-(x * x + y * y) / (2 * lengthScale * lengthScale))
      }
    }
    this.covariance = new Float64Array(worlds * this.kernel.length)
    this.visited = new Uint8Array(worlds * this.cells)
  }

  begin(w: number): void {
    this.covariance.set(this.kernel, w * this.kernel.length)
    this.visited.fill(0, w * this.cells, (w + 1) * this.cells)
  }

  gain(w: number, cell: number): number {
    const { cells } = this
    if (this.visited[w * cells + cell] === 1) return 0
    const prior = Math.max(0, this.covariance[(w * cells + cell) * cells + cell])
    return 0.5 * log(1 + prior / this.variance)
  }

  /** The covariance given one more measurement: C - C e e' C / (e' C e + noise^2). */
  add(w: number, cell: number): void {
    const { cells, covariance } = this
    const from = w * cells * cells
    const row = from + cell * cells
    const total = covariance[row + cell] + this.variance
    this.visited[w * cells + cell] = 1
    for (let i = 0; i < cells; i++) {
      if (i === cell) continue
      const factor = covariance[from + i * cells + cell] / total
      for (let j = 0; j < cells; j++) covariance[from + i * cells + j] -= factor * covariance[row + j]
    }
    const factor = this.variance / total
    for (let j = 0; j < cells; j++) covariance[row + j] *= factor
  }
}

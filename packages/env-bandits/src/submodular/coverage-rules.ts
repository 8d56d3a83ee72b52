/** What happens in the worlds of `bandits/coverage`: `CoverageRules`. */
import {
  type ActionArray,
  type Buffers,
  GauntletError,
  type Instance,
  type Policy,
  type Rules,
  Seed,
  type Stream,
  perWorld,
  show,
} from '@gauntlet/core'
import { walkerOf } from './coverage-experts.ts'
import type { CoverageParameters } from './coverage.ts'
import { type GridMap, MOVES, gridMap } from './grid-map.ts'
import { type Objective, objectiveOf } from './objectives.ts'
import { type WalkPicture, walkSvg, walkText } from './walk-picture.ts'

/** What decides how a world goes on. */
interface SavedWalk {
  /** The instance's key as text, from which the objective is drawn. */
  readonly key: string
  /** Visited cells in the order of their first visit. */
  readonly visits: Int32Array
  readonly cell: number
  readonly elapsed: number
  readonly noise: Uint32Array
}

/** Channels of the observation's grid. */
const CHANNELS = 4

/** The worlds of `bandits/coverage`. Symbols as in objectives.ts. */
export class CoverageRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: CoverageParameters
  private readonly map: GridMap
  private readonly objective: Objective
  private readonly cells: number
  private readonly keys: Seed[] = []
  private readonly noise: Stream[] = []
  /** [batch, cells]: cells in the order of their first visit, and whether a cell has been visited; [batch]: how many have */
  private readonly visits: Int32Array
  private readonly visited: Uint8Array
  private readonly counts: Int32Array
  /** [batch]: where the walker stands; steps taken; F so far */
  private readonly positions: Int32Array
  private readonly elapsed: Int32Array
  private readonly values: Float64Array

  constructor(parameters: CoverageParameters, buffers: Buffers) {
    const { batch } = buffers
    this.buffers = buffers
    this.parameters = parameters
    this.map = gridMap(parameters.width, parameters.height, parameters.map)
    this.objective = objectiveOf(parameters, this.map, batch)
    this.cells = this.map.walls.length
    this.visits = new Int32Array(batch * this.cells)
    this.visited = new Uint8Array(batch * this.cells)
    this.counts = new Int32Array(batch)
    this.positions = new Int32Array(batch)
    this.elapsed = new Int32Array(batch)
    this.values = new Float64Array(batch)
  }

  start(w: number, { key }: Instance): void {
    this.begin(w, key)
    this.noise[w] = key.fold('noise').stream()
    this.elapsed[w] = 0
    this.visit(w, this.parameters.start)
  }

  step(actions: ActionArray): void {
    const { elapsed, noise, positions, values, map } = this
    const { slip } = this.parameters
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const slips = noise[w].uniform() < slip
      const other = noise[w].integer(MOVES.length)
      const move = slips ? other : actions[w]
      // The start's own gain comes with the first reward, so that the return is F of the whole walk.
      const before = elapsed[w] === 0 ? 0 : values[w]
      this.visit(w, map.next[positions[w] * MOVES.length + move])
      rewards[w] = values[w] - before
      elapsed[w]++
    }
  }

  observe(from: number, to: number): void {
    const { cells, objective, visited, positions, elapsed, map } = this
    const { observations } = this.buffers
    const scale = 1 / objective.largestGain
    const width = CHANNELS * cells + 1
    for (let w = from; w < to; w++) {
      const offset = w * width
      for (let cell = 0; cell < cells; cell++) {
        observations[offset + cell] = cell === positions[w] ? 1 : 0
        observations[offset + cells + cell] = visited[w * cells + cell]
        observations[offset + 2 * cells + cell] = map.walls[cell]
        observations[offset + 3 * cells + cell] =
          map.walls[cell] === 1 ? 0 : Math.min(1, objective.gain(w, cell) * scale)
      }
      observations[offset + CHANNELS * cells] = elapsed[w] / this.parameters.horizon
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.values[w]
    metrics[offset + 1] = this.counts[w]
  }

  expert(name: string): Policy | undefined {
    const walker = walkerOf(name, this.map, this.objective)
    if (walker === undefined) return undefined
    const { positions, elapsed } = this
    const { horizon } = this.parameters
    return perWorld((w, actions) => void (actions[w] = walker(w, positions[w], horizon - elapsed[w])))
  }

  renderText(w: number): string {
    return walkText(this.picture(w))
  }

  renderSvg(w: number): string {
    return walkSvg(this.picture(w))
  }

  save(w: number): SavedWalk {
    const noise = new Uint32Array(4)
    this.noise[w].save(noise)
    return {
      key: this.keys[w].toString(),
      visits: this.visits.slice(w * this.cells, w * this.cells + this.counts[w]),
      cell: this.positions[w],
      elapsed: this.elapsed[w],
      noise,
    }
  }

  load(w: number, content: unknown): void {
    const { key, visits, cell, elapsed, noise } = this.checkSaved(content)
    this.begin(w, Seed.from(key))
    for (const visit of visits) this.visit(w, visit)
    this.positions[w] = cell
    this.elapsed[w] = elapsed
    this.noise[w] = Seed.from(0).stream().load(noise)
  }

  /** A snapshot's content, once it is known to be of such a grid. */
  private checkSaved(content: unknown): SavedWalk {
    const { key, visits, cell, elapsed, noise } = Object(content) as Partial<SavedWalk>
    const isCell = (value: unknown): boolean =>
      Number.isInteger(value) && this.map.walls[value as number] === 0
    const known =
      typeof key === 'string' &&
      visits instanceof Int32Array &&
      visits.length >= 1 &&
      visits.every(isCell) &&
      new Set(visits).size === visits.length &&
      isCell(cell) &&
      Number.isInteger(elapsed) &&
      noise instanceof Uint32Array &&
      noise.length === 4
    if (known) return content as SavedWalk
    throw new GauntletError(
      'snapshot',
      `bandits/coverage: got a snapshot of ${show(content)}, expected that of ${this.cells} cells`,
    )
  }

  private begin(w: number, key: Seed): void {
    this.keys[w] = key
    this.objective.begin(w, key)
    this.visited.fill(0, w * this.cells, (w + 1) * this.cells)
    this.counts[w] = 0
    this.values[w] = 0
  }

  private visit(w: number, cell: number): void {
    const { cells, visited, visits, counts } = this
    this.positions[w] = cell
    if (visited[w * cells + cell] === 1) return
    this.values[w] += this.objective.gain(w, cell)
    this.objective.add(w, cell)
    visited[w * cells + cell] = 1
    visits[w * cells + counts[w]++] = cell
  }

  private picture(w: number): WalkPicture {
    const { cells, objective, map } = this
    return {
      map,
      elapsed: this.elapsed[w],
      horizon: this.parameters.horizon,
      value: this.values[w],
      position: this.positions[w],
      visited: this.visited.subarray(w * cells, (w + 1) * cells),
      gains: Float64Array.from({ length: cells }, (_, cell) =>
        map.walls[cell] === 1 ? 0 : objective.gain(w, cell) / objective.largestGain,
      ),
    }
  }
}

/** How far the episodes of a batch of worlds have come: `EpisodeState`, `SavedEpisode`. */
import type { Scenario } from './scenario.ts'
import type { GridWorlds } from './worlds.ts'

/** Goals are numbered below it. */
const MOST_TASKS = 2147483648

/** A world at rest: where everybody is, and all that decides how it goes on and how it is measured. */
export interface SavedEpisode {
  /** The scenario's number, steps since the episode began, sum of densities before the last, tasks taken. */
  readonly index: number
  readonly elapsed: number
  readonly densities: number
  readonly taken: number
  /** [agents] each: cell, whether on the map, whether in sight, goals reached, number of the goal, step of arrival */
  readonly positions: Int32Array
  readonly active: Uint8Array
  readonly seen: Uint8Array
  readonly reached: Int32Array
  readonly numbers: Int32Array
  readonly arrivals: Int32Array
}

export class EpisodeState {
  /** [batch]: the scenario's number, and steps since the episode began */
  readonly indices: Int32Array
  readonly elapsed: Int32Array
  /** [batch]: sum over observations but the last of agents per free cell in sight */
  readonly densities: Float64Array
  /** [batch]: tasks taken from the stream, where agents share one */
  readonly taken: Int32Array
  /** [batch, agents]: goals reached in this episode; the number of the goal that each agent walks to */
  readonly reached: Int32Array
  readonly numbers: Int32Array
  /** [batch, agents]: the step after which the agent stood on its goal to stay, from 1, or 0 where it does not */
  readonly arrivals: Int32Array
  private readonly worlds: GridWorlds
  private readonly horizon: number

  constructor(worlds: GridWorlds, horizon: number) {
    const rows = worlds.positions.length
    this.worlds = worlds
    this.horizon = horizon
    this.indices = new Int32Array(worlds.batch)
    this.elapsed = new Int32Array(worlds.batch)
    this.densities = new Float64Array(worlds.batch)
    this.taken = new Int32Array(worlds.batch)
    this.reached = new Int32Array(rows)
    this.numbers = new Int32Array(rows)
    this.arrivals = new Int32Array(rows)
  }

  /** Begins world `w`'s episode. */
  clear(w: number): void {
    const { agents } = this.worlds
    this.elapsed[w] = 0
    this.densities[w] = 0
    this.taken[w] = 0
    this.reached.fill(0, w * agents, (w + 1) * agents)
    this.arrivals.fill(0, w * agents, (w + 1) * agents)
  }

  save(w: number): SavedEpisode {
    const { agents, cells, positions, active, agentPlane } = this.worlds
    const from = w * agents
    const to = from + agents
    return {
      index: this.indices[w],
      elapsed: this.elapsed[w],
      densities: this.densities[w],
      taken: this.taken[w],
      positions: positions.slice(from, to),
      active: active.slice(from, to),
      seen: Uint8Array.from(positions.subarray(from, to), (cell) => agentPlane[w * cells + cell]),
      reached: this.reached.slice(from, to),
      numbers: this.numbers.slice(from, to),
      arrivals: this.arrivals.slice(from, to),
    }
  }

  /** Goes on from what was saved. The scenario's map must be laid out in world `w`, with nobody on it. */
  load(w: number, saved: SavedEpisode): void {
    const { worlds } = this
    const { positions, active, seen } = saved
    const row = w * worlds.agents
    this.elapsed[w] = saved.elapsed
    this.densities[w] = saved.densities
    this.taken[w] = saved.taken
    this.reached.set(saved.reached, row)
    this.numbers.set(saved.numbers, row)
    this.arrivals.set(saved.arrivals, row)
    worlds.positions.set(positions, row)
    for (let a = 0; a < positions.length; a++) {
      if (active[a] === 1) worlds.place(w, a, positions[a])
    }
    for (let a = 0; a < positions.length; a++) {
      if (active[a] === 1) worlds.agentPlane[w * worlds.cells + positions[a]] = seen[a]
    }
  }

  /** Whether something has the form of what `save` gives for these worlds. */
  accepts(content: unknown, instances: number): content is SavedEpisode {
    const saved = Object(content) as Partial<SavedEpisode>
    const row = (value: unknown, kind: typeof Int32Array | typeof Uint8Array, below: number): boolean =>
      value instanceof kind &&
      value.length === this.worlds.agents &&
      value.every((number) => isBelow(number, below))
    return (
      isBelow(saved.index, instances) &&
      isBelow(saved.elapsed, this.horizon + 1) &&
      isBelow(saved.taken, MOST_TASKS) &&
      Number.isFinite(saved.densities) &&
      row(saved.positions, Int32Array, this.worlds.cells) &&
      row(saved.active, Uint8Array, 2) &&
      row(saved.seen, Uint8Array, 2) &&
      row(saved.reached, Int32Array, saved.elapsed! + 1) &&
      row(saved.numbers, Int32Array, MOST_TASKS) &&
      row(saved.arrivals, Int32Array, saved.elapsed! + 1)
    )
  }

  /** Whether agents stand where they can in the scenario, each in a cell of its own, and walk to goals of theirs. */
  fits({ positions, active, reached, numbers, taken, elapsed }: SavedEpisode, scenario: Scenario): boolean {
    const { rowOf, columnOf, border, agents } = this.worlds
    const { rows, columns, obstacles } = scenario.map
    const held = new Set<number>()
    if (scenario.shared && taken > agents * (elapsed + 1)) return false
    for (let a = 0; a < agents; a++) {
      const [row, column] = [rowOf[positions[a]] - border, columnOf[positions[a]] - border]
      const inside = row >= 0 && row < rows && column >= 0 && column < columns
      if (!inside || obstacles[row * columns + column] === 1) return false
      if (active[a] === 1 && held.has(positions[a])) return false
      if (active[a] === 1) held.add(positions[a])
      if (scenario.shared ? numbers[a] >= taken : numbers[a] !== reached[a]) return false
    }
    return true
  }
}

function isBelow(value: unknown, limit: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < limit
}

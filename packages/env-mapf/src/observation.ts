/** What agents observe: `ObservationType`, `observationSpec`, `stateSpec`, `Observation`. */
import { type ArraySpec, type Block, type Buffers, layout } from '@gauntlet/core'
import type { FollowerPlanner } from './follower/follower-planner.ts'
import { writeFollowerView } from './follower/follower-view.ts'
import { writeWindows } from './window-writer.ts'
import type { GridWorlds } from './worlds.ts'

/** POGEMA's observation types, and Follower's. */
export type ObservationType = 'default' | 'pomapf' | 'mapf' | 'follower'

/** Numbers that follow the two windows of one agent, by type: pairs of row and column. */
const PAIRS: Readonly<Record<'pomapf' | 'mapf', readonly string[]>> = {
  pomapf: ['xy', 'target_xy'],
  mapf: ['xy', 'target_xy', 'global_xy', 'global_target_xy'],
}

/**
 * One agent's observation.
 *
 * `default`: three planes of 2R + 1 cells a side: obstacles, agents, and the goal's cell. `pomapf`: the first two of
 * them, then `xy` and `target_xy`, the agent's cell and its goal, as rows and columns from its start. `mapf`: then also
 * `global_xy` and `global_target_xy`, from the corner of the map with its border of R cells; the map itself, which all
 * agents see alike, is the world's state. `follower`: two planes, obstacles with the planned path in them, and agents.
 */
export function observationSpec(type: ObservationType, radius: number, reach: number): ArraySpec {
  const side = 2 * radius + 1
  if (type === 'default') {
    const shape = [3, side, side]
    const window = { name: 'window', shape, axis: 'grid', kind: 'real', unit: '0 or 1' } as const
    return { shape, low: 0, high: 1, layout: layout(window) }
  }
  if (type === 'follower') {
    const shape = [2, side, side]
    const window = { name: 'window', shape, axis: 'grid', kind: 'real', unit: '-1, 0 or 1' } as const
    return { shape, low: -1, high: 1, layout: layout(window) }
  }
  const windows = ['obstacles', 'agents'].map((name): Omit<Block, 'offset'> => ({
    name,
    shape: [1, side, side],
    axis: 'grid',
    kind: 'real',
    unit: '0 or 1',
  }))
  const pairs = PAIRS[type].map((name): Omit<Block, 'offset'> => ({
    name,
    shape: [2],
    axis: 'flat',
    kind: 'real',
    unit: 'cells: row, column',
  }))
  const width = 2 * side * side + 2 * pairs.length
  return { shape: [width], low: -reach, high: reach, layout: layout(...windows, ...pairs) }
}

/** What everybody sees alike under `mapf`: POGEMA's `global_obstacles`, the map within its border of R cells. */
export function stateSpec(rows: number, columns: number, radius: number): ArraySpec {
  const shape = [1, rows + 2 * radius, columns + 2 * radius]
  const plane = { name: 'global_obstacles', shape, axis: 'grid', kind: 'real', unit: '0 or 1' } as const
  return { shape, low: 0, high: 1, layout: layout(plane) }
}

/**
 * Writes observations, and the state where there is one. The worlds' border is the radius R.
 *
 * Source: POGEMA 1.4.0, `_get_agents_obs` and `_pomapf_obs`; `Grid.get_square_target` for the goal's plane.
 */
export class Observation {
  /** [batch]: mean over agents of agents per free cell in sight, as written last */
  readonly density: Float64Array
  private readonly worlds: GridWorlds
  private readonly type: ObservationType
  private readonly buffers: Buffers
  private readonly width: number
  /** [batch, agents]: the cell in which each agent started */
  private readonly starts: Int32Array
  /** Plans whenever observations are written, whether they show it or not. */
  private readonly planner: FollowerPlanner | undefined

  /** Needs a planner where the type is `follower`. */
  constructor(
    worlds: GridWorlds,
    type: ObservationType,
    buffers: Buffers,
    starts: Int32Array,
    planner: FollowerPlanner | undefined,
  ) {
    this.worlds = worlds
    this.type = type
    this.buffers = buffers
    this.starts = starts
    this.planner = planner
    this.width = buffers.observations.length / worlds.positions.length
    this.density = new Float64Array(worlds.batch)
  }

  /** Writes the observations of all agents of world `w`. */
  write(w: number): void {
    const { worlds, buffers, type, planner } = this
    if (type === 'follower') {
      this.density[w] = writeFollowerView(worlds, w, planner!, buffers.observations) / worlds.agents
      return
    }
    planner?.planAll(w)
    this.density[w] = writeWindows(worlds, w, buffers.observations, this.width) / worlds.agents
    if (type === 'default') return this.markGoals(w)
    this.writePairs(w, type === 'mapf')
    if (type === 'mapf') this.writeState(w)
  }

  /** A single 1 at the goal's place relative to the agent, each axis clamped to the window. */
  private markGoals(w: number): void {
    const { agents, border, rowOf, columnOf, positions, goals } = this.worlds
    const { observations } = this.buffers
    const side = 2 * border + 1
    const middle = 2 * side * side + border * (side + 1)
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const row = clamp(rowOf[goals[i]] - rowOf[positions[i]], border)
      const column = clamp(columnOf[goals[i]] - columnOf[positions[i]], border)
      observations[i * this.width + middle + row * side + column] = 1
    }
  }

  private writePairs(w: number, global: boolean): void {
    const { agents, border, positions, goals } = this.worlds
    const { starts, width } = this
    const first = 2 * (2 * border + 1) * (2 * border + 1)
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const k = i * width + first
      this.writePair(k, positions[i], starts[i])
      this.writePair(k + 2, goals[i], starts[i])
      if (!global) continue
      this.writePair(k + 4, positions[i], 0)
      this.writePair(k + 6, goals[i], 0)
    }
  }

  private writePair(k: number, cell: number, origin: number): void {
    const { rowOf, columnOf } = this.worlds
    this.buffers.observations[k] = rowOf[cell] - rowOf[origin]
    this.buffers.observations[k + 1] = columnOf[cell] - columnOf[origin]
  }

  private writeState(w: number): void {
    const { cells, obstaclePlane } = this.worlds
    const { state } = this.buffers
    for (let k = w * cells; k < (w + 1) * cells; k++) state![k] = obstaclePlane[k]
  }
}

function clamp(value: number, limit: number): number {
  return value < -limit ? -limit : value > limit ? limit : value
}

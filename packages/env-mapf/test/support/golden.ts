/** Golden files of a running POGEMA, and what tests need to play them. */
import { readFileSync } from 'node:fs'
import type { FileContent } from '@gauntlet/core'
import { readPogemaMap } from '../../src/formats/pogema-map.ts'
import { HEAP, type Memory } from '../../src/grid-kernel.ts'
import { GridMap } from '../../src/grid-map.ts'
import type { CollisionSystem } from '../../src/movement.ts'
import type { PooledMap } from '../../src/pooled-map.ts'
import { GridWorlds, type OnTarget } from '../../src/worlds.ts'

export type Cell = readonly [row: number, column: number]

export interface TraceObservation {
  readonly obstacles: readonly string[]
  readonly agents: readonly string[]
  readonly target_cell: Cell
  readonly xy: Cell
  readonly target_xy: Cell
}

export interface TraceStep {
  readonly t: number
  readonly actions: readonly number[]
  readonly positions: readonly Cell[]
  readonly on_goal: readonly boolean[]
  readonly rewards: readonly number[]
  readonly goals_after: readonly Cell[]
  readonly is_active: readonly boolean[]
  readonly terminated: readonly boolean[]
  readonly truncated: readonly boolean[]
  readonly metrics?: Readonly<Record<string, number>>
  readonly obs?: readonly TraceObservation[]
}

export interface Trace {
  readonly config: {
    readonly on_target: OnTarget
    readonly collision_system: CollisionSystem
    readonly obs_radius: number
    readonly max_episode_steps: number
    readonly seed: number
    readonly num_agents: number
  }
  readonly map: readonly string[]
  readonly goal_sequences?: readonly (readonly Cell[])[]
  readonly initial: {
    readonly positions: readonly Cell[]
    readonly goals: readonly Cell[]
    readonly obs?: readonly TraceObservation[]
  }
  readonly steps: readonly TraceStep[]
}

/** A golden file's content by its name under `test/golden`. */
export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8')) as T
}

/** A text as a file's content. */
export function fileOf(name: string, text: string): FileContent {
  return { name, bytes: new TextEncoder().encode(text) }
}

/** The text with one piece of it, which must be there, replaced. */
export function changed(text: string, from: string | RegExp, to: string): string {
  const found = typeof from === 'string' ? text.includes(from) : from.test(text)
  if (!found) throw new Error(`${String(from)} is not in the text`)
  return text.replace(from, to)
}

/** Lines of `#` and `.` as a MovingAI map. */
export function movingAiOf(lines: readonly string[]): FileContent {
  const rows = lines.map((line) => line.replaceAll('#', '@'))
  const head = ['type octile', `height ${rows.length}`, `width ${rows[0].length}`, 'map']
  return fileOf('test.map', `${[...head, ...rows].join('\n')}\n`)
}

/** Lines of a POGEMA map string with pools. */
export function poolsOf(lines: readonly string[]): PooledMap {
  const { map, pools } = readPogemaMap(fileOf('test.map', lines.join('\n')))
  return { map, ...pools! }
}

/** A benchmark instance file with one scenario. */
export function scenarioOf(
  lines: readonly string[],
  starts: readonly Cell[],
  goals: readonly (readonly Cell[])[],
): FileContent {
  const agents = starts.map((start, a) => [...start, goals[a].length, ...goals[a].flat()].join(' '))
  const head = ['1 256 1 1', `one test 0 ${lines.length} ${lines[0].length} ${starts.length}`]
  return fileOf('test.txt', `${[...head, ...lines, ...agents].join('\n')}\n`)
}

/** One world with agents and goals where the lists say. */
export function worldOf(
  lines: readonly string[],
  positions: readonly Cell[],
  goals: readonly Cell[],
  border: number,
  memory: Memory = HEAP,
): GridWorlds {
  const worlds = new GridWorlds(1, positions.length, lines.length, lines[0].length, border, memory)
  worlds.layMap(0, GridMap.of(lines))
  positions.forEach((cell, a) => worlds.place(0, a, frameCell(worlds, cell)))
  goals.forEach((cell, a) => (worlds.goals[a] = frameCell(worlds, cell)))
  return worlds
}

export function frameCell({ border, stride }: GridWorlds, [row, column]: Cell): number {
  return (row + border) * stride + column + border
}

/** Cells of the frame, such as `worlds.positions`, as rows and columns of the map. */
export function cellsOf({ border, rowOf, columnOf }: GridWorlds, cells: Iterable<number>): Cell[] {
  return Array.from(cells, (cell): Cell => [rowOf[cell] - border, columnOf[cell] - border])
}

/** Agent `a`'s observation of type `default` as traces show it, but that the goal plane stands for itself. */
export function shownObservation(observations: Float32Array, a: number, radius: number): unknown {
  const area = (2 * radius + 1) * (2 * radius + 1)
  const plane = (k: number): string[] => shownPlane(observations, (3 * a + k) * area, radius)
  return { obstacles: plane(0), agents: plane(1), goal: plane(2) }
}

function shownPlane(observations: Float32Array, first: number, radius: number): string[] {
  const side = 2 * radius + 1
  return Array.from({ length: side }, (_, row) =>
    observations.subarray(first + row * side, first + (row + 1) * side).join(''),
  )
}

/** The same of a trace. */
export function tracedObservation({
  obstacles,
  agents,
  target_cell: [row, column],
}: TraceObservation): unknown {
  const none = '0'.repeat(obstacles.length)
  const goal = obstacles.map((_, k) =>
    k === row ? `${none.slice(0, column)}1${none.slice(column + 1)}` : none,
  )
  return { obstacles, agents, goal }
}

/** Agent `a`'s observation of type `pomapf` (4 coordinates) or `mapf` (8). */
export function shownCoordinates(
  observations: Float32Array,
  a: number,
  radius: number,
  count: 4 | 8,
): { readonly obstacles: string[]; readonly agents: string[]; readonly coordinates: number[] } {
  const area = (2 * radius + 1) * (2 * radius + 1)
  const first = a * (2 * area + count)
  return {
    obstacles: shownPlane(observations, first, radius),
    agents: shownPlane(observations, first + area, radius),
    coordinates: [...observations.subarray(first + 2 * area, first + 2 * area + count)],
  }
}

/** POGEMA's observation `default`: `WindowObservation`, `windowSpec`. */
import { type ArraySpec, layout } from '@gauntlet/core'
import type { GridWorlds } from './worlds.ts'

/** Three square planes of 2R + 1 cells a side: obstacles, agents, and the goal's cell. */
export function windowSpec(radius: number): ArraySpec {
  const side = 2 * radius + 1
  const shape = [3, side, side]
  const window = { name: 'window', shape, axis: 'grid', kind: 'real', unit: '0 or 1' } as const
  return { shape, low: 0, high: 1, layout: layout(window) }
}

/**
 * Writes the window around each agent. The world's frame must have a border of at least `radius`.
 *
 * Planes: obstacles (1 where blocked), agents (1 where somebody stands, the agent itself included), goal (a single 1
 * at the goal's place relative to the agent, each axis clamped to the window).
 * Windows are put together as bytes, eight at a time, and turned into numbers by one call that engines do fast.
 * Source: POGEMA, `PogemaBase._get_agents_obs` with `observation_type` default.
 */
export class WindowObservation {
  private readonly worlds: GridWorlds
  private readonly radius: number
  private readonly observations: Float32Array
  /** [batch, agents, 3, 2R + 1, 2R + 1] and eight bytes more: what the observations will be */
  private readonly bytes: Uint8Array
  private readonly out: DataView
  private readonly obstacles: DataView
  private readonly presence: DataView
  /** [batch]: each world's part of `bytes` */
  private readonly parts: Uint8Array[]
  /** [batch, agents]: where in `bytes` the goal plane holds its 1 */
  private readonly marks: Int32Array

  /** @param observations [batch, agents, 3, 2R + 1, 2R + 1] */
  constructor(worlds: GridWorlds, radius: number, observations: Float32Array) {
    const { batch, agents } = worlds
    this.worlds = worlds
    this.radius = radius
    this.observations = observations
    this.bytes = new Uint8Array(observations.length + 8)
    this.out = new DataView(this.bytes.buffer)
    this.obstacles = new DataView(worlds.obstacles.buffer)
    this.presence = new DataView(worlds.presence.buffer)
    const size = observations.length / batch
    this.parts = Array.from({ length: batch }, (_, w) => this.bytes.subarray(w * size, (w + 1) * size))
    const area = (2 * radius + 1) * (2 * radius + 1)
    this.marks = Int32Array.from({ length: batch * agents }, (_, i) => (3 * i + 2) * area)
  }

  /** Writes the observations of all agents of world `w`. */
  write(w: number): void {
    const { agents, cells, stride, positions } = this.worlds
    const { radius, bytes, out, marks } = this
    const side = 2 * radius + 1
    const area = side * side
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const corner = w * cells + positions[i] - radius * (stride + 1)
      const offset = 3 * area * i
      copyWindow(this.obstacles, corner, stride, out, offset, side)
      copyWindow(this.presence, corner, stride, out, offset + area, side)
      // The second window ran over into the goal plane, by less than eight bytes.
      out.setFloat64(offset + 2 * area, 0, true)
      bytes[marks[i]] = 0
      marks[i] = offset + 2 * area + this.goalPlace(i)
      bytes[marks[i]] = 1
    }
    this.observations.set(this.parts[w], 3 * area * w * agents)
  }

  /** Where in the goal plane of flat row `i` the goal stands. */
  private goalPlace(i: number): number {
    const { rowOf, columnOf, positions, goals } = this.worlds
    const { radius } = this
    const row = clamp(rowOf[goals[i]] - rowOf[positions[i]], radius) + radius
    const column = clamp(columnOf[goals[i]] - columnOf[positions[i]], radius) + radius
    return row * (2 * radius + 1) + column
  }
}

/**
 * Copies a square of bytes out of a frame, row after row, eight bytes at a time: each row runs over into the next,
 * which is written after it, and the last by less than eight bytes beyond the square. Bytes are 0 or 1, so that no
 * eight of them are a NaN, which might not be copied as it is.
 *
 * Shapes: `cells` from `corner`, rows `stride` apart; `out` [side, side] from `offset`.
 */
function copyWindow(
  cells: DataView,
  corner: number,
  stride: number,
  out: DataView,
  offset: number,
  side: number,
): void {
  for (let row = 0; row < side; row++) {
    const from = corner + row * stride
    const to = offset + row * side
    for (let k = 0; k < side; k += 8) out.setFloat64(to + k, cells.getFloat64(from + k, true), true)
  }
}

function clamp(value: number, limit: number): number {
  return value < -limit ? -limit : value > limit ? limit : value
}

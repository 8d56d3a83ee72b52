/** What robots observe: `robotObservationSpec`, `RobotObservation`. */
import { type ArraySpec, type Buffers, layout } from '@gauntlet/core'
import { writeWindows } from '../window-writer.ts'
import { CLOCKWISE, FORWARD, NONE, type Robots, WAIT, east, south } from './robots.ts'
import type { Tasks } from './tasks.ts'

/** Planes of the window, and numbers that follow it. */
const PLANES = 5
const OWN = 6
const GOAL = 2
const SOUTH = 3
const EAST = 4

/**
 * One robot's observation: five planes of 2R + 1 cells a side, row 0 north, then six numbers of its own. The README has the
 * table.
 */
export function robotObservationSpec(radius: number): ArraySpec {
  const side = 2 * radius + 1
  const blocks = layout(
    { name: 'window', shape: [PLANES, side, side], axis: 'grid', kind: 'real', unit: '-1 to 1' },
    { name: 'own', shape: [OWN], axis: 'flat', kind: 'real', unit: '-1 to 1' },
  )
  return { shape: [PLANES * side * side + OWN], low: -1, high: 1, layout: blocks }
}

/** Writes observations. The worlds' border is the radius R. */
export class RobotObservation {
  private readonly robots: Robots
  private readonly tasks: Tasks
  private readonly buffers: Buffers
  private readonly side: number
  private readonly width: number

  constructor(robots: Robots, tasks: Tasks, buffers: Buffers) {
    this.robots = robots
    this.tasks = tasks
    this.buffers = buffers
    this.side = 2 * robots.worlds.border + 1
    this.width = PLANES * this.side * this.side + OWN
  }

  /** Shapes: rewrites world `w`'s rows of `observations` [batch, agents, 5 (2R + 1)² + 6]. */
  write(w: number): void {
    const { worlds } = this.robots
    writeWindows(worlds, w, this.buffers.observations, this.width)
    for (let i = w * worlds.agents; i < (w + 1) * worlds.agents; i++) {
      this.markGoal(i)
      this.markFacings(w, i)
      this.writeOwn(i)
    }
    if (this.buffers.actionMask !== undefined) this.writeMask(w, this.buffers.actionMask)
  }

  /** A single 1 at the place of the next errand relative to the robot, each axis clamped to the window; none without a task. */
  private markGoal(i: number): void {
    const { border, rowOf, columnOf, positions, goals } = this.robots.worlds
    const { side } = this
    if (this.tasks.tasks[i] === NONE) return
    const row = border + clamp(rowOf[goals[i]] - rowOf[positions[i]], border)
    const column = border + clamp(columnOf[goals[i]] - columnOf[positions[i]], border)
    this.buffers.observations[i * this.width + GOAL * side * side + row * side + column] = 1
  }

  private markFacings(w: number, i: number): void {
    const { worlds, facings } = this.robots
    const { agents, border, cells, occupants, positions, stride } = worlds
    const { observations } = this.buffers
    const { side } = this
    const corner = w * cells + positions[i] - border * (stride + 1)
    const first = i * this.width
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const a = occupants[corner + row * stride + column] - 1
        if (a < 0) continue
        const facing = facings[w * agents + a]
        const k = first + row * side + column
        observations[k + SOUTH * side * side] = south(facing)
        observations[k + EAST * side * side] = east(facing)
      }
    }
  }

  private writeOwn(i: number): void {
    const { facings, counts, underWay, delays, ticks } = this.robots
    const { observations } = this.buffers
    const k = i * this.width + PLANES * this.side * this.side
    const share = counts[i] / ticks
    observations[k] = south(facings[i])
    observations[k + 1] = east(facings[i])
    observations[k + 2] = underWay[i] === FORWARD ? share : 0
    const turns = underWay[i] !== FORWARD && underWay[i] !== WAIT
    observations[k + 3] = !turns ? 0 : underWay[i] === CLOCKWISE ? share : -share
    observations[k + 4] = delays[i] > 0 ? 1 : 0
    observations[k + 5] = this.tasks.tasks[i] === NONE ? 0 : 1
  }

  /** Everything may be done, but to go forward into an obstacle. */
  private writeMask(w: number, mask: Uint8Array): void {
    const { ahead, facings, worlds } = this.robots
    const { agents, cells, obstacles, positions } = worlds
    mask.fill(1, w * agents * 4, (w + 1) * agents * 4)
    for (let i = w * agents; i < (w + 1) * agents; i++)
      mask[i * 4 + FORWARD] = 1 - obstacles[w * cells + positions[i] + ahead[facings[i]]]
  }
}

function clamp(value: number, limit: number): number {
  return value < -limit ? -limit : value > limit ? limit : value
}

/** Movement by the League's rules of 2026: `SweptBoxes`. */
import type { RobotMovement } from './robot-movement.ts'
import { FORWARD, type Robots, WAIT, east, south } from './robots.ts'

/** Boxes that come closer than this share of a cell to overlapping do not: the League's tolerance. */
const TOLERANCE = 1e-6
/** What stands between a robot and its step: nothing, or somebody or something that will not make way. */
const CLEAR = -1
const BLOCKED = -2
const UNSEEN = 0
const WAITING = 1
const DECIDED = 2

/**
 * Robots are square boxes that slide: in each step one that goes forward sweeps a part of its way, and where its box would
 * at any moment of the step overlap the box of a robot that has been decided on, or an obstacle or the edge of the map, it
 * waits. Robots are decided on by index, but before one whose way is barred where others stand, those others are; where
 * that leads back to a robot that is not decided on yet, whoever asks last waits. So robots follow one another straight
 * ahead, but who follows around a corner waits until the corner is free, and neither rotations nor swaps come about. A
 * robot that is refused keeps what it has begun.
 *
 * Symbols, in ticks, of which a cell has `ticks`: x, y the upper left corner of a box; vx, vy how far it moves in the step;
 * `size` the side of a box.
 * Source: Start-Kit 3.1.0, `ActionModelWithRotate::step`. Differs: corners are whole numbers of ticks and so exact, where
 * that adds up single-precision cells.
 */
export class SweptBoxes implements RobotMovement {
  private readonly robots: Robots
  private readonly size: number
  /** How close two corners may come, on both axes, where two boxes overlap. */
  private readonly reach: number
  /** [4, 8]: cells that may hold a robot in the way, by facing, from the robot's own; row by row */
  private readonly nearby: Int32Array
  /** [cells]: the lowest robot of the world in each cell plus 1, or 0; [agents]: the next in the same cell, likewise */
  private readonly first: Int32Array
  private readonly next: Int32Array
  /** [agents]: whether a robot is decided on; what it asks for, and what it does */
  private readonly status: Uint8Array
  private readonly asked: Uint8Array
  private readonly decided: Uint8Array
  /** [agents]: robots that wait for the decision on the one above */
  private readonly stack: Int32Array
  /** [agents]: corners, in ticks from the frame's */
  private readonly x: Int32Array
  private readonly y: Int32Array

  /** @param size the side of a box in cells, above 0 and at most 1: the League's `agentSize` */
  constructor(robots: Robots, size: number) {
    const { agents, cells, stride } = robots.worlds
    this.robots = robots
    this.size = size * robots.ticks
    this.reach = this.size - TOLERANCE * robots.ticks
    this.nearby = nearbyCells(robots.ahead, stride)
    this.first = new Int32Array(cells)
    this.next = new Int32Array(agents)
    this.status = new Uint8Array(agents)
    this.asked = new Uint8Array(agents)
    this.decided = new Uint8Array(agents)
    this.stack = new Int32Array(agents)
    this.x = new Int32Array(agents)
    this.y = new Int32Array(agents)
  }

  move(w: number, actions: Int32Array): number {
    const { robots, asked, decided } = this
    const { agents, positions } = robots.worlds
    const row = w * agents
    this.lookAround(w, actions)
    for (let a = 0; a < agents; a++) if (this.status[a] !== DECIDED) this.decide(w, a)
    for (let a = 0; a < agents; a++) this.first[positions[row + a]] = 0
    robots.lift(w)
    let errors = 0
    for (let a = 0; a < agents; a++) {
      robots.act(row + a, decided[a])
      if (decided[a] !== asked[a]) errors++
    }
    robots.settle(w)
    return errors
  }

  /** Who is where and asks for what. Who does not go forward does what it asks for. */
  private lookAround(w: number, actions: Int32Array): void {
    const { robots, asked, decided, status, first, next, x, y } = this
    const { facings, counts, underWay, ticks, worlds } = robots
    const { agents, positions, rowOf, columnOf } = worlds
    for (let a = agents - 1; a >= 0; a--) {
      const i = w * agents + a
      const cell = positions[i]
      next[a] = first[cell]
      first[cell] = a + 1
      const way = underWay[i] === FORWARD ? counts[i] : 0
      x[a] = columnOf[cell] * ticks + way * east(facings[i])
      y[a] = rowOf[cell] * ticks + way * south(facings[i])
      asked[a] = robots.intention(i, actions[i])
      decided[a] = asked[a]
      status[a] = asked[a] === FORWARD ? UNSEEN : DECIDED
    }
  }

  /** Decides on a robot, and first on all those for whom it has to wait. */
  private decide(w: number, root: number): void {
    const { stack, status, decided } = this
    let depth = 0
    stack[0] = root
    status[root] = WAITING
    while (depth >= 0) {
      const a = stack[depth]
      const blocker = this.blocker(w, a)
      if (blocker >= 0) {
        stack[++depth] = blocker
        status[blocker] = WAITING
        continue
      }
      if (blocker === BLOCKED) decided[a] = WAIT
      status[a] = DECIDED
      depth--
    }
  }

  /** The robot that must be decided on before `a` can go forward; `CLEAR` where it can; `BLOCKED` where it cannot. */
  private blocker(w: number, a: number): number {
    const { robots, nearby, first, next, status } = this
    const { agents, positions } = robots.worlds
    const i = w * agents + a
    const facing = robots.facings[i]
    if (this.hitsObstacle(w, i, facing)) return BLOCKED
    for (let k = facing * 8; k < facing * 8 + 8; k++) {
      for (let b = first[positions[i] + nearby[k]] - 1; b >= 0; b = next[b] - 1) {
        if (b === a) continue
        const known = status[b] === DECIDED
        const moves = known && this.decided[b] === FORWARD
        if (!this.meets(w, a, b, moves)) continue
        return status[b] === UNSEEN ? b : BLOCKED
      }
    }
    return CLEAR
  }

  /** Whether the box comes upon an obstacle ahead; beyond the map all cells are such. */
  private hitsObstacle(w: number, i: number, facing: number): boolean {
    const { robots, size } = this
    const { cells, obstacles, positions } = robots.worlds
    if (obstacles[w * cells + positions[i] + robots.ahead[facing]] === 0) return false
    const { ticks } = robots
    const leading = facing >= 2 ? ticks : size
    return robots.counts[i] + 1 + leading > ticks * (1 + TOLERANCE)
  }

  /** Whether the box of `a`, going forward, overlaps that of `b`, which goes forward too or stands, at any time of the step. */
  private meets(w: number, a: number, b: number, moves: boolean): boolean {
    const { x, y, reach, robots } = this
    const { agents } = robots.worlds
    const p = robots.facings[w * agents + a]
    const q = robots.facings[w * agents + b]
    const vx = east(p) - (moves ? east(q) : 0)
    const vy = south(p) - (moves ? south(q) : 0)
    const dx = x[a] - x[b]
    const dy = y[a] - y[b]
    const from = Math.max(0, entry(dx, vx, reach), entry(dy, vy, reach))
    return from <= Math.min(1, -entry(dx, -vx, reach), -entry(dy, -vy, reach))
  }
}

/** When d + v t comes within `reach` of 0; with the time reversed, the negative of when it leaves. */
function entry(d: number, v: number, reach: number): number {
  if (v === 0) return d <= reach && d >= -reach ? -Infinity : Infinity
  return ((v > 0 ? -reach : reach) - d) / v
}

/** A robot's own cell, the one ahead, and all beside these two. */
function nearbyCells(ahead: Int32Array, stride: number): Int32Array {
  const beside = [0, -stride, -1, 1, stride]
  return Int32Array.from(
    Array.from(ahead, (step) =>
      [...new Set([...beside, ...beside.map((cell) => cell + step)])].sort((p, q) => p - q),
    ).flat(),
  )
}

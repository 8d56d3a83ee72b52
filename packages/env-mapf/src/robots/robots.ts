/** Robots that turn, in a batch of grid worlds: `Robots`, `ROBOT_ACTIONS`. */
import type { GridWorlds } from '../worlds.ts'

/** What a robot can do, in the League's numbers: the index is the action. */
export const ROBOT_ACTIONS: readonly string[] = ['forward', 'clockwise', 'counter-clockwise', 'wait']
export const FORWARD = 0
export const CLOCKWISE = 1
export const COUNTER_CLOCKWISE = 2
export const WAIT = 3
/** The task of a robot that has none. */
export const NONE = -1

/** How far a step ahead leads to the east, and to the south, by facing. */
export function east(facing: number): number {
  return facing === 0 ? 1 : facing === 2 ? -1 : 0
}

export function south(facing: number): number {
  return facing === 1 ? 1 : facing === 3 ? -1 : 0
}

/**
 * What there is of robots beside their cells, which are those of `worlds`: facings are 0 east, 1 south, 2 west, 3 north,
 * in the League's numbers, and every action but waiting takes `ticks` steps, through which a robot that goes forward has
 * the cell that it comes from.
 *
 * Source: Start-Kit of the League of Robot Runners 3.1.0, `States.h` and `Counter.h`; at one tick, 1.1.5.
 */
export class Robots {
  readonly worlds: GridWorlds
  /** Steps that an action takes: the League's `agentCounter`. */
  readonly ticks: number
  /** [4]: how far forward leads by facing, in cells of the frame */
  readonly ahead: Int32Array
  /** [batch, agents] */
  readonly facings: Uint8Array
  /** [batch, agents]: ticks that the action that is under way has taken, 0 where there is none */
  readonly counts: Int32Array
  /** [batch, agents]: the action that is under way; `WAIT` where there is none */
  readonly underWay: Uint8Array
  /** [batch, agents]: steps for which a robot is still held up */
  readonly delays: Int32Array

  constructor(worlds: GridWorlds, ticks: number) {
    const rows = worlds.positions.length
    this.worlds = worlds
    this.ticks = ticks
    this.ahead = Int32Array.of(1, worlds.stride, -1, -worlds.stride)
    this.facings = new Uint8Array(rows)
    this.counts = new Int32Array(rows)
    this.underWay = new Uint8Array(rows).fill(WAIT)
    this.delays = new Int32Array(rows)
  }

  /** World `w`'s robots face east and have begun nothing. */
  clear(w: number): void {
    const { agents } = this.worlds
    this.facings.fill(0, w * agents, (w + 1) * agents)
    this.counts.fill(0, w * agents, (w + 1) * agents)
    this.underWay.fill(WAIT, w * agents, (w + 1) * agents)
    this.delays.fill(0, w * agents, (w + 1) * agents)
  }

  /** What a robot does when asked for an action: to wait, or else to go on with what is under way. */
  intention(i: number, action: number): number {
    return action !== WAIT && this.counts[i] > 0 ? this.underWay[i] : action
  }

  /** A robot does its action for a step: forward into the cell ahead, where somebody else may still be on record. */
  act(i: number, action: number): void {
    const { positions } = this.worlds
    if (action === WAIT) return
    this.counts[i]++
    this.underWay[i] = action
    if (this.counts[i] < this.ticks) return
    this.counts[i] = 0
    this.underWay[i] = WAIT
    if (action === FORWARD) positions[i] += this.ahead[this.facings[i]]
    else this.facings[i] = (this.facings[i] + (action === CLOCKWISE ? 1 : 3)) & 3
  }

  /** The facing to which the turn that is under way leads, or else the robot's own. */
  facingAhead(i: number): number {
    const turn = this.underWay[i] === CLOCKWISE ? 1 : this.underWay[i] === COUNTER_CLOCKWISE ? 3 : 0
    return (this.facings[i] + turn) & 3
  }

  /** Takes the robots of world `w` off the record of who is where, before they act. */
  lift(w: number): void {
    const { agents, cells, positions, occupants, agentPlane } = this.worlds
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      occupants[w * cells + positions[i]] = 0
      agentPlane[w * cells + positions[i]] = 0
    }
  }

  /** Puts them on record where they are. */
  settle(w: number): void {
    const { agents, cells, positions, occupants, agentPlane } = this.worlds
    for (let a = 0; a < agents; a++) {
      const cell = w * cells + positions[w * agents + a]
      occupants[cell] = a + 1
      agentPlane[cell] = 1
    }
  }
}

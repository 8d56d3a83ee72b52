/** Which cells are taken when: `Reservations`, `Path`, `Rules`. */
import type { Motion } from './motion.ts'

/** One agent's way through time. */
export interface Path {
  /** [steps + 1]: the state at every step from now on, until arrival or the end of the window */
  readonly states: Int32Array
  /** The step of arrival; after the end of the window as if nobody else were there. */
  readonly cost: number
}

/** What counts as a conflict. */
export interface Rules {
  /** The last step in which conflicts count; Infinity where they always do. */
  readonly window: number
  /** Whether agents are gone once they have arrived (true), or stay where they are for good (false). */
  readonly vanish: boolean
}

/** Reservations that must be kept, and those that are better kept. The number shifts their bits. */
export const HARD = 0
export const SOFT = 5
type Kind = typeof HARD | typeof SOFT
/** Somebody is in the cell. */
export const TAKEN = 1
/** Somebody goes from the cell to side 0 in the step that follows; shifted by the side. */
export const MOVE = 2

/** A table of cells and steps. Step `last`, by which all who are reserved have arrived, stands for all that follow. */
export class Reservations {
  readonly motion: Motion
  readonly rules: Rules
  /** The last step that is told apart. */
  last = 0
  /** [cells, stride]: bits of either kind */
  bits: Uint16Array
  stride: number
  private readonly cells: number

  constructor(motion: Motion, rules: Rules) {
    this.motion = motion
    this.rules = rules
    this.cells = motion.states / motion.facings
    this.stride = rules.window === Infinity ? 64 : rules.window + 2
    this.bits = new Uint16Array(this.cells * this.stride)
    this.clear()
  }

  /** Takes every reservation back. */
  clear(): void {
    this.bits.fill(0)
    this.last = this.rules.window === Infinity ? 1 : this.rules.window + 1
  }

  /** Reserves a path. */
  add({ states }: Path, kind: Kind): void {
    this.tellApart(states.length)
    const { bits, stride } = this
    const { cellOf, map } = this.motion
    const until = this.until(states)
    for (let t = 0; t <= until; t++) {
      const cell = cellOf[states[Math.min(t, states.length - 1)]]
      bits[cell * stride + t] |= TAKEN << kind
      if (t + 1 >= states.length || t === until) continue
      const side = sideOf(cellOf[states[t + 1]] - cell, map.columns)
      if (side >= 0) bits[cell * stride + t] |= MOVE << (side + kind)
    }
  }

  /** Forbids a cell at one step. */
  forbid(cell: number, t: number): void {
    this.tellApart(t + 1)
    this.bits[cell * this.stride + t] |= TAKEN << HARD
  }

  /** Forbids the move to a cell from another beside it that ends at step `t`. */
  forbidMove(from: number, to: number, t: number): void {
    this.tellApart(t + 1)
    this.bits[to * this.stride + t - 1] |= MOVE << (sideOf(from - to, this.motion.map.columns) + HARD)
  }

  /** Whether a path meets one that must be kept. */
  meets({ states }: Path): boolean {
    const { bits, stride, last } = this
    const { cellOf, map } = this.motion
    const until = this.until(states)
    for (let t = 1; t <= until; t++) {
      const from = cellOf[states[Math.min(t, states.length) - 1]]
      const cell = cellOf[states[Math.min(t, states.length - 1)]]
      if ((bits[cell * stride + Math.min(t, last)] & (TAKEN << HARD)) !== 0) return true
      const back = sideOf(from - cell, map.columns)
      if (back >= 0 && (bits[cell * stride + Math.min(t - 1, last)] & (MOVE << (back + HARD))) !== 0)
        return true
    }
    return false
  }

  /** The last step in which a path takes a cell. */
  private until(states: Int32Array): number {
    const end = this.rules.vanish ? states.length - 1 : Math.max(this.last, states.length - 1)
    return Math.min(end, this.rules.window)
  }

  /** Makes `last` at least `t`, unless the window has ended before. */
  private tellApart(t: number): void {
    const { bits, stride, last, cells } = this
    if (t <= last || this.rules.window !== Infinity) return
    this.last = t
    if (t >= stride) {
      this.stride = 2 * t
      this.bits = new Uint16Array(cells * this.stride)
    }
    for (let cell = cells - 1; cell >= 0; cell--) {
      const base = cell * this.stride
      if (t >= stride) this.bits.set(bits.subarray(cell * stride, cell * stride + last + 1), base)
      this.bits.fill(this.bits[base + last], base + last + 1, base + t + 1)
    }
  }
}

/** The side to which a step leads, given the difference of its cells; -1 for a step that stays in its cell. */
export function sideOf(difference: number, columns: number): number {
  if (difference === 0) return -1
  return difference === columns ? 0 : difference === -columns ? 1 : difference > 0 ? 2 : 3
}

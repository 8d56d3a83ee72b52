/** Which cells are taken when: `Reservations`, `Path`, `Rules`. */
import { GauntletError } from '@gauntlet/core'
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

/** Numbers that a table may hold: 2 GiB. */
const MOST_NUMBERS = 1073741824
/** Numbers up to which cells keep their rows when reservations are taken back, which saves giving them anew. */
const MOST_KEPT = 65536

/**
 * A table of cells and steps, of which only the cells have a row in which something is reserved. Step `last`, by which all
 * who are reserved have arrived, stands for all that follow.
 *
 * Errors: GauntletError where the table would take more than 2 GiB.
 */
export class Reservations {
  readonly motion: Motion
  readonly rules: Rules
  /** The last step that is told apart. */
  last = 0
  /** [rows, stride]: bits of either kind */
  bits: Uint16Array
  stride: number
  /** [cells]: the row of each cell; 0, in which nothing ever is, for those without reservations */
  readonly rows: Int32Array
  /** [cells + 1]: the cell of each row, and how many rows there are but for row 0 */
  private readonly cellOfRow: Int32Array
  private used = 0

  constructor(motion: Motion, rules: Rules) {
    this.motion = motion
    this.rules = rules
    const cells = motion.states / motion.facings
    this.rows = new Int32Array(cells)
    this.cellOfRow = new Int32Array(cells + 1)
    this.stride = rules.window === Infinity ? 64 : rules.window + 2
    this.bits = new Uint16Array(16 * this.stride)
    this.clear()
  }

  /** Takes every reservation back. */
  clear(): void {
    const { rows, cellOfRow, used, stride } = this
    this.bits.fill(0, 0, (used + 1) * stride)
    if (used * stride > MOST_KEPT) {
      for (let row = 1; row <= used; row++) rows[cellOfRow[row]] = 0
      this.used = 0
    }
    this.last = this.rules.window === Infinity ? 1 : this.rules.window + 1
  }

  /** Reserves a path. */
  add({ states }: Path, kind: Kind): void {
    this.tellApart(states.length)
    const { cellOf, map } = this.motion
    const { rows, stride } = this
    const until = this.until(states)
    const arrival = states.length - 1
    for (let t = 0; t <= Math.min(arrival, until); t++) {
      if (rows[cellOf[states[t]]] === 0) this.open(cellOf[states[t]])
    }
    const { bits } = this
    for (let t = 0; t < arrival && t <= until; t++) {
      const cell = cellOf[states[t]]
      const side = t === until ? -1 : sideOf(cellOf[states[t + 1]] - cell, map.columns)
      bits[rows[cell] * stride + t] |= (side < 0 ? TAKEN : TAKEN | (MOVE << side)) << kind
    }
    const base = rows[cellOf[states[arrival]]] * stride
    for (let t = arrival; t <= until; t++) bits[base + t] |= TAKEN << kind
  }

  /** Forbids a cell at one step. */
  forbid(cell: number, t: number): void {
    this.tellApart(t + 1)
    if (this.rows[cell] === 0) this.open(cell)
    this.bits[this.rows[cell] * this.stride + t] |= TAKEN << HARD
  }

  /** Forbids the move to a cell from another beside it that ends at step `t`. */
  forbidMove(from: number, to: number, t: number): void {
    this.tellApart(t + 1)
    if (this.rows[to] === 0) this.open(to)
    const side = sideOf(from - to, this.motion.map.columns)
    this.bits[this.rows[to] * this.stride + t - 1] |= MOVE << (side + HARD)
  }

  /** Whether a path meets one that must be kept. */
  meets({ states }: Path): boolean {
    const { bits, stride, rows, last } = this
    const { cellOf, map } = this.motion
    const until = this.until(states)
    for (let t = 1; t <= until; t++) {
      const from = cellOf[states[Math.min(t, states.length) - 1]]
      const cell = cellOf[states[Math.min(t, states.length - 1)]]
      const base = rows[cell] * stride
      if ((bits[base + Math.min(t, last)] & (TAKEN << HARD)) !== 0) return true
      const back = sideOf(from - cell, map.columns)
      if (back >= 0 && (bits[base + Math.min(t - 1, last)] & (MOVE << (back + HARD))) !== 0) return true
    }
    return false
  }

  /** The last step in which a path takes a cell. */
  private until(states: Int32Array): number {
    const end = this.rules.vanish ? states.length - 1 : Math.max(this.last, states.length - 1)
    return Math.min(end, this.rules.window)
  }

  /** Gives a row to a cell that has none. */
  private open(cell: number): void {
    this.rows[cell] = ++this.used
    this.cellOfRow[this.used] = cell
    const needed = (this.used + 1) * this.stride
    if (needed > this.bits.length) this.bits = this.enlarged(needed, this.stride)
  }

  /** Makes `last` at least `t`, unless the window has ended before. */
  private tellApart(t: number): void {
    const { last, used } = this
    if (t <= last || this.rules.window !== Infinity) return
    this.last = t
    if (t >= this.stride) {
      this.bits = this.enlarged((used + 1) * 2 * t, 2 * t)
      this.stride = 2 * t
    }
    for (let row = 1; row <= used; row++) {
      const base = row * this.stride
      this.bits.fill(this.bits[base + last], base + last + 1, base + t + 1)
    }
  }

  /** The table with room for so many numbers, and twice as many where that is not too many, in rows of `stride`. */
  private enlarged(needed: number, stride: number): Uint16Array {
    if (needed > MOST_NUMBERS) {
      throw new GauntletError(
        'memory',
        `got ${this.used} cells reserved for ${this.last} steps, which take ${2 * needed} bytes, expected at most ${2 * MOST_NUMBERS}: ` +
          'plan fewer agents, or with a shorter window (rhcr-pbs, rhcr-whca), or on a smaller map',
      )
    }
    const larger = new Uint16Array(Math.min(2 * needed, MOST_NUMBERS))
    for (let row = 1; row <= this.used && row * this.stride < this.bits.length; row++)
      larger.set(this.bits.subarray(row * this.stride, (row + 1) * this.stride), row * stride)
    return larger
  }
}

/** The side to which a step leads, given the difference of its cells; -1 for a step that stays in its cell. */
export function sideOf(difference: number, columns: number): number {
  if (difference === 0) return -1
  return difference === columns ? 0 : difference === -columns ? 1 : difference > 0 ? 2 : 3
}

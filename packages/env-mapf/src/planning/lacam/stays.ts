/** Who is where and when: `Stays`. */
import { grown } from './growth.ts'

/** No stay. */
export const NONE = -1
/** A time that never comes. */
export const NEVER = 1073741823

/**
 * The ways of agents as stays: agent, cell, first and last step. A last stay never ends.
 *
 * The stays in a cell are a list in the order of time. What lies between two of them, or before the first, is a safe
 * interval of the cell, so that intervals need no table of their own, however long the plans and large the maps.
 */
export class Stays {
  /** [stays] */
  agent: Int32Array = new Int32Array(256)
  from: Int32Array = new Int32Array(256)
  until: Int32Array = new Int32Array(256)
  /** [stays]: the next one in the same cell, the next one of the same agent */
  next: Int32Array = new Int32Array(256)
  private following: Int32Array = new Int32Array(256)
  private cell: Int32Array = new Int32Array(256)
  /** [cells]: the first stay in each cell */
  readonly first: Int32Array
  /** [agents]: the first stay of each agent */
  private readonly own: Int32Array
  private count = 0
  /** Stays that are free to be used again, linked by `next`. */
  private vacant = NONE

  constructor(agents: number, cells: number) {
    this.first = new Int32Array(cells).fill(NONE)
    this.own = new Int32Array(agents).fill(NONE)
  }

  /** How many stays there have ever been at a time; each has a number below this. */
  get capacity(): number {
    return this.count
  }

  /** Enters an agent's way, the cell of every step, where nobody else is; it remains in the last. */
  add(agent: number, way: Int32Array): void {
    let last = NONE
    for (let t = 0; t < way.length;) {
      const from = t
      while (t < way.length && way[t] === way[from]) t++
      const stay = this.allot()
      this.agent[stay] = agent
      this.cell[stay] = way[from]
      this.from[stay] = from
      this.until[stay] = t < way.length ? t - 1 : NEVER
      this.following[stay] = NONE
      if (last === NONE) this.own[agent] = stay
      else this.following[last] = stay
      this.insert(stay)
      last = stay
    }
  }

  /** Takes an agent's way out again. */
  remove(agent: number): void {
    let stay = this.own[agent]
    this.own[agent] = NONE
    while (stay !== NONE) {
      const following = this.following[stay]
      this.unlink(stay)
      this.next[stay] = this.vacant
      this.vacant = stay
      stay = following
    }
  }

  /** The last stay in a cell that begins at a time or before it; `NONE` where there is none. */
  lastBy(cell: number, time: number): number {
    let last = NONE
    for (let s = this.first[cell]; s !== NONE && this.from[s] <= time; s = this.next[s]) last = s
    return last
  }

  private allot(): number {
    if (this.vacant !== NONE) {
      const stay = this.vacant
      this.vacant = this.next[stay]
      return stay
    }
    const stay = this.count++
    this.agent = grown(this.agent, this.count)
    this.from = grown(this.from, this.count)
    this.until = grown(this.until, this.count)
    this.next = grown(this.next, this.count)
    this.following = grown(this.following, this.count)
    this.cell = grown(this.cell, this.count)
    return stay
  }

  private insert(stay: number): void {
    const { next, first, cell } = this
    const before = this.lastBy(cell[stay], this.from[stay])
    if (before === NONE) {
      next[stay] = first[cell[stay]]
      first[cell[stay]] = stay
      return
    }
    next[stay] = next[before]
    next[before] = stay
  }

  private unlink(stay: number): void {
    const { next, first, cell } = this
    let before = NONE
    for (let s = first[cell[stay]]; s !== stay; s = next[s]) before = s
    if (before === NONE) first[cell[stay]] = next[stay]
    else next[before] = next[stay]
  }
}

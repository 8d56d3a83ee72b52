/** Conflicts between the paths of many agents: `ConflictFinder`, `Conflict`, `stateAt`. */
import type { Motion } from './motion.ts'
import type { Path, Rules } from './reservations.ts'

/** The state at a step; the last one after the end. */
export function stateAt({ states }: Path, t: number): number {
  return states[Math.min(t, states.length - 1)]
}

/** Agents `a` and `b` are in one cell at step `t`, or change cells in the step that ends with it. */
export interface Conflict {
  readonly a: number
  readonly b: number
  readonly t: number
  /** The cell of agent a. */
  readonly cell: number
  /** Where agents change cells the one that a comes from and b goes to; or else -1. */
  readonly from: number
}

/** Finds where paths meet. */
export class ConflictFinder {
  private readonly motion: Motion
  private readonly rules: Rules
  /** [cells]: who is there in this step, and in the one before, plus the number of all who were placed before them */
  private now: Float64Array
  private before: Float64Array
  private placed = 1

  constructor(motion: Motion, rules: Rules) {
    this.motion = motion
    this.rules = rules
    const cells = motion.states / motion.facings
    this.now = new Float64Array(cells)
    this.before = new Float64Array(cells)
  }

  /** Conflicts in the order of steps. Of several agents in one cell each but the first has one, with the one before it. */
  find(paths: readonly Path[]): Conflict[] {
    const found: Conflict[] = []
    let last = 0
    for (const { states } of paths) last = Math.max(last, states.length - 1)
    last = Math.min(last, this.rules.window)
    for (let t = 0; t <= last; t++) this.place(paths, t, found)
    return found
  }

  /** Puts every agent into its cell at step `t`. */
  private place(paths: readonly Path[], t: number, found: Conflict[]): void {
    const { rules, before: now, now: before, placed: earlier } = this
    const { cellOf } = this.motion
    const base = earlier + paths.length
    this.now = now
    this.before = before
    this.placed = base
    for (let a = 0; a < paths.length; a++) {
      if (rules.vanish && t >= paths[a].states.length) continue
      const cell = cellOf[stateAt(paths[a], t)]
      if (now[cell] >= base) found.push({ a, b: now[cell] - base, t, cell, from: -1 })
      now[cell] = base + a
      if (t === 0) continue
      const from = cellOf[stateAt(paths[a], t - 1)]
      // Whoever was here is placed already where it is of lower index, so that a swap is seen once.
      const b = before[cell] - earlier
      if (from !== cell && b >= 0 && b < a && now[from] === base + b) found.push({ a, b, t, cell, from })
    }
  }
}

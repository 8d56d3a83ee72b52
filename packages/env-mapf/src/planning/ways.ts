/** Shortest ways to cells: `Ways`. */
import type { Motion } from './motion.ts'

/** Bytes that the tables of one map may take, unless one for each agent takes more: 256 MiB. */
const BUDGET_BYTES = 268435456
/** What a table holds where there is no way. */
export const NO_WAY = 65535

/**
 * For each goal cell the actions that it takes to get there from every state, others not considered; made when first
 * needed. What is kept makes no difference but in time.
 */
export class Ways {
  readonly motion: Motion
  private readonly tables: Map<number, Uint16Array> = new Map()
  private readonly capacity: number
  /** [states · actions]: for each state the states that lead to it, from `first[state]` on */
  private readonly before: Int32Array
  private readonly first: Int32Array
  private readonly queue: Int32Array

  constructor(motion: Motion, agents: number) {
    const { states, actions, successors } = motion
    this.motion = motion
    this.capacity = Math.max(agents, Math.floor(BUDGET_BYTES / (2 * states)))
    this.first = new Int32Array(states + 1)
    for (const next of successors) if (next >= 0) this.first[next + 1]++
    for (let state = 0; state < states; state++) this.first[state + 1] += this.first[state]
    const ends = this.first.slice()
    this.before = new Int32Array(this.first[states])
    for (let k = 0; k < successors.length; k++) {
      if (successors[k] >= 0) this.before[ends[successors[k]]++] = Math.floor(k / actions)
    }
    this.queue = new Int32Array(states)
  }

  /** Actions to the goal, [states]; `NO_WAY` where there is none, or it takes more than 65,534. */
  to(goal: number): Uint16Array {
    const known = this.tables.get(goal)
    if (known !== undefined) return known
    const oldest = this.tables.size < this.capacity ? undefined : this.tables.entries().next().value!
    if (oldest !== undefined) this.tables.delete(oldest[0])
    const table = new Uint16Array(this.motion.states)
    this.flood(goal, table)
    this.tables.set(goal, table)
    return table
  }

  private flood(goal: number, table: Uint16Array): void {
    const { queue, first, before } = this
    const { facings } = this.motion
    table.fill(NO_WAY)
    let tail = 0
    for (let state = goal * facings; state < (goal + 1) * facings; state++) {
      table[state] = 0
      queue[tail++] = state
    }
    for (let head = 0; head < tail; head++) {
      const state = queue[head]
      const steps = Math.min(table[state] + 1, NO_WAY - 1)
      for (let k = first[state]; k < first[state + 1]; k++) {
        if (table[before[k]] !== NO_WAY) continue
        table[before[k]] = steps
        queue[tail++] = before[k]
      }
    }
  }
}

/** What an agent can do in several actions: `Operations`. */
import type { Motion } from './motion.ts'

/**
 * The operations of so many actions from each state: of those that lead through the same cells to the same state,
 * one. Made when first asked for.
 */
export class Operations {
  readonly motion: Motion
  private readonly actions: number
  private readonly known: Map<number, Int32Array> = new Map()

  constructor(motion: Motion, actions: number) {
    this.motion = motion
    this.actions = actions
  }

  /** From a state: [operations, actions], the state after each action. */
  from(state: number): Int32Array {
    const known = this.known.get(state)
    if (known !== undefined) return known
    const paths: number[] = []
    this.collect(state, [], new Set(), paths)
    const made = Int32Array.from(paths)
    this.known.set(state, made)
    return made
  }

  private collect(state: number, path: readonly number[], seen: Set<string>, paths: number[]): void {
    const { actions, successors, cellOf } = this.motion
    if (path.length === this.actions) {
      const key = `${path.map((passed) => cellOf[passed]).join(' ')} ${state}`
      if (!seen.has(key)) paths.push(...path)
      seen.add(key)
      return
    }
    for (let action = 0; action < actions; action++) {
      const next = successors[state * actions + action]
      if (next >= 0) this.collect(next, [...path, next], seen, paths)
    }
  }
}

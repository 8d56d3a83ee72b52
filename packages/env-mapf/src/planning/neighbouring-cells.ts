/** Which cells an agent can go to next: `NeighbouringCells`. */
import type { Motion } from './motion.ts'

/** Candidates of a state: at most four cells beside its own, and its own as the last. */
export const CANDIDATES = 5

/**
 * For each state the cells beside its own that an agent can get to, and how: in one action where it walks, in up to
 * three where it must turn first. Candidate k of state s is at s · CANDIDATES + k: left, right, up, down and, at the
 * end, the agent's own cell; free places are behind it.
 */
export class NeighbouringCells {
  /** [states]: how many candidates there are; 0 for states in obstacles */
  readonly counts: Uint8Array
  /** [states, CANDIDATES]: the state in which the agent gets there */
  readonly there: Int32Array
  /** [states, CANDIDATES]: the state after the first action on the way there */
  readonly first: Int32Array
  /** [states, CANDIDATES]: actions that it takes; 0 for the agent's own cell */
  readonly actions: Uint8Array

  constructor(motion: Motion) {
    const { states, wait, actions, successors } = motion
    this.counts = new Uint8Array(states)
    this.there = new Int32Array(states * CANDIDATES)
    this.first = new Int32Array(states * CANDIDATES)
    this.actions = new Uint8Array(states * CANDIDATES)
    for (let state = 0; state < states; state++) {
      if (successors[state * actions + wait] < 0) continue
      const found = [...approaches(motion, state), { there: state, first: state, length: 0 }]
      this.counts[state] = found.length
      for (const [k, { there, first, length }] of found.entries()) {
        this.there[state * CANDIDATES + k] = there
        this.first[state * CANDIDATES + k] = first
        this.actions[state * CANDIDATES + k] = length
      }
    }
  }
}

/** The shortest way into a cell beside that of the state. */
interface Approach {
  readonly there: number
  readonly first: number
  readonly length: number
}

/** Breadth first through the states of the agent's own cell. */
function approaches({ actions, successors, cellOf }: Motion, from: number): Approach[] {
  const inside: Approach[] = [{ there: from, first: -1, length: 0 }]
  const beside: Approach[] = []
  for (const { there, first, length } of inside) {
    for (let action = 0; action < actions; action++) {
      const next = successors[there * actions + action]
      if (next < 0) continue
      const approach = { there: next, first: first < 0 ? next : first, length: length + 1 }
      if (cellOf[next] !== cellOf[from]) {
        if (!beside.some((other) => cellOf[other.there] === cellOf[next])) beside.push(approach)
      } else if (!inside.some((other) => other.there === next)) inside.push(approach)
    }
  }
  const offset = ({ there }: Approach): number => cellOf[there] - cellOf[from]
  return beside.sort((a, b) => Math.abs(offset(a)) - Math.abs(offset(b)) || offset(a) - offset(b))
}

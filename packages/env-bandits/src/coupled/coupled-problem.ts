/** What is played: `CoupledProblem`, `Response`, `PullResponse`. */
import { type ChainArms, STATES, above, below } from './chain-arms.ts'
import type { FeasibleSets } from './feasible-sets.ts'

/** How arms move under an action. */
export interface Response {
  /** Writes each arm's probability to move up under the subset at `from`: [arms]. */
  ups(subsets: Uint8Array, from: number, out: Float64Array): void
  /** Writes the feasible subset of greatest expected next reward, for the arm states at `at`, to `from` on. */
  myopic(sets: FeasibleSets, states: Uint8Array, at: number, subsets: Uint8Array, from: number): void
}

/** Arms, what may be done with them, and what comes of it. */
export interface CoupledProblem {
  readonly arms: ChainArms
  readonly response: Response
  readonly sets: FeasibleSets
}

/** Expected reward of arm `j` in its next state. */
export function nextReward({ rewards }: ChainArms, j: number, state: number, up: number): number {
  return up * rewards[j * STATES + above(state)] + (1 - up) * rewards[j * STATES + below(state)]
}

/** Every element is an arm, which is pulled or not: arms move apart from each other. */
export class PullResponse implements Response {
  private readonly arms: ChainArms
  private readonly scores: Float64Array

  constructor(arms: ChainArms) {
    this.arms = arms
    this.scores = new Float64Array(arms.arms)
  }

  ups(subsets: Uint8Array, from: number, out: Float64Array): void {
    const { arms, idle, pulled } = this.arms
    for (let j = 0; j < arms; j++) out[j] = subsets[from + j] === 1 ? pulled[j] : idle[j]
  }

  /** What a pull adds is the arm's score: the oracle's subset is the best. */
  myopic(sets: FeasibleSets, states: Uint8Array, at: number, subsets: Uint8Array, from: number): void {
    const { arms, scores } = this
    for (let j = 0; j < arms.arms; j++) {
      const state = states[at + j]
      scores[j] = nextReward(arms, j, state, arms.pulled[j]) - nextReward(arms, j, state, arms.idle[j])
    }
    sets.best(scores, 0, subsets, from)
  }
}

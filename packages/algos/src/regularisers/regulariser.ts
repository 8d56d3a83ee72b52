/** What is added to the loss of a decision: `Regulariser`. */
import type { Archive } from '../archive.ts'
import type { Decision, DecisionColumns } from '../objectives/objective.ts'

export interface Regulariser {
  /** What its loss is logged as. */
  readonly metric: string
  /** Before the rows of a minibatch. */
  prepare?(columns: DecisionColumns): void
  /** After the updates on a rollout, whose mean divergence from the policy that acted was `divergence`. */
  adapt?(divergence: number): void
  /** What it remembers from one rollout to the next. */
  readonly state?: Archive
  /** Adds to `out` [3]: loss, its derivative by log π, its derivative by the entropy. */
  add(decision: Readonly<Decision>, out: Float64Array): void
}

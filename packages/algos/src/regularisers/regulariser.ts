/** What is added to the loss of a decision: `Regulariser`. */
import type { Decision, DecisionColumns } from '../objectives/objective.ts'

export interface Regulariser {
  /** What its loss is logged as. */
  readonly metric: string
  /** Before the rows of a minibatch. */
  prepare?(columns: DecisionColumns): void
  /** Adds to `out` [3]: loss, its derivative by log π, its derivative by the entropy. */
  add(decision: Readonly<Decision>, out: Float64Array): void
}

/** From rewards to advantages: `Estimator`. */
import type { Archive } from '../archive.ts'
import type { Rollout } from '../rollout.ts'

export interface Estimator {
  /**
   * Fills the rollout's advantages, and its returns where a critic is taught by them. Numbers worth logging, by name.
   */
  estimate(rollout: Rollout, discount: number): Readonly<Record<string, number>>
  /** Everything that it remembers from one rollout to the next, and back again. */
  save?(): Archive
  load?(saved: Archive): void
}

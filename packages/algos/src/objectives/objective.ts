/** What is minimised, by decision: `Objective`, its `Band`, and what it sees: `Decision`, `DecisionColumns`. */

/** What an objective sees of one decision. One object serves all rows of a minibatch. */
export interface Decision {
  row: number
  advantage: number
  logProbability: number
  oldLogProbability: number
  /** NaN without a reference policy */
  referenceLogProbability: number
  entropy: number
}

/** A minibatch's columns, for what is not of one decision alone. Shape [rows] each. */
export interface DecisionColumns {
  readonly rows: number
  readonly advantages: Float64Array
  readonly logProbabilities: Float64Array
  readonly oldLogProbabilities: Float64Array
  readonly referenceLogProbabilities: Float64Array | undefined
  /** Numbered from 0, as are groups */
  readonly trajectories: Int32Array
  readonly groups: Int32Array
}

/** ε_low and ε_high. */
export type Band = readonly [low: number, high: number]

export interface Objective {
  /** How far the ratio may fall below 1, and rise above it, before `clip_fraction` counts it as clipped. */
  readonly band: Band
  /** Before the rows of a minibatch. */
  prepare?(decisions: DecisionColumns): void
  /** Writes the loss and its derivative by log π to `out` [2]. */
  loss(decision: Readonly<Decision>, out: Float64Array): void
}

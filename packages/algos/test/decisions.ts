/** Minibatches made by hand: `columnsOf`, `decisionOf`; what an objective makes of them: `lossesOf`. */
import type { Decision, DecisionColumns, Objective } from '../src/objectives/objective.ts'

export interface Columns {
  readonly advantages: readonly number[]
  readonly logProbabilities: readonly number[]
  readonly oldLogProbabilities: readonly number[]
  readonly trajectories?: readonly number[]
  readonly groups?: readonly number[]
}

export function columnsOf(columns: Columns): DecisionColumns {
  const rows = columns.advantages.length
  const zeros = Array.from({ length: rows }, () => 0)
  return {
    rows,
    advantages: Float64Array.from(columns.advantages),
    logProbabilities: Float64Array.from(columns.logProbabilities),
    oldLogProbabilities: Float64Array.from(columns.oldLogProbabilities),
    referenceLogProbabilities: undefined,
    trajectories: Int32Array.from(columns.trajectories ?? zeros),
    groups: Int32Array.from(columns.groups ?? zeros),
  }
}

export function decisionOf(columns: DecisionColumns, row: number): Decision {
  return {
    row,
    advantage: columns.advantages[row],
    logProbability: columns.logProbabilities[row],
    oldLogProbability: columns.oldLogProbabilities[row],
    referenceLogProbability: columns.referenceLogProbabilities?.[row] ?? NaN,
    entropy: 0,
  }
}

/** Losses and their derivatives by log π, row by row. */
export function lossesOf(
  objective: Objective,
  columns: DecisionColumns,
): { readonly losses: Float64Array; readonly slopes: Float64Array } {
  objective.prepare?.(columns)
  const out = new Float64Array(2)
  const losses = new Float64Array(columns.rows)
  const slopes = new Float64Array(columns.rows)
  for (let i = 0; i < columns.rows; i++) {
    objective.loss(decisionOf(columns, i), out)
    losses[i] = out[0]
    slopes[i] = out[1]
  }
  return { losses, slopes }
}

/** The ratio of whole trajectories as a denominator: `trajectoryRatio`. */
import { exp } from '@gauntlet/core'
import { Tally } from '../aggregations/tally.ts'
import type { Denominator } from './product.ts'

/**
 * s = (Π_t π(a_t) / π_old(a_t))^(1/n), over the n decisions of a trajectory that are in the minibatch: all of them share
 * one ratio, and are masked together where their advantages are alike. With losses averaged by trajectory
 * (`seq-mean-token-mean`) the derivative of a decision's loss by its own log π, -w s, makes up the gradient of -w s.
 *
 * Source: Zheng et al. 2025 (GSPO), section 4.1.
 */
export function trajectoryRatio(): Denominator {
  const tally = new Tally()
  /** By trajectory: Σ log π - log π_old, then s */
  let ratios = new Float64Array(0)
  let trajectories: Int32Array = new Int32Array(0)
  return {
    prepare({ rows, logProbabilities, oldLogProbabilities, trajectories: own }) {
      trajectories = own
      tally.count(own, rows)
      const { counts, size } = tally
      if (ratios.length < size) ratios = new Float64Array(2 * size)
      ratios.fill(0, 0, size)
      for (let i = 0; i < rows; i++) ratios[own[i]] += logProbabilities[i] - oldLogProbabilities[i]
      for (let k = 0; k < size; k++) if (counts[k] > 0) ratios[k] = exp(ratios[k] / counts[k])
    },
    ratio({ row }) {
      return ratios[trajectories[row]]
    },
    surrogate(_decision, ratio, out) {
      out[0] = ratio
      out[1] = ratio
    },
  }
}

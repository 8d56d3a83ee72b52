/** A mask that lets go of what takes most entropy away: `clipCov`. */
import { Seed, type Stream, exp } from '@gauntlet/core'
import { clip } from './clip-masks.ts'
import { byCovariance, covariances, shareOf } from './covariance.ts'
import type { DecisionColumns } from './objective.ts'
import type { Mask } from './product.ts'

export interface CovarianceBand {
  /** Share of a minibatch's decisions that are let go, in (0, 1]; at least one is, where there is a candidate. */
  readonly share: number
  /** Quantiles of covariance, in [0, 1], between which candidates lie. */
  readonly from: number
  readonly to: number
}

const ROOT: Seed = Seed.from(0).fold('clip-cov')

/**
 * PPO's mask, and none of the gradient either of a random share of the decisions that it leaves and whose covariance of
 * advantage and log π is great.
 *
 * The draw is folded from the minibatch's covariances, so that nothing is remembered from one to the next.
 * Source: Cui et al. 2025 (The entropy mechanism), section 4.2, Clip-Cov. Differs: the band of covariances is between
 * quantiles; the source's 1 to 5 mean something for the hundred thousands of decisions of its batches only.
 */
export function clipCov(low: number, high: number, { share, from, to }: CovarianceBand): Mask {
  const ratioMask = clip(low, high)
  /** [rows]: 1 where the decision is let go */
  let gone = new Uint8Array(0)
  return {
    band: [low, high],
    prepare(columns) {
      const { rows } = columns
      gone = new Uint8Array(rows)
      const found = covariances(columns)
      const ranked = byCovariance(found).subarray(rows - Math.ceil(to * rows), rows - Math.floor(from * rows))
      const candidates = ranked.filter((i) => !clipped(columns, i, low, high))
      const stream = streamOf(found)
      for (let k = 0; k < Math.min(shareOf(rows, share), candidates.length); k++) {
        const drawn = k + stream.integer(candidates.length - k)
        gone[candidates[drawn]] = 1
        candidates[drawn] = candidates[k]
      }
    },
    apply(decision, weight, ratio, out) {
      ratioMask.apply(decision, weight, ratio, out)
      if (gone[decision.row] === 0) return
      out[0] = 0
      out[1] = 0
    },
  }
}

function clipped(columns: DecisionColumns, i: number, low: number, high: number): boolean {
  const ratio = exp(columns.logProbabilities[i] - columns.oldLogProbabilities[i])
  return columns.advantages[i] >= 0 ? ratio > 1 + high : ratio < 1 - low
}

/** Opened by the bits of the sum of the covariances' squares, which no two minibatches share but by being alike. */
function streamOf(found: Float64Array): Stream {
  let sum = 0
  for (let i = 0; i < found.length; i++) sum += found[i] * found[i]
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, sum)
  return ROOT.fold(bits.getUint32(0)).fold(bits.getUint32(4)).stream()
}

/** Fast draws of one binomial distribution: `BinomialTable`. */
import type { Stream } from '@gauntlet/core'

const TWO_32 = 4294967296
/** Slots of the guide: the first guess at a draw is looked up by the leading bits of a number. */
const SLOT_BITS = 8

/**
 * Binomial(n, p) by inversion, one 32-bit number a draw; each probability is right to 2^-32.
 *
 * Ranges: `trials` a whole number from 0 to 1000, `probability` in [0, 1].
 * Source: inversion with a guide table (Devroye 1986, section III.2.4).
 */
export class BinomialTable {
  /** [n + 1]: 2^32 times the distribution function, rounded */
  private readonly thresholds: Float64Array
  /** [2^8]: the least value that a number with these leading bits can give */
  private readonly guide: Uint16Array

  constructor(trials: number, probability: number) {
    const weights = weightsOf(trials, probability)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    this.thresholds = new Float64Array(trials + 1)
    let sum = 0
    for (let k = 0; k <= trials; k++) {
      sum += weights[k]
      this.thresholds[k] = k === trials ? TWO_32 : Math.round((sum / total) * TWO_32)
    }
    const slots = 1 << SLOT_BITS
    this.guide = Uint16Array.from({ length: slots }, (_, slot) =>
      this.thresholds.findIndex((threshold) => (slot * TWO_32) / slots < threshold),
    )
  }

  /** A draw, a whole number from 0 to n. */
  draw(stream: Stream): number {
    const { thresholds } = this
    const bits = stream.uint32()
    let value = this.guide[bits >>> (32 - SLOT_BITS)]
    while (bits >= thresholds[value]) value++
    return value
  }
}

/** [n + 1]: probabilities over that of the mode, from the mode outwards, so that nothing that matters underflows. */
function weightsOf(trials: number, probability: number): Float64Array {
  const weights = new Float64Array(trials + 1)
  const mode = Math.min(trials, Math.floor((trials + 1) * probability))
  weights[mode] = 1
  const odds = probability / (1 - probability)
  for (let k = mode + 1; k <= trials; k++) weights[k] = (weights[k - 1] * (trials - k + 1) * odds) / k
  for (let k = mode; k > 0; k--) weights[k - 1] = (weights[k] * k) / ((trials - k + 1) * odds)
  return weights
}

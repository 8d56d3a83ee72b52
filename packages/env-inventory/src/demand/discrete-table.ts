/** Draws of whole numbers with fixed probabilities: `DiscreteTable`, `weightsAround`. */
import { ParameterError, type Stream } from '@gauntlet/core'

const TWO_32 = 4294967296

/** Weights below 2^-70 of the largest are left out, and no table is longer than this. */
const NEGLIGIBLE = 8.470329472543003e-22
const MOST_WEIGHTS = 1_048_576

/** Cells of the guide: at least 2^6, at most 2^16, about four for a weight. */
const FEWEST_GUIDE_BITS = 6
const MOST_GUIDE_BITS = 16

/** Weights of the whole numbers from `first` on, in proportion to their probabilities. */
export interface Weights {
  readonly first: number
  readonly weights: readonly number[]
}

/**
 * Draws a whole number by inversion, from one 32-bit word: at most one word for every weight needs a second draw.
 *
 * A guide says for the high bits of the word where the search along the cumulative probabilities begins. Where the word
 * lies on a boundary, further bits decide. Every cumulative probability is met to about 2^-53: the rounding of its sum.
 * Source: Chen and Asau 1974, "On generating random variates from an empirical distribution".
 */
export class DiscreteTable {
  readonly #first: number
  /** Cumulative probabilities times 2^32; the last is Infinity, so that every search ends. */
  readonly #bounds: Float64Array
  readonly #guide: Int32Array
  readonly #shift: number

  /** Needs weights at least 0 with a positive finite sum. */
  constructor({ first, weights }: Weights) {
    this.#first = first
    this.#bounds = boundsOf(weights)
    const wanted = 34 - Math.clz32(weights.length)
    const bits = Math.min(Math.max(wanted, FEWEST_GUIDE_BITS), MOST_GUIDE_BITS)
    this.#shift = 32 - bits
    this.#guide = new Int32Array(1 << bits)
    const width = TWO_32 / this.#guide.length
    for (let cell = 0, k = 0; cell < this.#guide.length; cell++) {
      while (cell * width >= this.#bounds[k]) k++
      this.#guide[cell] = k
    }
  }

  draw(stream: Stream): number {
    const bounds = this.#bounds
    const word = stream.uint32()
    let k = this.#guide[word >>> this.#shift]
    while (word >= bounds[k]) k++
    if (word + 1 > bounds[k]) {
      const target = word + stream.uniform()
      while (target >= bounds[k]) k++
    }
    return this.#first + k
  }
}

function boundsOf(weights: readonly number[]): Float64Array {
  const bounds = new Float64Array(weights.length)
  let sum = 0
  let last = 0
  weights.forEach((weight, k) => {
    sum += weight
    bounds[k] = sum
    if (weight > 0) last = k
  })
  for (let k = 0; k < last; k++) bounds[k] *= TWO_32 / sum
  return bounds.fill(Infinity, last)
}

/**
 * The weights of a distribution on 0, 1, …, with its tails cut off where they hold less than 2^-53 of the whole.
 *
 * @param mode its most likely value
 * @param ratio P(k + 1) / P(k); falls to 0 or to a limit below 1
 * @param path the field to be named where more than 2^20 values have weight
 */
export function weightsAround(mode: number, ratio: (k: number) => number, path: string): Weights {
  const above = [1]
  for (let k = mode, weight = ratio(k); weight >= NEGLIGIBLE; weight *= ratio(++k)) {
    if (above.push(weight) > MOST_WEIGHTS) throw tooWide(path)
  }
  const below: number[] = []
  for (let k = mode - 1, weight = 1; k >= 0; k--) {
    weight /= ratio(k)
    if (!(weight >= NEGLIGIBLE)) break
    if (below.push(weight) > MOST_WEIGHTS) throw tooWide(path)
  }
  return { first: mode - below.length, weights: [...below.toReversed(), ...above] }
}

function tooWide(path: string): ParameterError {
  return new ParameterError(
    path,
    'a distribution over more than 2^20 values',
    'one over fewer; measure demand in larger units',
  )
}

/** Features from the cube, and a hidden direction in it: `drawCubeFeatures`, `drawSigns`, `linearForms`, `takeChances`. */
import { type Stream, exps } from '@gauntlet/core'

/** Half of a cell: [-1, 1] is cut into 65,536 of them, so that a draw of 32 bits gives two features. */
const HALF_CELL = 1 / 65_536

/** Words drawn at a time. */
const WORDS = 64
const words: Uint32Array = new Uint32Array(WORDS)

/**
 * Writes features `from … to - 1`, each the middle of one of the cells, each cell as likely: uniform on [-1, 1] but for
 * 2^-16, and exact in float32.
 */
export function drawCubeFeatures(stream: Stream, features: Float32Array, from: number, to: number): void {
  for (let k = from; k < to; k += 2 * WORDS) {
    const end = Math.min(to, k + 2 * WORDS)
    stream.uint32s(words, 0, (end - k + 1) >> 1)
    for (let i = k + 1; i < end; i += 2) {
      const bits = words[(i - k) >> 1]
      features[i - 1] = (2 * (bits & 65_535) - 65_535) * HALF_CELL
      features[i] = (2 * (bits >>> 16) - 65_535) * HALF_CELL
    }
    if (((end - k) & 1) === 1) features[end - 1] = (2 * (words[(end - k) >> 1] & 65_535) - 65_535) * HALF_CELL
  }
}

/**
 * Coordinates ±length / sqrt(d), each sign as likely. The cube is symmetric under changes of sign, so that which of them a
 * world has changes nothing but what is to be learnt.
 */
export function drawSigns(
  stream: Stream,
  theta: Float64Array,
  from: number,
  dimension: number,
  length: number,
): void {
  const size = length / Math.sqrt(dimension)
  for (let k = from; k < from + dimension; k++) theta[k] = stream.integer(2) === 0 ? size : -size
}

/** Writes x · theta of actions `from … to - 1`. Shapes: theta from [at] on; `features` [actions, dimension]. */
export function linearForms(
  theta: Float64Array,
  at: number,
  features: Float32Array,
  dimension: number,
  means: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    const row = i * dimension
    // Two sums at once: one addition need not wait for the other.
    let even = 0
    let odd = (dimension & 1) === 0 ? 0 : theta[at + dimension - 1] * features[row + dimension - 1]
    for (let k = 1; k < dimension; k += 2) {
      even += theta[at + k - 1] * features[row + k - 1]
      odd += theta[at + k] * features[row + k]
    }
    means[i] = even + odd
  }
}

/** Turns log-odds into chances, from `from` to `to - 1`. */
export function takeChances(values: Float64Array, from: number, to: number): void {
  for (let i = from; i < to; i++) values[i] = -values[i]
  exps(values, from, to)
  for (let i = from; i < to; i++) values[i] = 1 / (1 + values[i])
}

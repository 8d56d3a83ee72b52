/** Streams: `Stream`, the random numbers that belong to a seed, and `MutableArrayLike`. */

import { GauntletError } from '../errors.ts'
import { show } from '../show.ts'
import { beta, dirichlet, gamma } from './gamma.ts'
import { lengthOf } from './length.ts'
import { poisson } from './poisson.ts'
import type { Seed } from './seed.ts'
import { threefry2x32 } from './threefry.ts'
import { fillUniform, uniform } from './uniform.ts'
import { fillUint32, xoshiro128StarStar } from './xoshiro.ts'
import { fillStandardNormal, standardExponential, standardNormal } from './ziggurat.ts'

/** An array or typed array whose elements may be exchanged. */
export interface MutableArrayLike<T> {
  readonly length: number
  [index: number]: T
}

/** Marks the counters that open a stream, apart from those of `Seed.fold` (seed.ts lists the marks). */
const STREAM_BLOCK = 0x40000000

const TWO_32 = 4294967296
const TWO_53 = 9007199254740992

/** Where a block's two words are written before they become state. */
const block: Uint32Array = new Uint32Array(2)

/**
 * A sequence of random numbers: xoshiro128** with a state of four words, opened by a seed.
 *
 * No method creates an object. Frozen: a seed and a sequence of calls give the same numbers in every version with the same
 * major number, on every machine. Errors: GauntletError with code `random` where an argument is no number, NaN, or out of
 * its range. `uint32`, `uniform`, `normal` and `exponential` take no argument and heed none.
 * Source: Blackman and Vigna 2021; Threefry2x32-20 (Salmon et al. 2011) fills the state.
 */
export class Stream {
  readonly #state: Uint32Array = new Uint32Array(4)

  constructor(seed: Seed) {
    this.open(seed)
  }

  /**
   * Starts over at the first number of `seed`, in place. The state is never all zero: its halves are the images of two
   * different counters under a bijection.
   */
  open(seed: Seed): this {
    if (typeof seed?.low !== 'number' || typeof seed.high !== 'number') {
      throw new GauntletError('random', `open: got ${show(seed)}, expected a seed`)
    }
    const state = this.#state
    threefry2x32(seed.low, seed.high, 0, STREAM_BLOCK, block)
    state[0] = block[0]
    state[1] = block[1]
    threefry2x32(seed.low, seed.high, 1, STREAM_BLOCK, block)
    state[2] = block[0]
    state[3] = block[1]
    return this
  }

  /** An integer in [0, 2^32), each equally likely. */
  uint32(): number {
    return xoshiro128StarStar(this.#state)
  }

  /** What as many calls of `uint32` would give, in their order, written to `out` [offset] to [offset + count - 1]. */
  uint32s(out: Uint32Array, offset: number, count: number): void {
    checkSlice('uint32s', out, offset, count)
    fillUint32(this.#state, out, offset, count)
  }

  /** A multiple of 2^-53 in [0, 1), each equally likely. */
  uniform(): number {
    return uniform(this.#state)
  }

  /** What as many calls of `uniform` would give, as `normals` does for `normal`. */
  uniforms(out: Float64Array, offset: number, count: number, stride: number = 1): void {
    checkPlaces('uniforms', out, offset, count, stride)
    fillUniform(this.#state, out, offset, count, stride)
  }

  /**
   * An integer in [0, n), each equally likely, without bias.
   *
   * Ranges: `n` an integer in [1, 2^53].
   * Source: Lemire 2019, "Fast random integer generation in an interval", algorithm 5, for n up to 2^32; above that
   * the high bits are masked and values of n or more rejected.
   */
  integer(n: number): number {
    const state = this.#state
    if (typeof n === 'number' && n < 2097152 && n >= 1 && (n | 0) === n) {
      // The product stays below 2^53, hence exact.
      const product = xoshiro128StarStar(state) * n
      const result = Math.floor(product / TWO_32)
      if (product - result * TWO_32 >= n) return result
      return lemire(state, n, product - result * TWO_32, result)
    }
    if (!(typeof n === 'number' && n >= 1 && n <= TWO_53 && Math.floor(n) === n)) {
      throw new GauntletError('random', `integer: got ${show(n)}, expected an integer from 1 to 2^53`)
    }
    return n <= TWO_32 ? wideLemire(state, n) : masked(state, n)
  }

  /** True with probability `p`, a number in [0, 1]. */
  bernoulli(p: number): boolean {
    if (!(typeof p === 'number' && p >= 0 && p <= 1))
      throw new GauntletError('random', `bernoulli: got ${show(p)}, expected 0 to 1`)
    return uniform(this.#state) < p
  }

  /**
   * A draw from the normal distribution with mean 0 and standard deviation 1.
   *
   * Source: Marsaglia and Tsang 2000 and Doornik 2005 (ziggurat of 256 layers). Nothing is kept for the next call.
   */
  normal(): number {
    return standardNormal(this.#state)
  }

  /**
   * As many draws as `count` calls of `normal` would give, in their order, written to `out` [offset + k * stride].
   *
   * Ranges: `offset`, `count` and `stride` whole numbers of at least 0, all within `out`.
   */
  normals(out: Float64Array, offset: number, count: number, stride: number = 1): void {
    checkPlaces('normals', out, offset, count, stride)
    fillStandardNormal(this.#state, out, offset, count, stride)
  }

  /** A draw from the exponential distribution with mean 1; at least 0. Source: Marsaglia and Tsang 2000 (ziggurat). */
  exponential(): number {
    return standardExponential(this.#state)
  }

  /**
   * A draw from the gamma distribution with scale 1: mean and variance `shape`.
   *
   * Ranges: `shape` in [1e-300, 1e300]. The result is at least 0; below a shape of about 0.01 it may underflow to 0.
   * Source: Marsaglia and Tsang 2000, "A simple method for generating gamma variables", sections 3 and 6.
   */
  gamma(shape: number): number {
    return gamma(this, shape)
  }

  /**
   * A draw from the beta distribution: mean a / (a + b), in [0, 1] (the ends only by rounding).
   *
   * Ranges: `a` and `b` in [1e-300, 1e300]; never NaN.
   * Source: ratio of gamma draws (Devroye 1986, section IX.4.1), by their logarithms where a or b is below 1.
   */
  beta(a: number, b: number): number {
    return beta(this, a, b)
  }

  /**
   * A draw from the Dirichlet distribution: numbers in [0, 1] that sum to 1 but for rounding; mean alpha over its sum.
   *
   * Shapes: `alpha` [n], n at least 1; writes the first n of `out` and returns it. `out` may be `alpha` itself.
   * Ranges: each of `alpha` in [1e-300, 1e300]; never NaN.
   * Source: normalised gamma draws (Devroye 1986, section XI.4.1), by their logarithms.
   */
  dirichlet<Out extends Float64Array | number[]>(alpha: ArrayLike<number>, out: Out): Out {
    return dirichlet(this, alpha, out)
  }

  /**
   * A draw from the Poisson distribution with the given mean; an integer, at least 0.
   *
   * Ranges: `mean` in [0, 2^50].
   * Source: inversion below a mean of 10, else Hörmann 1993 (PTRS).
   */
  poisson(mean: number): number {
    return poisson(this, mean)
  }

  /**
   * An index with probability in proportion to its weight; a weight of zero is never chosen.
   *
   * Shapes: looks at `weights` [offset] to [offset + length - 1] and returns an integer in [0, length).
   * Ranges: weights at least 0, their sum positive and finite.
   */
  categorical(
    weights: ArrayLike<number>,
    offset: number = 0,
    length: number = weights?.length - offset,
  ): number {
    checkSlice('categorical', weights, offset, length)
    if (!ArrayBuffer.isView(weights)) checkNumbers('categorical', weights, offset, length)
    let sum = 0
    for (let i = 0; i < length; i++) {
      const weight = weights[offset + i]
      if (!(weight >= 0)) {
        throw new GauntletError(
          'random',
          `categorical: got weight ${show(weight)} at ${i}, expected at least 0`,
        )
      }
      sum += weight
    }
    if (!(sum > 0 && sum < Infinity)) {
      throw new GauntletError(
        'random',
        `categorical: got weights of sum ${sum}, expected a positive finite sum`,
      )
    }
    // Summed again in the same order, the last cumulative weight is `sum` itself, above u * sum.
    const target = uniform(this.#state) * sum
    let cumulative = 0
    let last = 0
    for (let i = 0; i < length; i++) {
      const weight = weights[offset + i]
      cumulative += weight
      if (target < cumulative) return i
      if (weight > 0) last = i
    }
    // Only where the sum is subnormal and u * sum rounds up to it.
    return last
  }

  /**
   * Puts elements into a random order in place, every order equally likely, and returns the array.
   *
   * Shapes: exchanges `array` [offset] to [offset + length - 1] among themselves.
   * Source: Durstenfeld 1964, algorithm 235 (Fisher-Yates), from the end.
   */
  shuffle<Items extends MutableArrayLike<unknown>>(
    array: Items,
    offset: number = 0,
    length: number = array?.length - offset,
  ): Items {
    checkSlice('shuffle', array, offset, length)
    const items: MutableArrayLike<unknown> = array
    for (let i = length - 1; i > 0; i--) {
      const j = offset + this.integer(i + 1)
      const item = items[offset + i]
      items[offset + i] = items[j]
      items[j] = item
    }
    return array
  }

  /** Writes the state, all that decides what comes next, to `out` [offset] to [offset + 3]. */
  save(out: Uint32Array, offset: number = 0): void {
    checkSlice('save', out, offset, 4)
    for (let i = 0; i < 4; i++) out[offset + i] = this.#state[i]
  }

  /**
   * Takes up the state that `save` wrote to `from` [offset] to [offset + 3].
   *
   * Errors: GauntletError with code `random` where the four words are all zero, which no stream ever is.
   */
  load(from: Uint32Array, offset: number = 0): this {
    checkSlice('load', from, offset, 4)
    if ((from[offset] | from[offset + 1] | from[offset + 2] | from[offset + 3]) === 0) {
      throw new GauntletError('random', 'load: got four zero words, expected a state written by save')
    }
    for (let i = 0; i < 4; i++) this.#state[i] = from[offset + i]
    return this
  }
}

/** Rejects and redraws until the low half of the product is at least 2^32 mod n. */
function lemire(state: Uint32Array, n: number, low: number, result: number): number {
  const threshold = (TWO_32 - n) % n
  while (low < threshold) {
    const product = xoshiro128StarStar(state) * n
    result = Math.floor(product / TWO_32)
    low = product - result * TWO_32
  }
  return result
}

/** As `lemire` for n up to 2^32, the 64-bit product by way of two exact 48-bit ones. */
function wideLemire(state: Uint32Array, n: number): number {
  const nHigh = Math.floor(n / 65536)
  const nLow = n & 65535
  for (;;) {
    const x = xoshiro128StarStar(state)
    const low = Math.imul(x, n) >>> 0
    if (low >= n || low >= (TWO_32 - n) % n) {
      return Math.floor((x * nHigh + Math.floor((x * nLow) / 65536)) / 65536)
    }
  }
}

/** For n from 2^32 to 2^53: as many bits as n - 1 has, until they are below n. */
function masked(state: Uint32Array, n: number): number {
  const mask = 0xffffffff >>> Math.clz32((n - 1) / TWO_32)
  for (;;) {
    const result = (xoshiro128StarStar(state) & mask) * TWO_32 + xoshiro128StarStar(state)
    if (result < n) return result
  }
}

/** Refuses what a comparison would take for a number; a typed array holds nothing else. */
function checkNumbers(method: string, weights: ArrayLike<number>, offset: number, length: number): void {
  for (let i = 0; i < length; i++) {
    const weight = weights[offset + i]
    if (typeof weight === 'number') continue
    throw new GauntletError('random', `${method}: got weight ${show(weight)} at ${i}, expected a number`)
  }
}

function checkPlaces(method: string, out: Float64Array, offset: number, count: number, stride: number): void {
  const last = offset + (count - 1) * stride
  const whole = Number.isInteger(offset) && Number.isInteger(count) && Number.isInteger(stride)
  const room = out instanceof Float64Array && last < out.length
  if (whole && room && offset >= 0 && count >= 0 && stride >= 0) return
  const place = `${show(count)} draws from ${show(offset)} with stride ${show(stride)}`
  throw new GauntletError('random', `${method}: got ${place}, expected all within a Float64Array`)
}

function checkSlice(
  method: string,
  array: { readonly length: number },
  offset: number,
  length: number,
): void {
  if (
    typeof array === 'object' &&
    offset >= 0 &&
    length >= 0 &&
    offset + length <= array?.length &&
    Number.isInteger(offset) &&
    Number.isInteger(length)
  ) {
    return
  }
  const total = lengthOf(method, array)
  throw new GauntletError(
    'random',
    `${method}: got ${show(length)} elements from ${show(offset)} of an array of ${total}, expected a slice within it`,
  )
}

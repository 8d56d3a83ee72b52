/**
 * numpy's default generator: `Pcg64`.
 *
 * The 128-bit state is held in six limbs, five of 24 bits and the top one of 8, low first, as doubles: a product of two
 * limbs is below 2^48 and a sum of six such below 2^51, so that every operation is exact.
 */

import { GauntletError } from '../errors.ts'
import { show } from '../show.ts'
import { exp, log } from '../math/index.ts'
import { lengthOf } from './length.ts'
import { SeedSequence, type Entropy } from './seed-sequence.ts'

/** The multiplier 0x2360ed051fc65da44385df649fccf645 in limbs (O'Neill 2014, the PCG library's 128-bit default). */
const M0 = 0xccf645
const M1 = 0xdf649f
const M2 = 0xa44385
const M3 = 0x1fc65d
const M4 = 0x60ed05
const M5 = 0x23

const TWO_24 = 16777216
const TWO_MINUS_24 = 1 / TWO_24
const TWO_32 = 4294967296
const TWO_MINUS_53 = 1 / 9007199254740992

/**
 * The numbers of `numpy.random.default_rng(seed)`, bit for bit: PCG64 (XSL-RR 128/64) under numpy's Generator.
 *
 * For instances that other systems draw with numpy; everything else draws from `Stream`. As in numpy, draws of 32 bits
 * take the low half of a 64-bit one and keep the high half for the next draw of 32 bits.
 * Errors: GauntletError with code `random` where an argument is out of its range, `seed` where the seed is.
 * Source: O'Neill 2014, "PCG: a family of simple fast space-efficient statistically good algorithms for random number
 * generation", section 6.3; checked against numpy 2.4.6.
 */
export class Pcg64 {
  readonly #state: Float64Array
  readonly #increment: Float64Array
  /** The latest 64-bit draw, [low, high]. */
  readonly #word: Uint32Array = new Uint32Array(2)
  /** Whether the high half of a 64-bit draw waits for the next 32-bit one, and that half. */
  #half: boolean = false
  readonly #halfWord: Uint32Array = new Uint32Array(1)

  /** @param seed the argument of `default_rng`, or a seed sequence */
  constructor(seed: Entropy | SeedSequence) {
    const sequence = seed instanceof SeedSequence ? seed : new SeedSequence(seed)
    const words = sequence.generateState(8)
    const start = join(words, 0)
    const increment = BigInt.asUintN(128, (join(words, 4) << 1n) | 1n)
    this.#increment = toLimbs(increment)
    // From zero, one step gives the increment; the start is added and a second step taken.
    this.#state = toLimbs(BigInt.asUintN(128, increment + start))
    this.#next()
  }

  /** 64 bits, as `bit_generator.random_raw()`. Leaves a waiting half as it is. */
  raw(): bigint {
    this.#next()
    return (BigInt(this.#word[1]) << 32n) | BigInt(this.#word[0])
  }

  /** A multiple of 2^-53 in [0, 1), as `random()`. */
  random(): number {
    this.#next()
    return (this.#word[1] * 2097152 + (this.#word[0] >>> 11)) * TWO_MINUS_53
  }

  /** A number in [low, high), as `uniform(low, high)`: `low` + (`high` - `low`) U. */
  uniform(low: number = 0, high: number = 1): number {
    const width = typeof low === 'number' && typeof high === 'number' ? high - low : NaN
    if (!(width >= 0 && width < Infinity)) {
      throw new GauntletError(
        'random',
        `uniform: got ${show(low)} to ${show(high)}, expected a finite ascending range`,
      )
    }
    return low + width * this.random()
  }

  /**
   * An integer in [low, high), or in [0, low) where `high` is left out, as `integers(low, high)`. A sized draw of
   * numpy's gives the same integers as so many single ones.
   *
   * Ranges: safe integers, low < high.
   * Source: Lemire 2019, in 32 bits for ranges below 2^32, else in 64 (which is slower here, by way of bigint).
   */
  integers(low: number, high?: number): number {
    const from = high === undefined ? 0 : low
    const to = high === undefined ? low : high
    if (!(Number.isSafeInteger(from) && Number.isSafeInteger(to) && from < to)) {
      throw new GauntletError(
        'random',
        `integers: got ${show(from)} to ${show(to)}, expected safe integers, the first smaller`,
      )
    }
    const range = to - from
    if (range === 1) return from
    if (range < TWO_32) return from + this.#bounded32(range)
    if (range === TWO_32) return from + this.#next32()
    return Number(BigInt(from) + this.#bounded64(BigInt(to) - BigInt(from)))
  }

  /** An index in [0, n), as `choice(n)`. Ranges: `n` an integer in [1, 2^53). */
  choice(n: number): number {
    return this.integers(0, n)
  }

  /**
   * 0 or 1, the latter with probability `p`, as `binomial(1, p)`; nothing is drawn where `p` is 0.
   *
   * Ranges: `p` in [0, 1].
   * Source: numpy's inversion (Kachitvichyanukul and Schmeiser 1988) at n = 1; above 1/2 the complement is drawn.
   */
  binomial1(p: number): number {
    if (!(typeof p === 'number' && p >= 0 && p <= 1)) {
      throw new GauntletError('random', `binomial1: got ${show(p)}, expected a probability from 0 to 1`)
    }
    if (p === 0) return 0
    return p <= 0.5 ? this.#inversion(p) : 1 - this.#inversion(1 - p)
  }

  /** Puts a list into a random order in place, as `shuffle(list)`, and returns it. */
  shuffle<T>(list: T[]): T[] {
    lengthOf('shuffle', list)
    for (let i = list.length - 1; i > 0; i--) {
      const mask = 0xffffffff >>> Math.clz32(i)
      let j = i + 1
      while (j > i) j = (this.#next32() & mask) >>> 0
      const item = list[i]
      list[i] = list[j]
      list[j] = item
    }
    return list
  }

  #inversion(p: number): number {
    const q = 1 - p
    const probability0 = exp(log(q))
    for (;;) {
      const u = this.random()
      if (u <= probability0) return 0
      // Beyond 1 only by rounding: numpy then draws again.
      if (u - probability0 <= (p * probability0) / q) return 1
    }
  }

  #next32(): number {
    if (this.#half) {
      this.#half = false
      return this.#halfWord[0]
    }
    this.#next()
    this.#half = true
    this.#halfWord[0] = this.#word[1]
    return this.#word[0]
  }

  /** Lemire's rule for ranges up to 2^32 - 1, the 64-bit product by way of two exact 48-bit ones. */
  #bounded32(range: number): number {
    const rangeHigh = range >>> 16
    const rangeLow = range & 65535
    for (;;) {
      const x = this.#next32()
      const low = Math.imul(x, range) >>> 0
      if (low >= range || low >= (TWO_32 - range) % range) {
        return Math.floor((x * rangeHigh + Math.floor((x * rangeLow) / 65536)) / 65536)
      }
    }
  }

  #bounded64(range: bigint): bigint {
    const threshold = ((1n << 64n) - range) % range
    for (;;) {
      const product = this.raw() * range
      if (BigInt.asUintN(64, product) >= threshold) return product >> 64n
    }
  }

  /** state <- state * multiplier + increment modulo 2^128, and its output into `#word`. */
  #next(): void {
    const a = this.#state
    const c = this.#increment
    const a0 = a[0]
    const a1 = a[1]
    const a2 = a[2]
    const a3 = a[3]
    const a4 = a[4]
    let sum = a0 * M0 + c[0]
    let carry = Math.floor(sum * TWO_MINUS_24)
    const b0 = sum - carry * TWO_24
    sum = a0 * M1 + a1 * M0 + c[1] + carry
    carry = Math.floor(sum * TWO_MINUS_24)
    const b1 = sum - carry * TWO_24
    sum = a0 * M2 + a1 * M1 + a2 * M0 + c[2] + carry
    carry = Math.floor(sum * TWO_MINUS_24)
    const b2 = sum - carry * TWO_24
    sum = a0 * M3 + a1 * M2 + a2 * M1 + a3 * M0 + c[3] + carry
    carry = Math.floor(sum * TWO_MINUS_24)
    const b3 = sum - carry * TWO_24
    sum = a0 * M4 + a1 * M3 + a2 * M2 + a3 * M1 + a4 * M0 + c[4] + carry
    carry = Math.floor(sum * TWO_MINUS_24)
    const b4 = sum - carry * TWO_24
    sum = a0 * M5 + a1 * M4 + a2 * M3 + a3 * M2 + a4 * M1 + a[5] * M0 + c[5] + carry
    const b5 = sum & 255
    a[0] = b0
    a[1] = b1
    a[2] = b2
    a[3] = b3
    a[4] = b4
    a[5] = b5
    // XSL: the halves of the state xored; RR: rotated right by the top six bits.
    const top = (b5 << 24) | b4
    const low = b0 ^ (b1 << 24) ^ ((b2 >>> 16) | (b3 << 8))
    const high = (b1 >>> 8) ^ (b2 << 16) ^ top
    const turn = top >>> 26
    const first = turn < 32 ? low : high
    const second = turn < 32 ? high : low
    const shift = turn & 31
    if (shift === 0) {
      this.#word[0] = first
      this.#word[1] = second
    } else {
      this.#word[0] = (first >>> shift) | (second << (32 - shift))
      this.#word[1] = (second >>> shift) | (first << (32 - shift))
    }
  }
}

/** Four words as numpy reads them: two 64-bit words of which the first is the high one, each low half first. */
function join(words: Uint32Array, offset: number): bigint {
  let value = 0n
  for (const i of [1, 0, 3, 2]) value = (value << 32n) | BigInt(words[offset + i])
  return value
}

function toLimbs(value: bigint): Float64Array {
  return Float64Array.from({ length: 6 }, (_, i) => Number((value >> BigInt(24 * i)) & 0xffffffn))
}

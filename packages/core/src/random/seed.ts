/** Keys: `Seed`, an immutable 64-bit key that is folded by name and number, and opens streams. */

import { GauntletError } from '../errors.ts'
import { show } from '../show.ts'
import { Stream } from './stream.ts'
import { threefry2x32 } from './threefry.ts'

/**
 * The top bits of a counter's second word say what the block is for, so that no two uses share a counter:
 * 00 a number (its high part is below 2^21), 01 a stream (stream.ts), 10 four bytes of a string with more to come,
 * 11 the last zero to four bytes of a string (their count in the low bits).
 */
const STRING_BLOCK = 0x80000000
const STRING_END = 0xc0000000

const TWO_32 = 4294967296

/** Where a block's two words are written before they become a seed. */
const block: Uint32Array = new Uint32Array(2)

/**
 * A 64-bit key. Never drawn from: `fold` derives another key from it, `stream` opens the numbers that belong to it.
 *
 * Two different paths of folds give different keys, but for the 2^-64 chance of any hash: `seed.fold('env').fold(3)`.
 * Frozen: the same path gives the same key in every version with the same major number.
 * Source: Salmon et al. 2011 (Threefry2x32-20 as a pseudo-random function of key and counter).
 */
export class Seed {
  /** Bits 0 to 31 of the key, an integer in [0, 2^32). */
  readonly low: number
  /** Bits 32 to 63 of the key, an integer in [0, 2^32). */
  readonly high: number

  private constructor(low: number, high: number) {
    this.low = low >>> 0
    this.high = high >>> 0
  }

  /**
   * A user's seed as a key; different values give different keys.
   *
   * Ranges: a number is an integer in [0, 2^53), a bigint in [0, 2^64), a string the 16 hexadecimal digits that
   * `toString` prints. `5`, `5n` and `'0000000000000005'` are one seed.
   * Errors: GauntletError with code `seed` where the value is anything else.
   */
  static from(value: number | bigint | string): Seed {
    if (typeof value === 'number') {
      if (Number.isSafeInteger(value) && value >= 0)
        return new Seed(value % TWO_32, Math.floor(value / TWO_32))
    } else if (typeof value === 'bigint') {
      if (value >= 0n && value >> 64n === 0n)
        return new Seed(Number(value & 0xffffffffn), Number(value >> 32n))
    } else if (typeof value === 'string') {
      if (/^[0-9a-f]{16}$/i.test(value))
        return new Seed(parseInt(value.slice(8), 16), parseInt(value.slice(0, 8), 16))
    }
    throw new GauntletError(
      'seed',
      `seed: got ${show(value)}, expected an integer from 0 to 2^53 - 1, a bigint from 0n to 2^64 - 1, ` +
        'or a string of 16 hexadecimal digits',
    )
  }

  /**
   * The key that belongs to a name or number under this one. A number is never taken for a string nor a string for
   * another: `fold(1)`, `fold('1')`, `fold('ab').fold('c')` and `fold('abc')` all differ.
   *
   * Ranges: a number is an integer in [0, 2^53); a string is any, the empty one included, taken as UTF-8.
   * Errors: GauntletError with code `seed` where `name` is neither.
   */
  fold(name: string | number): Seed {
    if (typeof name === 'string') return this.#foldString(name)
    if (!Number.isSafeInteger(name) || name < 0) {
      throw new GauntletError(
        'seed',
        `seed.fold: got ${show(name)}, expected a string or an integer from 0 to 2^53 - 1`,
      )
    }
    threefry2x32(this.low, this.high, name % TWO_32, Math.floor(name / TWO_32), block)
    return new Seed(block[0], block[1])
  }

  /** Absorbs a string four bytes a block, little end first, each block's output being the next block's key. */
  #foldString(name: string): Seed {
    block[0] = this.low
    block[1] = this.high
    let word = 0
    let count = 0
    for (let i = 0; i < name.length; i++) {
      const point = name.codePointAt(i) as number
      if (point > 0xffff) i++
      const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
      for (let k = 0; k < size; k++) {
        if (count === 4) {
          threefry2x32(block[0], block[1], word, STRING_BLOCK, block)
          word = 0
          count = 0
        }
        word |= utf8Byte(point, size, k) << (8 * count++)
      }
    }
    threefry2x32(block[0], block[1], word, STRING_END + count, block)
    return new Seed(block[0], block[1])
  }

  /** A new stream of the numbers that belong to this key. Equal seeds give equal streams. */
  stream(): Stream {
    return new Stream(this)
  }

  /** The key as [bits 0 to 31, bits 32 to 63], each an integer in [0, 2^32). */
  get words(): readonly [low: number, high: number] {
    return [this.low, this.high]
  }

  /** Whether two seeds are the same key. Errors: GauntletError where the other is no seed. */
  equals(other: Seed): boolean {
    checkSeed(other, 'seed.equals')
    return this.low === other.low && this.high === other.high
  }

  /** The key as 16 lower-case hexadecimal digits, which `Seed.from` reads. */
  toString(): string {
    return this.high.toString(16).padStart(8, '0') + this.low.toString(16).padStart(8, '0')
  }

  /** As `toString`, so that a seed may stand in a JSON file. */
  toJSON(): string {
    return this.toString()
  }
}

/** Refuses what is no seed; `place` names it in the message. Another copy of this package makes seeds too. */
export function checkSeed(value: unknown, place: string): asserts value is Seed {
  const { low, high, fold } = Object(value) as Partial<Seed>
  if (typeof low === 'number' && typeof high === 'number' && typeof fold === 'function') return
  throw new GauntletError('seed', `${place}: got ${show(value)}, expected a seed, as Seed.from gives`)
}

/** Byte `k` of the `size` UTF-8 bytes of a code point. A lone surrogate keeps its own three bytes (as in WTF-8). */
function utf8Byte(point: number, size: number, k: number): number {
  if (size === 1) return point
  if (k > 0) return 0x80 | ((point >> (6 * (size - 1 - k))) & 0x3f)
  return ((0xf00 >> size) & 0xff) | (point >> (6 * (size - 1)))
}

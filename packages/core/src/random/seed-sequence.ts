/** numpy's seeding: `SeedSequence`, `Entropy`. */

import { GauntletError } from '../errors.ts'
import { show } from '../show.ts'

/** A non-negative integer of any size, or a list of them; numbers are at most 2^53 - 1. */
export type Entropy = number | bigint | readonly (number | bigint)[]

const POOL_SIZE = 4

/** The published constants of the hash (O'Neill 2015). */
const HASH_START = 0x43b0d7e5
const HASH_FACTOR = 0x931e8875
const OUTPUT_START = 0x8b51f9dd
const OUTPUT_FACTOR = 0x58f38ded
const MIX_LEFT = 0xca01f9dd
const MIX_RIGHT = 0x4973f715

/**
 * Spreads a seed of any size over as many words as a generator needs, word for word as `numpy.random.SeedSequence`.
 *
 * Errors: GauntletError with code `seed` where the entropy or spawn key holds anything but non-negative integers.
 * Source: O'Neill 2015, "Developing a seed_seq alternative"; numpy's reference, "SeedSequence".
 */
export class SeedSequence {
  readonly #pool: Uint32Array

  /** @param spawnKey where this sequence stands among those spawned from the same entropy; empty for the root */
  constructor(entropy: Entropy, spawnKey: readonly (number | bigint)[] = []) {
    const words = toWords(entropy)
    // Padded before a spawn key, so that entropy and key cannot run into one another.
    if (spawnKey.length > 0) while (words.length < POOL_SIZE) words.push(0)
    words.push(...toWords(spawnKey))
    this.#pool = mixEntropy(words)
  }

  /**
   * The first `count` words of the sequence; the same every time.
   *
   * Shapes: returns [count] uint32. A 64-bit word of numpy's is two of these, the low one first.
   */
  generateState(count: number): Uint32Array {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new GauntletError('seed', `generateState: got ${show(count)}, expected a number of words`)
    }
    const out = new Uint32Array(count)
    let constant = OUTPUT_START
    for (let i = 0; i < count; i++) {
      let value = this.#pool[i % POOL_SIZE] ^ constant
      constant = Math.imul(constant, OUTPUT_FACTOR)
      value = Math.imul(value, constant)
      out[i] = value ^ (value >>> 16)
    }
    return out
  }
}

/** Hashes the words into a pool of four, each word of which depends on every word of the entropy. */
function mixEntropy(words: readonly number[]): Uint32Array {
  const pool = new Uint32Array(POOL_SIZE)
  let constant = HASH_START
  function hash(word: number): number {
    let value = word ^ constant
    constant = Math.imul(constant, HASH_FACTOR)
    value = Math.imul(value, constant)
    return value ^ (value >>> 16)
  }
  for (let i = 0; i < POOL_SIZE; i++) pool[i] = hash(i < words.length ? words[i] : 0)
  for (let from = 0; from < POOL_SIZE; from++) {
    for (let to = 0; to < POOL_SIZE; to++) if (from !== to) pool[to] = mix(pool[to], hash(pool[from]))
  }
  for (let from = POOL_SIZE; from < words.length; from++) {
    for (let to = 0; to < POOL_SIZE; to++) pool[to] = mix(pool[to], hash(words[from]))
  }
  return pool
}

function mix(left: number, right: number): number {
  const value = (Math.imul(MIX_LEFT, left) - Math.imul(MIX_RIGHT, right)) | 0
  return value ^ (value >>> 16)
}

/** The 32-bit words of an integer, low first, zero being one word; those of a list one after another. */
function toWords(entropy: Entropy): number[] {
  // Array.from looks at holes too, which flatMap would pass over.
  if (Array.isArray(entropy)) return Array.from(entropy as readonly (number | bigint)[]).flatMap(wordsOf)
  return wordsOf(entropy as number | bigint)
}

function wordsOf(entropy: number | bigint): number[] {
  const valid = typeof entropy === 'bigint' ? entropy >= 0n : Number.isSafeInteger(entropy) && entropy >= 0
  if (!valid) {
    throw new GauntletError('seed', `entropy: got ${show(entropy)}, expected non-negative integers`)
  }
  const words: number[] = []
  let rest = BigInt(entropy)
  do {
    words.push(Number(rest & 0xffffffffn))
    rest >>= 32n
  } while (rest > 0n)
  return words
}

/** xoshiro128** 1.1: `xoshiro128StarStar`, the generator behind `Stream`. */

/**
 * Draws 32 bits and advances the state. Period 2^128 - 1; an all-zero state stays zero and must not be used.
 *
 * Shapes: `state` [4] uint32, rewritten. Returns an integer in [0, 2^32).
 * Source: Blackman and Vigna 2021, "Scrambled linear pseudorandom number generators", sections 3 and 5; xoshiro128**
 * version 1.1 (the scrambler reads the second word).
 */
export function xoshiro128StarStar(state: Uint32Array): number {
  const s1 = state[1]
  const scaled = Math.imul(s1, 5)
  const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0
  const s2 = state[2] ^ state[0]
  const s3 = state[3] ^ s1
  state[1] = s1 ^ s2
  state[0] ^= s3
  state[2] = s2 ^ (s1 << 9)
  state[3] = (s3 << 11) | (s3 >>> 21)
  return result
}

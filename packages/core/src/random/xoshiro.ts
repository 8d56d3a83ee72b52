/** xoshiro128** 1.1: `xoshiro128StarStar`, the generator behind `Stream`, and `fillUint32`. */

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

/**
 * Writes to `out` [offset] to [offset + count - 1] what as many calls of `xoshiro128StarStar` would return. It is written
 * out here a second time, so that its state stays in registers.
 */
export function fillUint32(state: Uint32Array, out: Uint32Array, offset: number, count: number): void {
  let s0 = state[0] | 0
  let s1 = state[1] | 0
  let s2 = state[2] | 0
  let s3 = state[3] | 0
  for (let k = offset; k < offset + count; k++) {
    const scaled = Math.imul(s1, 5)
    out[k] = Math.imul((scaled << 7) | (scaled >>> 25), 9)
    s2 ^= s0
    s3 ^= s1
    const next = s1 ^ s2
    s0 ^= s3
    s2 ^= s1 << 9
    s3 = (s3 << 11) | (s3 >>> 21)
    s1 = next
  }
  state[0] = s0
  state[1] = s1
  state[2] = s2
  state[3] = s3
}

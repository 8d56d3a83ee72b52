/** Uniform numbers from the generator's state: `uniform`, `fillUniform`. */

const TWO_26 = 67108864
const TWO_MINUS_53 = 1 / 9007199254740992

const one: Float64Array = new Float64Array(1)

/** One number of `fillUniform`. */
export function uniform(state: Uint32Array): number {
  fillUniform(state, one, 0, 1, 1)
  return one[0]
}

/**
 * Writes numbers uniform on the multiples of 2^-53 in [0, 1), each from two draws of xoshiro128**, to
 * `out` [offset + k * stride]. The generator (xoshiro.ts) is written out, so that its state stays in registers.
 *
 * Shapes: `state` [4] uint32, rewritten.
 */
export function fillUniform(
  state: Uint32Array,
  out: Float64Array,
  offset: number,
  count: number,
  stride: number,
): void {
  let s0 = state[0] | 0
  let s1 = state[1] | 0
  let s2 = state[2] | 0
  let s3 = state[3] | 0
  for (let k = 0; k < count; k++) {
    let scaled = Math.imul(s1, 5)
    const high = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 5
    s2 ^= s0
    s3 ^= s1
    let next = s1 ^ s2
    s0 ^= s3
    s2 ^= s1 << 9
    s3 = (s3 << 11) | (s3 >>> 21)
    s1 = next
    scaled = Math.imul(s1, 5)
    const low = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 6
    s2 ^= s0
    s3 ^= s1
    next = s1 ^ s2
    s0 ^= s3
    s2 ^= s1 << 9
    s3 = (s3 << 11) | (s3 >>> 21)
    s1 = next
    out[offset + k * stride] = (high * TWO_26 + low) * TWO_MINUS_53
  }
  state[0] = s0
  state[1] = s1
  state[2] = s2
  state[3] = s3
}

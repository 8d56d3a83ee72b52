/**
 * A double seen as two 32-bit words, and the exact powers of two.
 *
 * Symbols: FLOAT (one double), WORDS (the same eight bytes), HIGH (index in WORDS of sign, exponent and top 20 bits of
 * the significand, on either byte order), POWER_OF_TWO, POWER_BIAS.
 */
export const FLOAT: Float64Array = new Float64Array(1)
export const WORDS: Uint32Array = new Uint32Array(FLOAT.buffer)

/** 1 on little-endian machines, 0 on big-endian ones. */
export const HIGH: number = new Uint8Array(new Uint16Array([1]).buffer)[0]

/** POWER_OF_TWO[POWER_BIAS + e] = 2^e, e = -1074..1023. A load is cheaper than assembling a double from words. */
export const POWER_BIAS = 1074
export const POWER_OF_TWO: Float64Array = powersOfTwo()

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2098)
  let up = 1
  for (let e = 0; e <= 1023; e++) {
    powers[POWER_BIAS + e] = up
    up *= 2
  }
  let down = 1
  for (let e = 0; e >= -1074; e--) {
    powers[POWER_BIAS + e] = down
    down *= 0.5
  }
  return powers
}

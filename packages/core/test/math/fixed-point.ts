/**
 * Elementary functions in fixed point on BigInt, slow and plain: the truth for the tables.
 *
 * A number v is the integer v * 2^BITS. Every result is within 2^-(BITS - 20).
 */
export const BITS = 1500n
export const ONE: bigint = 1n << BITS

/** A double, exactly, where its last bit is at least 2^-BITS. */
export function fromDouble(x: number): bigint {
  return BigInt(x * 2 ** 400) << (BITS - 400n)
}

/** The product, rounded towards zero, so that the terms of a series reach 0. */
export function multiply(a: bigint, b: bigint): bigint {
  return (a * b) / ONE
}

export function squareRoot(a: bigint): bigint {
  const n = a << BITS
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (x + n / x) >> 1n
    if (next >= x) return x
    x = next
  }
}

/** Σ (∓1)^k x^(2k + 1) / (2k + 1): the arc tangent for sign -1, the inverse hyperbolic tangent for sign 1; |x| < 1. */
function arcSeries(x: bigint, sign: bigint): bigint {
  const square = multiply(x, x)
  let power = x
  let sum = 0n
  for (let n = 1n; power !== 0n; n += 2n) {
    sum += power / n
    power = sign * multiply(power, square)
  }
  return sum
}

/** The arc tangent for 0 <= x <= 1, by halving the angle three times. */
export function atan(x: bigint): bigint {
  let t = x
  for (let i = 0; i < 3; i++) t = (t << BITS) / (ONE + squareRoot(ONE + multiply(t, t)))
  return arcSeries(t, -1n) << 3n
}

/** Machin 1706: pi / 4 = 4 atan(1/5) - atan(1/239). */
export const PI: bigint = 16n * arcSeries(ONE / 5n, -1n) - 4n * arcSeries(ONE / 239n, -1n)

/** The natural logarithm for 1/3 < x < 3. */
export function log(x: bigint): bigint {
  return 2n * arcSeries(((x - ONE) << BITS) / (x + ONE), 1n)
}

/** The sine for |x| < 4. */
export function sin(x: bigint): bigint {
  const square = multiply(x, x)
  let term = x
  let sum = 0n
  for (let n = 2n; term !== 0n; n += 2n) {
    sum += term
    term = -multiply(term, square) / (n * (n + 1n))
  }
  return sum
}

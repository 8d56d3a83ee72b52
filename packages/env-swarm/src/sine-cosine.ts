/**
 * Sine and cosine as the kernel computes them, two at a time, so that its results can be had without it: `sineOf`, `cosineOf`.
 *
 * Two units in the last place off at most while |x| is below 1,600,000, an absolute error of 1e-15; less exact beyond, where core's `sin` and `cos` are not.
 * Source: the polynomials of FreeBSD's msun (k_sin.c, k_cos.c, Sun Microsystems 1993) after Cody and Waite's reduction in
 * three parts (e_rem_pio2.c).
 */

const ROUNDER = 6755399441055744

/** The sine of x radians. */
export function sineOf(x: number): number {
  const k = x * 0.6366197723675814 + ROUNDER - ROUNDER
  const r = remainder(x, k)
  return signed(k, odd(k) ? cosinePolynomial(r * r) : sinePolynomial(r, r * r))
}

/** The cosine of x radians. */
export function cosineOf(x: number): number {
  const k = x * 0.6366197723675814 + ROUNDER - ROUNDER
  const r = remainder(x, k)
  return signed(k + 1, odd(k) ? sinePolynomial(r, r * r) : cosinePolynomial(r * r))
}

const odd = (k: number): boolean => k % 2 !== 0

/** Negative in the third and fourth quarter. */
const signed = (k: number, value: number): number => (k - 4 * Math.floor(k / 4) >= 2 ? -value : value)

function remainder(x: number, k: number): number {
  return x - k * 1.5707963267341256 - k * 6.077100506303966e-11 - k * 2.0222662487959506e-21
}

function sinePolynomial(r: number, z: number): number {
  let p = 1.58969099521155010221e-10 * z + -2.50507602534068634195e-8
  p = p * z + 2.75573137070700676789e-6
  p = p * z + -1.98412698298579493134e-4
  p = p * z + 8.33333333332248946124e-3
  p = p * z + -1.66666666666666324348e-1
  return r + r * z * p
}

function cosinePolynomial(z: number): number {
  let p = -1.13596475577881948265e-11 * z + 2.0875723212981748279e-9
  p = p * z + -2.75573143513906633035e-7
  p = p * z + 2.48015872894767294178e-5
  p = p * z + -1.38888888888741095749e-3
  p = p * z + 4.16666666666666019037e-2
  return 1 - 0.5 * z + z * z * p
}

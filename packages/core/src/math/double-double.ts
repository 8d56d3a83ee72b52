/**
 * Exact pieces of double-double arithmetic without a fused multiply-add.
 *
 * Source: Veltkamp's splitting and Dekker's product (T. J. Dekker, "A floating-point technique for extending the
 * available precision", Numerische Mathematik 18, 1971).
 */

/** 2^27 + 1: splits 53 bits into 26 and 26 and a sign. */
export const SPLITTER = 134217729

/** The error a * b - p of a rounded product p = a * b, exact where |a|, |b| < 2^996 and |p| > 2^-969. */
export function productError(a: number, b: number, p: number): number {
  const ta = a * SPLITTER
  const ah = ta - (ta - a)
  const al = a - ah
  const tb = b * SPLITTER
  const bh = tb - (tb - b)
  const bl = b - bh
  return ah * bh - p + ah * bl + al * bh + al * bl
}

/** Where arms of nested periods begin so that they do not meet: `packedOffsets`. */

/**
 * Offsets for arms of periods m 2^l, m the arm's base: in no step are more arms of one base pulled than the sum of their
 * 1 / period, rounded up.
 *
 * A channel pulls one arm in every step: its places are the steps t mod m, and the k-th pull of a place goes by k mod 2^l. An
 * arm takes 2^-l of a place. Arms of a base come in the order of l, so that each begins at a multiple f of its own part, and
 * numbers k mod 2^l are f's binary digits in reverse: parts that do not overlap are residues that do not.
 * Shapes: `periods`, `bases` [arms], period 0 for arms without.
 */
export function packedOffsets(periods: Int32Array, bases: Int32Array): Int32Array {
  const offsets = new Int32Array(periods.length)
  const arms = Array.from(periods, (_, i) => i).filter((i) => periods[i] > 0)
  arms.sort((p, q) => bases[p] - bases[q] || periods[p] - periods[q] || p - q)
  let base = 0
  /** Places of the base that are taken, in whole and in parts. */
  let taken = 0
  for (const arm of arms) {
    if (bases[arm] !== base) taken = 0
    base = bases[arm]
    const parts = periods[arm] / base
    const place = Math.floor(taken)
    const part = (taken - place) * parts
    offsets[arm] = (place % base) + base * reversed(part, parts)
    taken += 1 / parts
  }
  return offsets
}

/** The binary digits of `part`, a whole number below the power of two `parts`, in reverse. */
function reversed(part: number, parts: number): number {
  let rest = part
  let result = 0
  for (let size = parts; size > 1; size /= 2) {
    result = 2 * result + (rest % 2)
    rest = Math.floor(rest / 2)
  }
  return result
}

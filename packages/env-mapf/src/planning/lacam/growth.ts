/** Arrays that double as they fill: `grown`. */

/** The items with room for at least `length`: themselves, or a copy of twice the length or more. */
export function grown(items: Int32Array, length: number): Int32Array {
  if (length <= items.length) return items
  const copy = new Int32Array(Math.max(length, 2 * items.length))
  copy.set(items)
  return copy
}

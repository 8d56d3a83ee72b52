/** Lists in parameters that hold one number for each of several things: `listFor`, `same`. */
import { ParameterError } from '@gauntlet/core'

/** As many numbers as there are things, one standing for all. Errors: ParameterError at another length. */
export function listFor(
  list: readonly number[],
  count: number,
  path: string,
  things: string,
): readonly number[] {
  if (list.length === count) return list
  if (list.length === 1) return Array.from<number>({ length: count }).fill(list[0])
  const each = count === 1 ? '' : `, or ${count}, one for each of the ${things}`
  throw new ParameterError(path, list, `1 number${each}`)
}

/** Whether two values of parameters are the same, lists number by number. */
export function same(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other
  return one.length === other.length && one.every((value, k) => value === other[k])
}

/** Lists in parameters that hold one number for each of several things: `listFor`. */
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
  throw new ParameterError(path, list, `1 number, or ${count}, one for each of the ${things}`)
}

/** `requireLength`. */
import { ParameterError } from '@gauntlet/core'

/** Errors: ParameterError naming the array that does not hold so many numbers. */
export function requireLength(name: string, { length }: Float64Array, expected: number): void {
  if (length !== expected) throw new ParameterError(name, length, `${expected} numbers`)
}

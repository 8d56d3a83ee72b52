/** `notFinite`. */
import { GauntletError } from '@gauntlet/core'

/** An error for a number that is NaN or infinite where a result needs a finite one. */
export function notFinite(what: string, value: number): GauntletError {
  return new GauntletError('not-finite', `${what} is ${value}, expected a finite number`)
}

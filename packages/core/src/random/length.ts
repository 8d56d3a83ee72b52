/** Arrays that callers hand in: `lengthOf`. */
import { GauntletError } from '../errors.ts'
import { show } from '../show.ts'

/** The length of an array or typed array. Errors: GauntletError where it is neither. */
export function lengthOf(method: string, array: { readonly length: number }): number {
  if (typeof array === 'object' && array !== null && typeof array.length === 'number') return array.length
  throw new GauntletError('random', `${method}: got ${show(array)}, expected an array`)
}

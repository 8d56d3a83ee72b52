/** What demand models ask of their parameters: `requireMeans`, `requireSameLength`, `requireEach`; `sharedByLikes`. */
import { ParameterError } from '@gauntlet/core'

/** Refuses an empty list, and numbers below `minimum` or not finite, naming them. */
export function requireMeans(means: readonly number[], path: string, minimum: number = -Infinity): void {
  if (means.length === 0) throw new ParameterError(`${path}.means`, means, 'one for each store')
  const allowed = minimum === -Infinity ? 'a finite number' : `a finite number of at least ${minimum}`
  requireEach(means, `${path}.means`, (mean) => mean >= minimum && Number.isFinite(mean), allowed)
}

/** Refuses a list that has not one number for each mean. */
export function requireSameLength(list: readonly number[], means: readonly number[], path: string): void {
  if (list.length === means.length) return
  throw new ParameterError(path, list, `${means.length} numbers, as many as there are means`)
}

/** Refuses the first number of a list that is not allowed, naming its place. */
export function requireEach(
  list: readonly number[],
  path: string,
  isAllowed: (value: number, index: number) => boolean,
  allowed: string,
): void {
  const index = list.findIndex((value, k) => !isAllowed(value, k))
  if (index >= 0) throw new ParameterError(`${path}[${index}]`, list[index], allowed)
}

/** What `make` makes for each store; stores alike one after the other share it. */
export function sharedByLikes<T>(
  lists: readonly (readonly number[])[],
  make: (store: number) => T,
): readonly T[] {
  const made: T[] = []
  lists[0].forEach((_, s) => {
    made.push(s > 0 && lists.every((list) => list[s] === list[s - 1]) ? made[s - 1] : make(s))
  })
  return made
}

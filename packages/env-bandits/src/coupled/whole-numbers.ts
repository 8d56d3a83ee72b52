/** What families of subsets are made of: `requireWhole`, `requireWholes`. */
import { ParameterError } from '@gauntlet/core'

/** Errors: ParameterError naming the field where it is no whole number of that range. */
export function requireWhole(name: string, given: number, least: number, most: number = Infinity): void {
  if (Number.isInteger(given) && given >= least && given <= most) return
  const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`
  throw new ParameterError(name, given, `a whole number ${range}`)
}

/** The same of every element of a list that has one. */
export function requireWholes(name: string, given: Int32Array, least: number, most?: number): void {
  if (given.length === 0) throw new ParameterError(name, [], 'at least one number')
  given.forEach((number, k) => requireWhole(`${name}[${k}]`, number, least, most))
}

/** What writers require of the values that they are given: `requireWhole`, `requireText`. */
import { ParameterError } from '@gauntlet/core'

/** Refuses what `LineReader.whole` would not read. */
export function requireWhole(value: number, path: string, low: number = 0): void {
  if (!Number.isInteger(value) || value < low || value > 999999999)
    throw new ParameterError(path, value, `a whole number from ${low} to 999999999`)
}

/** Refuses a text that is empty, is no Unicode, or has one of the characters that `excluded` stands for. */
export function requireText(value: string, path: string, excluded: RegExp, allowed: string): void {
  if (typeof value !== 'string' || value === '' || excluded.test(value) || /[\0\p{Surrogate}]/u.test(value))
    throw new ParameterError(path, value, allowed)
}

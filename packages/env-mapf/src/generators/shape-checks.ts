/** What generators refuse: `requireWhole`, `requireSides`, `requireShare`. */
import { ParameterError } from '@gauntlet/core'

/** Longest side of a generated map, in cells. */
const MOST_CELLS_A_SIDE = 8192

export function requireWhole(
  path: string,
  value: number,
  low: number,
  high: number = MOST_CELLS_A_SIDE,
): void {
  if (Number.isInteger(value) && value >= low && value <= high) return
  throw new ParameterError(path, value, `a whole number from ${low} to ${high}`)
}

export function requireSides(path: string, { rows, columns }: { rows: number; columns: number }): void {
  requireWhole(`${path}.rows`, rows, 1)
  requireWhole(`${path}.columns`, columns, 1)
}

export function requireShare(path: string, value: number): void {
  if (value >= 0 && value <= 1) return
  throw new ParameterError(path, value, 'a share from 0 to 1')
}

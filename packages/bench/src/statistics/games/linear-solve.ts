/** Small dense systems of linear equations: `solveLinear`. */
import { GauntletError } from '@gauntlet/core'

/**
 * The x with A x = b, by elimination with partial pivoting; written over `b`, which is returned.
 *
 * Shapes: `matrix` [n, n] row-major, overwritten; `right` [n].
 * Errors: GauntletError with code `statistics` where a pivot is 0 or no number.
 */
export function solveLinear(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length
  for (let k = 0; k < n; k++) {
    exchangeRows(matrix, right, k, pivotRow(matrix, n, k))
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i * n + k] / matrix[k * n + k]
      if (factor === 0) continue
      for (let j = k + 1; j < n; j++) matrix[i * n + j] -= factor * matrix[k * n + j]
      right[i] -= factor * right[k]
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    let rest = right[i]
    for (let j = i + 1; j < n; j++) rest -= matrix[i * n + j] * right[j]
    right[i] = rest / matrix[i * n + i]
  }
  return right
}

/** The row, from k on, of the greatest entry in column k. */
function pivotRow(matrix: Float64Array, n: number, k: number): number {
  let best = k
  for (let i = k + 1; i < n; i++) {
    if (Math.abs(matrix[i * n + k]) > Math.abs(matrix[best * n + k])) best = i
  }
  if (Math.abs(matrix[best * n + k]) > 0) return best
  throw new GauntletError('statistics', `linear system: singular at column ${k} of ${n}`)
}

function exchangeRows(matrix: Float64Array, right: Float64Array, p: number, q: number): void {
  if (p === q) return
  const n = right.length
  for (let j = 0; j < n; j++) exchange(matrix, p * n + j, q * n + j)
  exchange(right, p, q)
}

function exchange(values: Float64Array, p: number, q: number): void {
  const value = values[p]
  values[p] = values[q]
  values[q] = value
}

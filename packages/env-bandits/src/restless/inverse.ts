/** The inverse of a small dense matrix: `inverseOf`. */

/**
 * Gauss-Jordan elimination with partial pivoting. Shapes: `matrix` [n, n], row-major, is left as it is. Ranges: regular,
 * as I - discount × P is for discount below 1.
 */
export function inverseOf(matrix: Float64Array): Float64Array {
  const n = Math.sqrt(matrix.length)
  const rest = matrix.slice()
  const inverse = new Float64Array(n * n)
  for (let k = 0; k < n; k++) inverse[k * n + k] = 1
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let row = k + 1; row < n; row++) {
      if (Math.abs(rest[row * n + k]) > Math.abs(rest[pivot * n + k])) pivot = row
    }
    exchange(rest, n, k, pivot)
    exchange(inverse, n, k, pivot)
    const scale = 1 / rest[k * n + k]
    for (let c = 0; c < n; c++) {
      rest[k * n + c] *= scale
      inverse[k * n + c] *= scale
    }
    for (let row = 0; row < n; row++) {
      const factor = rest[row * n + k]
      if (row === k || factor === 0) continue
      for (let c = 0; c < n; c++) {
        rest[row * n + c] -= factor * rest[k * n + c]
        inverse[row * n + c] -= factor * inverse[k * n + c]
      }
    }
  }
  return inverse
}

function exchange(matrix: Float64Array, n: number, p: number, q: number): void {
  if (p === q) return
  for (let c = 0; c < n; c++) {
    const kept = matrix[p * n + c]
    matrix[p * n + c] = matrix[q * n + c]
    matrix[q * n + c] = kept
  }
}

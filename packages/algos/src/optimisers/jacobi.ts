/** Eigenvectors of symmetric matrices, in the same bits everywhere: `diagonalise`. */

/** Sweeps after which a matrix is taken as it is; from any start some ten are enough. */
const SWEEPS = 50

/**
 * Rotates a positive definite matrix until every element off the diagonal is small beside those on it,
 * a_pq² ≤ `tolerance`² a_pp a_qq, and the columns of `vectors` with it. Begun with the unit matrix, these end as its
 * eigenvectors, and the diagonal as its eigenvalues.
 *
 * Shapes: `matrix` [n, n], symmetric, overwritten; `vectors` [n, n] with a vector in each ROW, overwritten.
 * Source: Golub and Van Loan 2013, section 8.5.4 (cyclic Jacobi), with the rotations of Rutishauser 1966.
 */
export function diagonalise(
  matrix: Float64Array,
  vectors: Float64Array,
  n: number,
  tolerance: number = 1e-12,
): void {
  for (let sweep = 0, turned = true; sweep < SWEEPS && turned; sweep++) {
    turned = false
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const off = matrix[p * n + q]
        const [first, second] = [matrix[p * n + p], matrix[q * n + q]]
        if (off * off <= tolerance * tolerance * Math.abs(first * second)) continue
        turned = true
        const theta = (second - first) / (2 * off)
        const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
        const cosine = 1 / Math.sqrt(tangent * tangent + 1)
        const sine = tangent * cosine
        turnRows(matrix, n, p, q, cosine, sine)
        turnRows(vectors, n, p, q, cosine, sine)
        // What is turned is symmetric, so that columns come out as rows do.
        for (let k = 0; k < n; k++) {
          matrix[k * n + p] = matrix[p * n + k]
          matrix[k * n + q] = matrix[q * n + k]
        }
        // What the rotation makes of these in exact arithmetic.
        matrix[p * n + p] = first - tangent * off
        matrix[q * n + q] = second + tangent * off
        matrix[p * n + q] = 0
        matrix[q * n + p] = 0
      }
    }
  }
}

function turnRows(matrix: Float64Array, n: number, p: number, q: number, cosine: number, sine: number): void {
  for (let i = p * n, j = q * n; i < (p + 1) * n; i++, j++) {
    const x = matrix[i]
    const y = matrix[j]
    matrix[i] = cosine * x - sine * y
    matrix[j] = sine * x + cosine * y
  }
}

/** Equilibria of matrix games of two players whose payoffs sum to 0: `maximin`. */
import { GauntletError } from '@gauntlet/core'

/** What counts as 0 in a tableau of numbers near 1. */
const TINY = 1e-12

/** Pivots before a tableau is given up, which only rounding could bring about. */
const MOST_PIVOTS = 100_000

/**
 * The mixture of rows that is paid most against its worst column: [rows], at least 0, of sum 1. Of several the one that
 * Bland's rule comes to.
 *
 * max v with Σ_i x_i A_ij ≥ v for every j. With B = A - min A + 1, of value w: max Σ_j y_j with B y ≤ 1 and y ≥ 0 has the optimum
 * 1 / w, and x is w times its dual variables. Solved by the simplex method, exact but for rounding.
 *
 * Shapes: `payoffs` A [rows, columns], to the player of rows.
 * Errors: GauntletError where rounding leads in circles.
 * Source: Dantzig 1951, on the equivalence of the programming problem and the game problem; Bland 1977.
 */
export function maximin(payoffs: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const tableau = new Tableau(payoffs, rows, columns)
  for (let pivots = 0; pivots < MOST_PIVOTS; pivots++) {
    if (!tableau.pivot()) return tableau.duals()
  }
  throw new GauntletError(
    'equilibrium',
    `${rows} x ${columns} payoffs: no equilibrium after ${MOST_PIVOTS} pivots`,
  )
}

/**
 * Rows: one for each constraint, then the objective's. Columns: the variables, a slack for each constraint, the right-hand side.
 */
class Tableau {
  private readonly cells: Float64Array
  private readonly rows: number
  private readonly columns: number
  private readonly width: number
  /** By constraint, the variable that it gives. */
  private readonly basis: Int32Array

  constructor(payoffs: ArrayLike<number>, rows: number, columns: number) {
    this.rows = rows
    this.columns = columns
    this.width = columns + rows + 1
    this.cells = new Float64Array((rows + 1) * this.width)
    this.basis = Int32Array.from({ length: rows }, (_, i) => columns + i)
    let least = Infinity
    for (let k = 0; k < rows * columns; k++) least = Math.min(least, payoffs[k])
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) this.cells[i * this.width + j] = payoffs[i * columns + j] - least + 1
      this.cells[i * this.width + columns + i] = 1
      this.cells[(i + 1) * this.width - 1] = 1
    }
    this.cells.fill(-1, rows * this.width, rows * this.width + columns)
  }

  /** One exchange, of the first variables that may be; false where the objective cannot grow. */
  pivot(): boolean {
    const { cells, rows, width, basis } = this
    const objective = cells.subarray(rows * width, (rows + 1) * width - 1)
    const enters = objective.findIndex((cost) => cost < -TINY)
    if (enters < 0) return false
    let leaves = -1
    let least = Infinity
    for (let i = 0; i < rows; i++) {
      const slope = cells[i * width + enters]
      if (slope <= TINY) continue
      const ratio = cells[(i + 1) * width - 1] / slope
      if (ratio > least || (ratio === least && basis[i] > basis[leaves])) continue
      least = ratio
      leaves = i
    }
    this.exchange(leaves, enters)
    return true
  }

  private exchange(row: number, column: number): void {
    const { cells, rows, width } = this
    const from = row * width
    const divisor = cells[from + column]
    for (let k = 0; k < width; k++) cells[from + k] /= divisor
    for (let i = 0; i <= rows; i++) {
      const factor = cells[i * width + column]
      if (i === row || factor === 0) continue
      for (let k = 0; k < width; k++) cells[i * width + k] -= factor * cells[from + k]
    }
    this.basis[row] = column
  }

  /** The dual variables, scaled to sum to 1. */
  duals(): Float64Array {
    const { cells, rows, columns, width } = this
    const from = rows * width + columns
    const duals = cells.slice(from, from + rows).map((dual) => Math.max(0, dual))
    let sum = 0
    for (const dual of duals) sum += dual
    return duals.map((dual) => dual / sum)
  }
}

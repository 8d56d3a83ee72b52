/**
 * Systems A x = b of the Poisson equation on a square grid with a shift: `ShiftedPoisson`, `jacobiRadius`,
 * `optimalRelaxation`, `leastShift`.
 *
 * Symbols: n interior points a side, h = 1 / (n + 1); c shift; A = five-point stencil (4 on the diagonal, -1 for each
 * neighbour) + c I; omega relaxation; x_k the iterate after k sweeps; r_k = b - A x_k.
 */
import { ParameterError, cos } from '@gauntlet/core'

/** The spectral radius of Jacobi's iteration: 4 cos(pi h) / (4 + c). */
export function jacobiRadius(n: number, c: number): number {
  return (4 * cos(Math.PI / (n + 1))) / (4 + c)
}

/**
 * Young's omega, the asymptotically fastest: 1 + (rho / (1 + sqrt(1 - rho^2)))^2 with rho Jacobi's radius.
 * Errors: ParameterError where rho is not in [0, 1).
 */
export function optimalRelaxation(rho: number): number {
  if (!(rho >= 0 && rho < 1)) throw new ParameterError('rho', rho, 'a number of at least 0, below 1')
  const ratio = rho / (1 + Math.sqrt(1 - rho * rho))
  return 1 + ratio * ratio
}

/** A is positive definite, and every omega in (0, 2) converges, for shifts above this: -4 (1 - cos(pi h)). */
export function leastShift(n: number): number {
  return -4 * (1 - cos(Math.PI / (n + 1)))
}

/**
 * Successive over-relaxation in the natural (row by row) ordering, from x_0 = 0.
 *
 * A sweep reads one array and writes the other, so that the residual of the iterate that it reads comes with it.
 * Source: Young 1954; Golub and Van Loan 2013, section 11.2.7.
 */
export class ShiftedPoisson {
  private readonly n: number
  private readonly tolerance: number
  private readonly limit: number
  /** [n + 2, n + 2]: the grid with a border of zeros */
  private readonly b: Float64Array
  private readonly even: Float64Array
  private readonly odd: Float64Array
  /** 4 + c, omega / (4 + c), and the squared norms of r_k and of b */
  private readonly scalars: Float64Array = new Float64Array(4)

  /** A system is solved where |r| / |b| < `tolerance` in the Euclidean norm, and given up after `limit` sweeps. */
  constructor(n: number, tolerance: number, limit: number) {
    this.n = n
    this.tolerance = tolerance
    this.limit = limit
    this.b = new Float64Array((n + 2) * (n + 2))
    this.even = new Float64Array(this.b.length)
    this.odd = new Float64Array(this.b.length)
  }

  /**
   * Takes in a system: c is `shifts` [place], above `leastShift`, and b is `b` [offset] to [offset + n n - 1], row-major.
   * Here and below doubles come by their place in an array, for in a call they may be allocated.
   */
  load(b: Float64Array, offset: number, shifts: Float64Array, place: number): void {
    const { n } = this
    let squares = 0
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const value = b[offset + i * n + j]
        this.b[(i + 1) * (n + 2) + j + 1] = value
        squares += value * value
      }
    }
    this.scalars[0] = 4 + shifts[place]
    this.scalars[3] = squares
  }

  /** The least k for which x_k solves the system taken in, or the limit. Ranges: omega, `omegas` [k], in (0, 2). */
  iterations(omegas: Float64Array, k: number): number {
    const { tolerance, limit, even, odd, scalars } = this
    const target = tolerance * tolerance * scalars[3]
    scalars[1] = omegas[k] / scalars[0]
    even.fill(0)
    for (let sweep = 0; sweep < limit; sweep++) {
      if (sweep % 2 === 0) this.sweep(even, odd)
      else this.sweep(odd, even)
      if (scalars[2] < target) return sweep
    }
    return limit
  }

  /** Writes the sweep of `x` to `next`, and the squared norm of the residual of `x`. */
  private sweep(x: Float64Array, next: Float64Array): void {
    const { n, b, scalars } = this
    const width = n + 2
    const diagonal = scalars[0]
    const factor = scalars[1]
    let squares = 0
    for (let row = width + 1; row <= n * width + 1; row += width) {
      let left = 0
      let nextLeft = 0
      let centre = x[row]
      for (let p = row; p < row + n; p++) {
        const right = x[p + 1]
        const known = b[p] - diagonal * centre + right + x[p + width]
        const residual = known + left + x[p - width]
        squares += residual * residual
        nextLeft = centre + factor * (known + nextLeft + next[p - width])
        next[p] = nextLeft
        left = centre
        centre = right
      }
    }
    scalars[2] = squares
  }
}

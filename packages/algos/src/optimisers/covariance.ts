/** Covariances that CMA-ES adapts: `Covariance`; `fullCovariance`, `separableCovariance`. */
import type { Archive } from '../archive.ts'
import { diagonalise } from './jacobi.ts'

/** A covariance matrix C = B D² Bᵀ of n numbers, which begins as the unit matrix. */
export interface Covariance {
  /** B D z, [n], whose covariance is C where that of `z` is 1. */
  shape(z: Float64Array): Float64Array
  /** C^(-1/2) y, [n]. */
  whiten(y: Float64Array): Float64Array
  /** C ← keep C + Σ weights_i y_i y_iᵀ. */
  update(keep: number, weights: readonly number[], steps: readonly Float64Array[]): void
  /** The longest axis over the shortest. */
  condition(): number
  /** Written in place. */
  readonly state: Archive
}

/** Relative size of what is left off the diagonal; members are drawn, not solved for. */
const TOLERANCE = 1e-6
/** The shortest axis, as a share of the longest, below which axes are lengthened: rounding knows no shorter one. */
const SHORTEST = 1e-7

/** Every pair of numbers may go together. B and D are renewed after `every` updates, since that takes n³ operations. */
export function fullCovariance(n: number, every: number): Covariance {
  const matrix = unit(n)
  // Eigenvectors, one in each row.
  const vectors = unit(n)
  const axes = new Float64Array(n).fill(1)
  const updates = new Float64Array(1)
  const decompose = (): void => {
    // From the last eigenvectors on, between which little is left to do.
    const rotated = turned(matrix, vectors, n)
    diagonalise(rotated, vectors, n, TOLERANCE)
    for (let k = 0; k < n; k++) axes[k] = Math.sqrt(Math.max(0, rotated[k * n + k]))
    const shortest = SHORTEST * longest(axes)
    for (let k = 0; k < n; k++) axes[k] = Math.max(axes[k], shortest)
  }
  return {
    shape(z) {
      const y = new Float64Array(n)
      for (let j = 0; j < n; j++) {
        const scale = axes[j] * z[j]
        for (let k = 0; k < n; k++) y[k] += scale * vectors[j * n + k]
      }
      return y
    },
    whiten(y) {
      const out = new Float64Array(n)
      for (let j = 0; j < n; j++) {
        let along = 0
        for (let k = 0; k < n; k++) along += vectors[j * n + k] * y[k]
        along /= axes[j]
        for (let k = 0; k < n; k++) out[k] += along * vectors[j * n + k]
      }
      return out
    },
    update(keep, weights, steps) {
      for (let p = 0; p < n; p++) {
        for (let q = 0; q <= p; q++) {
          let sum = keep * matrix[p * n + q]
          for (let i = 0; i < steps.length; i++) sum += weights[i] * steps[i][p] * steps[i][q]
          matrix[p * n + q] = sum
          matrix[q * n + p] = sum
        }
      }
      updates[0]++
      if (updates[0] % every === 0) decompose()
    },
    condition: () => longest(axes) / shortestOf(axes),
    state: { covariance: matrix, vectors, axes, updates },
  }
}

/** Numbers go each by itself: C is diagonal, and every operation takes n steps. */
export function separableCovariance(n: number): Covariance {
  const axes = new Float64Array(n).fill(1)
  return {
    shape: (z) => z.map((value, k) => axes[k] * value),
    whiten: (y) => y.map((value, k) => value / axes[k]),
    update(keep, weights, steps) {
      for (let k = 0; k < n; k++) {
        let sum = keep * axes[k] * axes[k]
        for (let i = 0; i < steps.length; i++) sum += weights[i] * steps[i][k] * steps[i][k]
        axes[k] = Math.sqrt(Math.max(0, sum))
      }
      const shortest = SHORTEST * longest(axes)
      for (let k = 0; k < n; k++) axes[k] = Math.max(axes[k], shortest)
    },
    condition: () => longest(axes) / shortestOf(axes),
    state: { axes },
  }
}

function unit(n: number): Float64Array {
  const matrix = new Float64Array(n * n)
  for (let k = 0; k < n; k++) matrix[k * n + k] = 1
  return matrix
}

/** V C Vᵀ for vectors in the rows of V. */
function turned(matrix: Float64Array, vectors: Float64Array, n: number): Float64Array {
  const half = new Float64Array(n * n)
  for (let j = 0; j < n; j++) {
    for (let p = 0; p < n; p++) {
      const weight = vectors[j * n + p]
      if (weight === 0) continue
      for (let q = 0; q < n; q++) half[j * n + q] += weight * matrix[p * n + q]
    }
  }
  const out = new Float64Array(n * n)
  for (let j = 0; j < n; j++) {
    for (let i = 0; i <= j; i++) {
      let sum = 0
      for (let q = 0; q < n; q++) sum += half[j * n + q] * vectors[i * n + q]
      out[j * n + i] = sum
      out[i * n + j] = sum
    }
  }
  return out
}

const longest = (axes: Float64Array): number => axes.reduce((top, axis) => Math.max(top, axis), 0)
const shortestOf = (axes: Float64Array): number => axes.reduce((low, axis) => Math.min(low, axis), Infinity)

/** Standard normal draws that are correlated over stores: `correlatedNormals`. */
import { ParameterError, type Stream } from '@gauntlet/core'

/** A vector of correlated standard normals; every draw takes one normal for each store, in order. */
export interface CorrelatedNormals {
  /** Writes the draw of store s to `out` [outOffset + s * stride]. */
  draw(stream: Stream, out: Float64Array, outOffset: number, stride: number): void
}

/** Rounding allowed in a given correlation matrix. */
const TOLERANCE = 1e-9

/**
 * @param correlation one number for all pairs, from -1 / (stores - 1) to 1, or a matrix, row by row
 * Errors: ParameterError, naming `path`, where there is no such distribution.
 */
export function correlatedNormals(
  stores: number,
  correlation: readonly number[],
  path: string,
): CorrelatedNormals {
  if (correlation.length === 1) return equicorrelated(stores, correlation[0], path)
  if (correlation.length !== stores * stores) {
    const allowed = `1 number, or ${stores * stores} in ${stores} rows of ${stores}`
    throw new ParameterError(path, `${correlation.length} numbers`, allowed)
  }
  requireSymmetric(stores, correlation, path)
  return new FactorNormals(stores, choleskyFactor(stores, correlation, path))
}

function equicorrelated(stores: number, correlation: number, path: string): CorrelatedNormals {
  const least = stores === 1 ? -1 : -1 / (stores - 1)
  if (!(correlation >= least && correlation <= 1)) {
    throw new ParameterError(path, correlation, `a number from ${least} to 1 for ${stores} stores`)
  }
  return stores === 1 || correlation === 0
    ? new IndependentNormals(stores)
    : new EquicorrelatedNormals(stores, correlation)
}

class IndependentNormals implements CorrelatedNormals {
  readonly #stores: number

  constructor(stores: number) {
    this.#stores = stores
  }

  draw(stream: Stream, out: Float64Array, outOffset: number, stride: number): void {
    stream.normals(out, outOffset, this.#stores, stride)
  }
}

/** x_s = a e_s + b (e_1 + … + e_S), with a^2 = 1 - rho and S b^2 + 2 a b = rho: the matrix's symmetric square root. */
class EquicorrelatedNormals implements CorrelatedNormals {
  readonly #stores: number
  readonly #own: number
  readonly #common: number

  constructor(stores: number, correlation: number) {
    this.#stores = stores
    this.#own = Math.sqrt(1 - correlation)
    this.#common = (Math.sqrt(Math.max(0, 1 + (stores - 1) * correlation)) - this.#own) / stores
  }

  draw(stream: Stream, out: Float64Array, outOffset: number, stride: number): void {
    stream.normals(out, outOffset, this.#stores, stride)
    let sum = 0
    for (let s = 0; s < this.#stores; s++) sum += out[outOffset + s * stride]
    const own = this.#own
    const common = this.#common * sum
    for (let s = 0; s < this.#stores; s++) {
      out[outOffset + s * stride] = own * out[outOffset + s * stride] + common
    }
  }
}

/** x = L e with a lower triangular L, in place from the last store to the first. */
class FactorNormals implements CorrelatedNormals {
  readonly #stores: number
  readonly #factor: Float64Array

  constructor(stores: number, factor: Float64Array) {
    this.#stores = stores
    this.#factor = factor
  }

  draw(stream: Stream, out: Float64Array, outOffset: number, stride: number): void {
    const factor = this.#factor
    const stores = this.#stores
    stream.normals(out, outOffset, stores, stride)
    for (let s = stores - 1; s >= 0; s--) {
      let sum = 0
      for (let j = 0; j <= s; j++) sum += factor[s * stores + j] * out[outOffset + j * stride]
      out[outOffset + s * stride] = sum
    }
  }
}

function requireSymmetric(stores: number, matrix: readonly number[], path: string): void {
  for (let i = 0; i < stores; i++) {
    for (let j = 0; j <= i; j++) {
      const value = matrix[i * stores + j]
      const place = `${path}[${i * stores + j}]`
      if (i === j && value !== 1) throw new ParameterError(place, value, `1, on the diagonal (store ${i})`)
      if (Math.abs(value - matrix[j * stores + i]) <= TOLERANCE) continue
      const allowed = `${matrix[j * stores + i]}, as for stores ${j} and ${i}: the matrix is symmetric`
      throw new ParameterError(place, value, allowed)
    }
  }
}

/** L with L L' the matrix, which may be singular. */
function choleskyFactor(stores: number, matrix: readonly number[], path: string): Float64Array {
  const factor = new Float64Array(stores * stores)
  for (let j = 0; j < stores; j++) {
    for (let i = j; i < stores; i++) {
      let rest = matrix[i * stores + j]
      for (let k = 0; k < j; k++) rest -= factor[i * stores + k] * factor[j * stores + k]
      const pivot = factor[j * stores + j]
      if (i === j && rest >= -TOLERANCE) factor[i * stores + j] = rest <= TOLERANCE ? 0 : Math.sqrt(rest)
      else if (i > j && pivot > 0) factor[i * stores + j] = rest / pivot
      else if (i === j || Math.abs(rest) > Math.sqrt(TOLERANCE)) throw notPositive(path, j)
    }
  }
  return factor
}

function notPositive(path: string, store: number): ParameterError {
  const given = `a matrix whose first ${store + 1} rows and columns are not`
  return new ParameterError(path, given, 'a positive semi-definite correlation matrix')
}

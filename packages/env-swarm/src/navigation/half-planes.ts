/**
 * The velocity nearest to a wish under half-planes and a speed limit: `HalfPlanes`.
 *
 * Symbols: w the wish; u the velocity; n_k·u >= b_k row k, of unit normal n_k; v the speed limit.
 */

/** Rows whose normals' cross product is smaller are taken for parallel. */
const PARALLEL = 1e-12

/**
 * Rows n_k·u >= b_k and the quadratic programme min |u - w|² subject to them and to |u| <= v, in two variables and exact but
 * for rounding.
 *
 * Rows are added one by one. Where the best u so far breaks row k, the best u with row k lies on its line, and is found there
 * among the rows before: an interval of a line. At most rows² / 2 divisions, nothing is allocated.
 * Source: Seidel 1991, Small-dimensional linear programming, as in van den Berg et al. 2011 (ORCA), with a distance for the objective.
 */
export class HalfPlanes {
  /** [capacity, 2] and [capacity], of which the first `count` stand. */
  readonly normals: Float64Array
  readonly bounds: Float64Array
  count: number = 0
  /** v */
  private readonly speed: number
  /** The ends of what is allowed on the line of a row. */
  private readonly ends: Float64Array = new Float64Array(2)

  constructor(capacity: number, speed: number) {
    this.normals = new Float64Array(2 * capacity)
    this.bounds = new Float64Array(capacity)
    this.speed = speed
  }

  /** Adds the row x u_x + y u_y >= bound, whose normal is of length 1. */
  add(x: number, y: number, bound: number): void {
    const k = this.count++
    this.normals[2 * k] = x
    this.normals[2 * k + 1] = y
    this.bounds[k] = bound
  }

  /** Whether the velocity at `u` [at] and [at + 1] meets every row. */
  holds(u: Float64Array, at: number): boolean {
    const { normals, bounds, count } = this
    for (let k = 0; k < count; k++) {
      if (normals[2 * k] * u[at] + normals[2 * k + 1] * u[at + 1] < bounds[k]) return false
    }
    return true
  }

  /** Shortens the velocity at `u` [at] and [at + 1] to the limit where it is faster. */
  cut(u: Float64Array, at: number): void {
    const square = u[at] * u[at] + u[at + 1] * u[at + 1]
    if (square <= this.speed * this.speed) return
    const share = this.speed / Math.sqrt(square)
    u[at] *= share
    u[at + 1] *= share
  }

  /**
   * Writes the velocity nearest to the wish at `u` [at] and [at + 1], where the wish stands; it is first cut to
   * the limit. Gives whether there is one: where not, the disc is to stand still, and 0 is written.
   */
  project(u: Float64Array, at: number): boolean {
    const { normals, bounds, count } = this
    this.cut(u, at)
    const wishX = u[at]
    const wishY = u[at + 1]
    for (let k = 0; k < count; k++) {
      const x = normals[2 * k]
      const y = normals[2 * k + 1]
      if (x * u[at] + y * u[at + 1] >= bounds[k]) continue
      if (!this.interval(k)) {
        u[at] = 0
        u[at + 1] = 0
        // Rows that all allow standing still are refused by rounding alone.
        return this.holds(u, at)
      }
      const along = x * wishY - y * wishX
      const t = Math.min(Math.max(along, this.ends[0]), this.ends[1])
      u[at] = bounds[k] * x - t * y
      u[at + 1] = bounds[k] * y + t * x
    }
    return true
  }

  /** Writes between which ends the line of row k, b n + t (-n_y, n_x), meets the rows before it and the limit; false where nowhere. */
  private interval(k: number): boolean {
    const { normals, bounds, ends, speed } = this
    const x = normals[2 * k]
    const y = normals[2 * k + 1]
    const bound = bounds[k]
    const chord = speed * speed - bound * bound
    if (chord < 0) return false
    let high = Math.sqrt(chord)
    let low = -high
    for (let m = 0; m < k; m++) {
      const p = normals[2 * m]
      const q = normals[2 * m + 1]
      const slope = x * q - y * p
      const needed = bounds[m] - bound * (x * p + y * q)
      if (Math.abs(slope) <= PARALLEL) {
        if (needed > PARALLEL * speed) return false
      } else if (slope > 0) low = Math.max(low, needed / slope)
      else high = Math.min(high, needed / slope)
    }
    ends[0] = low
    ends[1] = high
    return low <= high
  }
}

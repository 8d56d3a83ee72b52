/**
 * The control-barrier safety filter: `SafetyFilter`.
 *
 * Symbols: p_i position and R radius of disc i; u_i its velocity; d = p_i - p_j; h >= 0 where two discs do not overlap;
 * alpha(h) = zeta h^eta; T the time step.
 */
import { HalfPlanes } from './half-planes.ts'
import type { NavigationProblem } from './problem.ts'

/** Discs keep apart by this share of their radii, so that rounding never makes them touch. */
export const MARGIN = 1e-6

const BINARY_PLACES = 20

/**
 * Changes the velocity that a disc wishes for as little as safety needs: min |u - w|² subject to
 *
 *   other discs in sight   2 d·u >= -alpha(h) / 2,  h = |d|² - (2 R)²      each of the two bears half of it
 *   obstacles in sight     2 d·u >= -alpha(h),      h = |d|² - (R + r)²
 *   walls                  n·u   >= -alpha(h),      h = distance of the disc's edge
 *   speed                  |u| <= v
 *
 * **Under the condition `sampled`** alpha(h) is min(zeta h^eta, h / T), and 0 where h < 0. Then no two discs that do not overlap
 * ever do, at no time within a step and whatever zeta and eta each of them uses. Proof: after s <= T seconds of velocities u_i
 * and u_j, h(s) = h + 2 s d·(u_i - u_j) + s² |u_i - u_j|² >= h - s (alpha_i(h) + alpha_j(h)) / 2 >= h (1 - s / T) >= 0: the
 * square, which a linearised barrier leaves out, only helps. Obstacles and walls likewise. Discs out of sight are too far
 * apart to meet within a step, by the least range of sight. Standing still is always allowed, so that the programme always
 * has a solution; and since a projection onto a convex set that holds 0 does not lengthen, the speed limit never binds.
 *
 * **Under `continuous`** alpha(h) is zeta |h|^eta with the sign of h: the textbook's condition, safe where time does not come
 * in steps. Steps overshoot a bold alpha, discs come to overlap, and there may be no solution.
 *
 * Source: Wang, Ames and Egerstedt 2017, Safety barrier certificates for collisions-free multirobot systems; Gao, Yang and Prorok 2023,
 * arXiv 2303.04313, for zeta and eta. Differs: alpha is bounded by h / T.
 */
export class SafetyFilter {
  private readonly problem: NavigationProblem
  private readonly sampled: boolean
  /** [batch, agents, 2] */
  private readonly positions: Float64Array
  /** Of what is in sight of the disc: h; |h|^eta; and c, where the row is c n·u >= -alpha(h). */
  private readonly heights: Float64Array
  private readonly powers: Float64Array
  private readonly factors: Float64Array
  /** zeta and eta of the disc, to be set before `see`: an array, since numbers that are handed on are allocated. */
  readonly barrier: Float64Array = new Float64Array(2)
  /** The rows of the disc for which `see` was called last, but for those that no speed could break. */
  readonly rows: HalfPlanes

  constructor(
    problem: NavigationProblem,
    positions: Float64Array,
    condition: NavigationProblem['condition'],
  ) {
    const capacity = problem.agents + problem.discs.length / 3 + 3
    this.problem = problem
    this.sampled = condition === 'sampled'
    this.positions = positions
    this.heights = new Float64Array(capacity)
    this.powers = new Float64Array(capacity)
    this.factors = new Float64Array(capacity)
    this.rows = new HalfPlanes(capacity, problem.speed)
  }

  /** Writes the rows of agent `a` of world `w`. */
  see(w: number, a: number): void {
    const { rows, heights, powers, factors, sampled } = this
    const { normals, bounds } = rows
    const { speed, timeStep } = this.problem
    const zeta = this.barrier[0]
    const seen = this.seeWalls(w, a, this.seeDiscs(w, a))
    this.raise(seen)
    let count = 0
    for (let k = 0; k < seen; k++) {
      const h = heights[k]
      let alpha = zeta * powers[k]
      if (sampled) alpha = h > 0 ? Math.min(alpha, h / timeStep) : 0
      else if (h < 0) alpha = -alpha
      const bound = -alpha / factors[k]
      if (bound <= -speed) continue
      normals[2 * count] = normals[2 * k]
      normals[2 * count + 1] = normals[2 * k + 1]
      bounds[count++] = bound
    }
    rows.count = count
  }

  /**
   * Writes |h|^eta, with eta cut to 20 binary places: square roots and products of them, since what engines do not inline, as they
   * may not the functions of powers, allocates its results.
   */
  private raise(seen: number): void {
    const { heights, powers } = this
    const eta = this.barrier[1]
    const whole = Math.floor(eta)
    for (let k = 0; k < seen; k++) {
      let root = Math.abs(heights[k])
      let power = 1
      for (let n = 0; n < whole; n++) power *= root
      for (let rest = eta - whole, place = 0; rest > 0 && place < BINARY_PLACES; place++) {
        root = Math.sqrt(root)
        rest *= 2
        if (rest < 1) continue
        power *= root
        rest -= 1
      }
      powers[k] = power
    }
  }

  /** Writes what agents and obstacles in sight ask for; gives how many they are. */
  private seeDiscs(w: number, a: number): number {
    const { positions, heights, factors } = this
    const { normals } = this.rows
    const { agents, radius, sight, discs } = this.problem
    const first = 2 * w * agents
    const i = first + 2 * a
    let seen = 0
    for (let k = 0; k < agents + discs.length / 3; k++) {
      if (k === a) continue
      const moves = k < agents
      const j = moves ? first + 2 * k : 3 * (k - agents)
      const reach = moves ? 0 : discs[j + 2]
      const x = positions[i] - (moves ? positions[j] : discs[j])
      const y = positions[i + 1] - (moves ? positions[j + 1] : discs[j + 1])
      const square = x * x + y * y
      // Two centres in one place tell no way apart.
      if (square > (sight + reach) * (sight + reach) || square === 0) continue
      const distance = Math.sqrt(square)
      const near = (moves ? 2 * radius : radius + reach) * (1 + MARGIN)
      normals[2 * seen] = x / distance
      normals[2 * seen + 1] = y / distance
      heights[seen] = square - near * near
      factors[seen++] = (moves ? 4 : 2) * distance
    }
    return seen
  }

  /** Writes what the walls ask for, from `seen` on; gives how many rows there are. */
  private seeWalls(w: number, a: number, seen: number): number {
    const { positions, heights, factors } = this
    const { normals } = this.rows
    const { agents, radius, side } = this.problem
    const i = 2 * (w * agents + a)
    const near = radius * (1 + MARGIN)
    for (let wall = 0; wall < 4; wall++) {
      const axis = wall >> 1
      const far = (wall & 1) === 1
      const place = positions[i + axis]
      const k = seen + wall
      normals[2 * k + axis] = far ? -1 : 1
      normals[2 * k + 1 - axis] = 0
      heights[k] = (far ? side - place : place) - near
      factors[k] = 1
    }
    return seen + 4
  }
}

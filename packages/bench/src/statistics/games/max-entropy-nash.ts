/**
 * The equilibrium of greatest entropy of a symmetric zero-sum game: `maxEntropyNash`.
 *
 * Symbols: A antisymmetric, A_ij what i gains against j; p a mixture; t > 0 a temperature; u [m] what strategies gain.
 */
import { GauntletError, exp } from '@gauntlet/core'
import { solveLinear } from './linear-solve.ts'

/** Of |A|: temperatures at which all strategies are nearly alike, and at which the limit is as good as met. */
const HOTTEST = 8
const COLDEST = 1e-8
/** Steps down in temperature before the path is given up; some 30 are needed, more where it turns sharply. */
const MOST_STAGES = 2000
/** Newton steps at one temperature: few, since each starts from the last two extrapolated. */
const MOST_STEPS = 30
/** Of |A|: errors of u to aim at, and to put up with. */
const ROUNDING = 1e-15
const ACCEPTED = 1e-13
/** Shares below this are none. */
const NEGLIGIBLE = 1e-7

/**
 * The mixture p >= 0, sum p = 1, with A p <= 0 in every row that has the greatest entropy: [m]; unique.
 *
 * It is the limit of p = softmax(A p / t) as t falls to 0. (p, p) is the saddle point of x' A y + t H(x) - t H(y); against
 * any equilibrium q, whose value is 0, its entropy is H(p) >= H(q), so that the limit, an equilibrium, has the greatest.
 * The path is followed by Newton's method on F(u) = u - A softmax(u / t), whose derivative is never singular: A times a
 * semidefinite matrix has imaginary eigenvalues. Shares are within about 1e-7, exact where one strategy has all.
 * Shapes: `game` [m, m] row-major, antisymmetric.
 * Source: Balduzzi et al. 2018, "Re-evaluating evaluation", section 4; smoothed equilibria: McKelvey and Palfrey 1995.
 */
export function maxEntropyNash(game: Float64Array): Float64Array {
  const m = Math.round(Math.sqrt(game.length))
  const scale = game.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0)
  const uniform = new Float64Array(m).fill(1 / m)
  if (scale === 0) return uniform
  const gains = game.map((gain) => gain / scale)
  const [near, far] = followPath(gains, uniform)
  // p is linear in t at the end of the path: extrapolated to 0.
  const lead = near.temperature / (far.temperature - near.temperature)
  const others = softmax(far)
  const limit = softmax(near).map((share, i) => share + (share - others[i]) * lead)
  return normalised(limit.map((share) => (share < NEGLIGIBLE ? 0 : share)))
}

/** A root u of F at temperature t, or a guess at one. */
interface Point {
  readonly temperature: number
  readonly u: Float64Array
}

/** The last two points of the path from hot to cold, the coldest first. */
function followPath(gains: Float64Array, uniform: Float64Array): readonly [Point, Point] {
  let before: Point = { temperature: 2 * HOTTEST, u: gainsOf(gains, uniform) }
  let now: Point = { temperature: HOTTEST, u: before.u }
  // By how much the temperature falls: by half, or less where Newton's method finds no root from there.
  let factor = 0.5
  for (let stage = 0; stage < MOST_STAGES && now.temperature > COLDEST; stage++) {
    const next = solveAt(gains, extrapolated(before, now, now.temperature * factor))
    factor = next === undefined ? Math.sqrt(factor) : Math.max(0.5, factor * factor)
    if (next === undefined) continue
    before = now
    now = next
  }
  if (now.temperature <= COLDEST) return [now, before]
  throw new GauntletError('statistics', `equilibrium: no end after ${MOST_STAGES} temperatures`)
}

/** The line through two points, at another temperature. */
function extrapolated(before: Point, now: Point, temperature: number): Point {
  const lead = (now.temperature - temperature) / (before.temperature - now.temperature)
  return { temperature, u: now.u.map((value, i) => value + (value - before.u[i]) * lead) }
}

/** The root of F from a guess, by Newton's method with halved steps where a whole one is no progress; none if far. */
function solveAt(gains: Float64Array, guess: Point): Point | undefined {
  let point = guess
  let error = errorOf(gains, point)
  for (let step = 0; step < MOST_STEPS && greatest(error) > ROUNDING; step++) {
    const direction = solveLinear(derivative(gains, point), error.slice())
    let length = 1
    let next = point
    let nextError = error
    do {
      next = { ...point, u: point.u.map((value, i) => value - length * direction[i]) }
      nextError = errorOf(gains, next)
      length /= 2
    } while (length > 1e-3 && greatest(nextError) >= greatest(error))
    if (greatest(nextError) >= greatest(error)) break
    point = next
    error = nextError
  }
  return greatest(error) <= ACCEPTED ? point : undefined
}

/** F(u) = u - A softmax(u / t). */
function errorOf(gains: Float64Array, point: Point): Float64Array {
  const expected = gainsOf(gains, softmax(point))
  return expected.map((value, i) => point.u[i] - value)
}

/** I - A (diag p - p p') / t. */
function derivative(gains: Float64Array, point: Point): Float64Array {
  const p = softmax(point)
  const m = p.length
  const mean = gainsOf(gains, p)
  return gains.map((gain, k) => {
    const [i, j] = [Math.floor(k / m), k % m]
    return (i === j ? 1 : 0) - ((gain - mean[i]) * p[j]) / point.temperature
  })
}

/** A p. */
export function gainsOf(gains: Float64Array, p: Float64Array): Float64Array {
  const m = p.length
  return p.map((_, i) => {
    let sum = 0
    for (let j = 0; j < m; j++) sum += gains[i * m + j] * p[j]
    return sum
  })
}

function softmax({ u, temperature }: Point): Float64Array {
  const most = u.reduce((greater, value) => Math.max(greater, value), -Infinity)
  return normalised(u.map((value) => exp((value - most) / temperature)))
}

function normalised(shares: Float64Array): Float64Array {
  const sum = shares.reduce((total, share) => total + share, 0)
  return shares.map((share) => share / sum)
}

function greatest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

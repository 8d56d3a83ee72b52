/**
 * Ratings by the Bradley-Terry model: `bradleyTerry`.
 *
 * Symbols: g_i > 0 the strength of i, P(i beats j) = g_i / (g_i + g_j); W_ij points of i against j, n_ij their games;
 * Elo_i = 400 log10 g_i, so that a difference of 400 is odds of ten to one.
 */
import { GauntletError, exp, log, show } from '@gauntlet/core'
import type { WinMatrix } from './win-matrix.ts'

/** Elo in one natural logarithm of odds: 400 / ln 10. */
export const ELO_PER_LOGIT = 173.71779276130073

/** Of the games: how far the points that a model expects of a contender may be from those that it has. */
const TOLERANCE = 1e-10
/** Updates before the iteration is given up. */
const MOST_UPDATES = 100_000

/**
 * The most likely ratings on the scale of Elo, [contenders], their mean 0 (others add 1500).
 *
 * Minorise and maximise: g_i <- W_i / sum_j n_ij / (g_i + g_j), until every contender's points are those expected.
 * `pseudoWins` is added both ways where two have met, so that 100 to 0 has a finite rating; 0.5 unless said.
 * `start` is where to begin: ratings near the result, such as those of the games that were resampled.
 * Errors: GauntletError with code `statistics` where some contenders never met the others, not even by way of third
 * ones, for then no number compares them; and, without pseudo-wins, where some never took a point off the others.
 * Source: Hunter 2004, "MM algorithms for generalized Bradley-Terry models", section 3 (and assumption 1).
 */
export function bradleyTerry(
  matrix: WinMatrix,
  { pseudoWins = 0.5, start }: { readonly pseudoWins?: number; readonly start?: ArrayLike<number> } = {},
): Float64Array {
  if (!(pseudoWins >= 0 && pseudoWins < Infinity)) {
    throw new GauntletError(
      'statistics',
      `pseudoWins: got ${show(pseudoWins)}, expected a number of at least 0`,
    )
  }
  const wins = withPseudoWins(matrix, pseudoWins)
  checkConnected(matrix.contenders, wins)
  const strengths = Float64Array.from(matrix.contenders, (_, i) => exp((start?.[i] ?? 0) / ELO_PER_LOGIT))
  for (let update = 0; update < MOST_UPDATES; update++) {
    if (improve(strengths, wins)) return centredElo(strengths)
  }
  throw new GauntletError(
    'statistics',
    `Bradley-Terry: no end after ${MOST_UPDATES} updates; add pseudo-wins, or leave out who met the others least`,
  )
}

function withPseudoWins({ contenders, points }: WinMatrix, pseudoWins: number): Float64Array {
  const m = contenders.length
  return points.map((won, k) => (won + points[(k % m) * m + Math.floor(k / m)] > 0 ? won + pseudoWins : 0))
}

/** One update of all strengths, from those before; whether those before were the solution already, and are kept. */
function improve(strengths: Float64Array, wins: Float64Array): boolean {
  const m = strengths.length
  let solved = true
  const next = strengths.map((g, i) => {
    let won = 0
    let played = 0
    let pull = 0
    for (let j = 0; j < m; j++) {
      const n = wins[i * m + j] + wins[j * m + i]
      won += wins[i * m + j]
      played += n
      pull += n / (g + strengths[j])
    }
    if (Math.abs(won - g * pull) > TOLERANCE * played) solved = false
    return won / pull
  })
  if (!solved) strengths.set(next)
  return solved
}

function centredElo(strengths: Float64Array): Float64Array {
  const logits = strengths.map(log)
  let sum = 0
  for (const logit of logits) sum += logit
  return logits.map((logit) => ELO_PER_LOGIT * (logit - sum / logits.length))
}

/** Every contender is to have a chain of points down to every other: from the first, and back to it. */
function checkConnected(contenders: readonly string[], wins: Float64Array): void {
  const below = reachable(contenders.length, (i, j) => wins[i * contenders.length + j] > 0)
  const above = reachable(contenders.length, (i, j) => wins[j * contenders.length + i] > 0)
  for (const reached of [below, above]) {
    const apart = contenders.filter((_, i) => !reached[i])
    if (apart.length === 0) continue
    const rest = contenders.filter((_, i) => reached[i])
    throw new GauntletError(
      'statistics',
      `Bradley-Terry: nothing compares ${show(apart)} with ${show(rest)}: they share no games, or without pseudo-wins ` +
        'one side has all the points; expected games that lead from everyone to everyone',
    )
  }
}

/** Who is reached from the first contender along the edges: [contenders]. */
function reachable(m: number, edge: (i: number, j: number) => boolean): boolean[] {
  const reached = Array.from({ length: m }, (_, i) => i === 0)
  const open = [0]
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    for (let j = 0; j < m; j++) {
      if (reached[j] || !edge(i, j)) continue
      reached[j] = true
      open.push(j)
    }
  }
  return reached
}

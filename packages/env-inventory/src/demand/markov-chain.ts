/** Regimes that follow one another at random: `requireChain`, `stationaryDistribution`. */
import { ParameterError } from '@gauntlet/core'

const TOLERANCE = 1e-9

/**
 * Refuses what is no transition matrix [regimes, regimes] whose every regime is reached from every other.
 *
 * Errors: ParameterError naming the row.
 */
export function requireChain(regimes: number, transitions: readonly number[], path: string): void {
  if (transitions.length !== regimes * regimes) {
    const allowed = `${regimes * regimes}, ${regimes} rows of ${regimes}`
    throw new ParameterError(path, `${transitions.length} numbers`, allowed)
  }
  for (let k = 0; k < regimes; k++) {
    const row = transitions.slice(k * regimes, (k + 1) * regimes)
    if (!row.every((p) => p >= 0) || !(Math.abs(row.reduce((sum, p) => sum + p, 0) - 1) <= TOLERANCE)) {
      throw new ParameterError(`${path} (row ${k})`, row, 'probabilities that sum to 1')
    }
  }
  for (let from = 0; from < regimes; from++) {
    const missed = reached(regimes, transitions, from).indexOf(false)
    if (missed < 0) continue
    const given = `regime ${missed}, never reached from regime ${from}`
    throw new ParameterError(path, given, 'regimes that are all reached from one another')
  }
}

function reached(regimes: number, transitions: readonly number[], from: number): boolean[] {
  const seen = Array.from({ length: regimes }, () => false)
  const waiting = [from]
  seen[from] = true
  for (let k = waiting.pop(); k !== undefined; k = waiting.pop()) {
    for (let next = 0; next < regimes; next++) {
      if (seen[next] || transitions[k * regimes + next] === 0) continue
      seen[next] = true
      waiting.push(next)
    }
  }
  return seen
}

/**
 * [regimes]: the share of periods that each regime holds in the long run, of a chain that `requireChain` accepts.
 *
 * Source: Grassmann, Taksar and Heyman 1985, "Regenerative analysis and steady state distributions for Markov chains":
 * elimination without subtractions.
 */
export function stationaryDistribution(regimes: number, transitions: readonly number[]): Float64Array {
  const p = Float64Array.from(transitions)
  for (let n = regimes - 1; n > 0; n--) {
    let out = 0
    for (let j = 0; j < n; j++) out += p[n * regimes + j]
    for (let i = 0; i < n; i++) {
      p[i * regimes + n] /= out
      for (let j = 0; j < n; j++) p[i * regimes + j] += p[i * regimes + n] * p[n * regimes + j]
    }
  }
  const shares = new Float64Array(regimes)
  shares[0] = 1
  let sum = 1
  for (let n = 1; n < regimes; n++) {
    for (let i = 0; i < n; i++) shares[n] += shares[i] * p[i * regimes + n]
    sum += shares[n]
  }
  return shares.map((share) => share / sum)
}

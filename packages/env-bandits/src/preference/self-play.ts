/**
 * Self-play on a known preference matrix: `hedgeStep`, `nashMdStep`, `inpoStep`, `regularisedNash`, `klDivergence`.
 *
 * Symbols: as in preference-matrix.ts; mu the reference distribution; tau the weight of KL(pi, mu); eta learning rate.
 * Distributions are [arms], all their entries positive.
 */
import { GauntletError, ParameterError, exp, log } from '@gauntlet/core'
import { type PreferenceMatrix, winRates } from './preference-matrix.ts'

/** pi <- pi exp(eta P pi) / sum. Source: Freund and Schapire 1999; with trajectories as arms, Swamy et al. 2024 (SPO). */
export function hedgeStep(matrix: PreferenceMatrix, pi: Float64Array, eta: number): void {
  const logits = new Float64Array(matrix.arms)
  winRates(matrix, pi, logits)
  for (let k = 0; k < matrix.arms; k++) logits[k] = log(pi[k]) + eta * logits[k]
  softmax(logits, pi)
}

/**
 * m = pi^(1 - eta tau) mu^(eta tau) / sum; pi <- m exp(eta P m) / sum.
 * Source: Munos et al. 2024, Nash learning from human feedback, section 6 (Nash-MD).
 */
export function nashMdStep(
  matrix: PreferenceMatrix,
  mu: Float64Array,
  pi: Float64Array,
  eta: number,
  tau: number,
): void {
  const { arms } = matrix
  const mixture = new Float64Array(arms)
  const logits = new Float64Array(arms)
  for (let k = 0; k < arms; k++) logits[k] = (1 - eta * tau) * log(pi[k]) + eta * tau * log(mu[k])
  softmax(logits, mixture)
  winRates(matrix, mixture, logits)
  for (let k = 0; k < arms; k++) logits[k] = log(mixture[k]) + eta * logits[k]
  softmax(logits, pi)
}

/**
 * pi <- exp(P pi / eta) mu^(tau / eta) pi^(1 - tau / eta) / sum; `eta` is the inverse of a learning rate.
 * Source: Zhang et al. 2025, Iterative Nash policy optimization, section 3 (INPO).
 */
export function inpoStep(
  matrix: PreferenceMatrix,
  mu: Float64Array,
  pi: Float64Array,
  eta: number,
  tau: number,
): void {
  const logits = new Float64Array(matrix.arms)
  winRates(matrix, pi, logits)
  for (let k = 0; k < matrix.arms; k++) {
    logits[k] = (logits[k] + tau * log(mu[k]) + (eta - tau) * log(pi[k])) / eta
  }
  softmax(logits, pi)
}

const MAXIMUM_ITERATIONS = 1_000_000
const LARGEST_STEP = 1e-14
/** The sum of a distribution may be off by this much. */
const ROUNDING = 1e-9

/**
 * The symmetric equilibrium of P(pi, pi') - tau KL(pi, mu) + tau KL(pi', mu): the only pi with
 * pi = mu exp(P pi / tau) / sum.
 *
 * Solved by mirror prox in the logarithms (Nemirovski 2004; Tseng 1995 for the linear rate), to about 1e-14 in every
 * logarithm; it takes about 1 / tau times a hundred iterations.
 * Errors: ParameterError where `mu` is no distribution over the arms that leaves none out; GauntletError where `tau` is not positive or so small that a million iterations do not do.
 */
export function regularisedNash(matrix: PreferenceMatrix, mu: Float64Array, tau: number): Float64Array {
  if (!(tau > 0)) throw new GauntletError('solver', `regularised Nash: got tau ${tau}, expected more than 0`)
  const { arms } = matrix
  requireReference(mu, arms)
  const share = Math.min(0.5, tau)
  const pi = Float64Array.from(mu)
  const logs = pi.map(log)
  const logMu = pi.map(log)
  const half = new Float64Array(arms)
  const rates = new Float64Array(arms)
  const next = new Float64Array(arms)
  for (let iteration = 0; iteration < MAXIMUM_ITERATIONS; iteration++) {
    winRates(matrix, pi, rates)
    for (let k = 0; k < arms; k++) next[k] = (1 - share) * logs[k] + share * (logMu[k] + rates[k] / tau)
    softmax(next, half)
    winRates(matrix, half, rates)
    for (let k = 0; k < arms; k++) next[k] = (1 - share) * logs[k] + share * (logMu[k] + rates[k] / tau)
    softmax(next, pi)
    let step = 0
    for (let k = 0; k < arms; k++) {
      step = Math.max(step, Math.abs(next[k] - logs[k]))
      logs[k] = next[k]
    }
    if (step < LARGEST_STEP * Math.max(1, share / tau)) return pi
  }
  throw new GauntletError('solver', `regularised Nash: tau ${tau} needs more than a million iterations`)
}

function requireReference(mu: Float64Array, arms: number): void {
  const total = mu.reduce((sum, share) => sum + share, 0)
  if (mu.length === arms && mu.every((share) => share > 0) && Math.abs(total - 1) <= ROUNDING) return
  throw new ParameterError('mu', [...mu], `${arms} positive numbers that sum to 1`)
}

/** KL(p, q) = sum of p ln(p / q). */
export function klDivergence(p: Float64Array, q: Float64Array): number {
  return p.reduce((sum, share, k) => (share === 0 ? sum : sum + share * log(share / q[k])), 0)
}

/** Writes the distribution of the logits and makes the logits its logarithms. */
function softmax(logits: Float64Array, out: Float64Array): void {
  let highest = -Infinity
  for (let k = 0; k < logits.length; k++) highest = Math.max(highest, logits[k])
  let sum = 0
  for (let k = 0; k < logits.length; k++) {
    out[k] = exp(logits[k] - highest)
    sum += out[k]
  }
  const logSum = highest + log(sum)
  for (let k = 0; k < logits.length; k++) {
    out[k] /= sum
    logits[k] -= logSum
  }
}

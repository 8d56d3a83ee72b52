/**
 * BNPO's advantage: `betaNormalised`, and the density that it divides by, `betaOfGroups`.
 *
 * Symbols: R_i return of trajectory i, an outcome in [0, 1]; p mean of its group; m and v mean and variance (one degree of
 * freedom taken off) of the groups' means; a and b of the beta distribution with those moments; α and β of the density
 * f(p; α, β) of the beta distribution that advantages are divided by.
 * Source: Xiao et al. 2025 (BNPO: Beta normalization policy optimization).
 */
import { GauntletError, exp, log } from '@gauntlet/core'
import { groupMeans } from './group-moments.ts'
import type { GroupFormula } from './grouped.ts'
import { logBeta } from './log-beta.ts'

/** Below this the groups' means count as alike. */
const LEAST_VARIANCE = 1e-12

/** How far beyond [0, 1] rounding may carry an outcome that is a sum. */
const ROUNDING = 1e-6

/**
 * (R_i - p) min(1 / f(p; α, β), cap).
 *
 * f weighs down instances of common difficulty. α = β = 1 gives the advantage of a group's mean; α = β = 3/2, of outcomes
 * 0 and 1, GRPO's times π/8. The cap keeps a group far from the others from ruling the batch.
 * Differs: the cap is 20 (released code: 1e6).
 * Errors: GauntletError where a return is not in [0, 1].
 */
export function betaNormalised(cap: number = 20): GroupFormula {
  return (returns, groups) => {
    requireOutcomes(returns)
    const { sizes, means } = groupMeans(returns, groups)
    const { alpha, beta } = betaOfGroups(means.filter((_, g) => sizes[g] > 0))
    const weights = means.map((p) => Math.min(1 / density(p, alpha, beta), cap))
    return returns.map((value, i) => (value - means[groups[i]]) * weights[groups[i]])
  }
}

/**
 * α = max(1, 1 + a/3) and β = max(1, 1 + b/3), with a = k m, b = k (1 - m), k = m (1 - m) / v - 1. Both are 1 of fewer than
 * two groups, where v is 0, and where k is not above 0.
 */
export function betaOfGroups(means: Float64Array): { readonly alpha: number; readonly beta: number } {
  const groups = means.length
  let mean = 0
  for (const p of means) mean += p / groups
  let squares = 0
  for (const p of means) squares += (p - mean) * (p - mean)
  const variance = squares / Math.max(1, groups - 1)
  const k = (mean * (1 - mean)) / variance - 1
  if (variance < LEAST_VARIANCE || k <= 0) return { alpha: 1, beta: 1 }
  return { alpha: Math.max(1, 1 + (k * mean) / 3), beta: Math.max(1, 1 + (k * (1 - mean)) / 3) }
}

/** f(p; α, β) = p^(α-1) (1-p)^(β-1) / B(α, β), of α and β at least 1. */
function density(p: number, alpha: number, beta: number): number {
  return exp(power(p, alpha - 1) + power(1 - p, beta - 1) - logBeta(alpha, beta))
}

/** exponent × log base; 0 where the exponent is, even of base 0. */
function power(base: number, exponent: number): number {
  return exponent === 0 ? 0 : exponent * log(Math.max(0, base))
}

function requireOutcomes(returns: Float64Array): void {
  returns.forEach((value, i) => {
    if (value >= -ROUNDING && value <= 1 + ROUNDING) return
    throw new GauntletError(
      'outcomes',
      `bnpo: trajectory ${i} has the return ${value}, expected one in [0, 1]; rewards must be mapped to outcomes first`,
    )
  })
}

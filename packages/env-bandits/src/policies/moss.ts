/**
 * The minimax optimal strategy: `moss`, `mossAnytime`.
 *
 * Symbols: K arms; T horizon; t pulls so far; n pulls of the arm; m mean of its rewards.
 */
import { type AlgorithmDefinition, log, policyAlgorithm } from '@gauntlet/core'
import { type IndexRule, indexPolicy } from './index-policy.ts'
import { BOUNDED_ARMS } from './tally.ts'

/** Writes m + sqrt(max(0, ln(T / (K n))) / n); without `horizon`, with t in place of T. */
export function mossIndices(horizon?: number): IndexRule {
  return ({ arms, steps, pulls, sums }, indices) => {
    for (let w = 0; w < steps.length; w++) {
      const share = (horizon ?? steps[w]) / arms
      for (let i = w * arms; i < (w + 1) * arms; i++) {
        const n = pulls[i]
        indices[i] = n === 0 ? Infinity : sums[i] / n + (share > n ? Math.sqrt(log(share / n) / n) : 0)
      }
    }
  }
}

export const moss: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'moss',
  version: 1,
  family: 'bandit',
  summary: 'Regret of the order of the least possible on the worst problem, for a horizon known beforehand',
  source: 'Audibert and Bubeck 2009, Minimax policies for adversarial and stochastic bandits',
  requires: { ...BOUNDED_ARMS, finiteHorizon: true },
  configuration: {},
  policy: ({ spec }) => indexPolicy(() => mossIndices(spec.horizon)),
})

export const mossAnytime: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'moss-anytime',
  version: 1,
  family: 'bandit',
  summary: 'MOSS for a horizon that is not known',
  source:
    'Degenne and Perchet 2016, Anytime optimal algorithms in stochastic multi-armed bandits, with α = 1',
  requires: BOUNDED_ARMS,
  configuration: {},
  policy: () => indexPolicy(() => mossIndices()),
})

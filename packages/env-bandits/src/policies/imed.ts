/**
 * Indexed minimum empirical divergence: `imed`.
 *
 * Symbols: n pulls of the arm; m mean of its rewards; m* the highest of those; kl as in kl-bound.ts.
 */
import { type AlgorithmDefinition, log, policyAlgorithm } from '@gauntlet/core'
import { type IndexRule, indexPolicy } from './index-policy.ts'
import { klDivergence } from './kl-bound.ts'
import { BOUNDED_ARMS } from './tally.ts'

/** Writes -(n kl(m, m*) + ln n). Two arms tie where n = 2 and 1 and m = 1/2 and 0: `highest` takes the first. */
export const imedIndices: IndexRule = ({ arms, steps, pulls, sums }, indices) => {
  for (let w = 0; w < steps.length; w++) {
    const from = w * arms
    let best = 0
    for (let i = from; i < from + arms; i++) if (pulls[i] > 0) best = Math.max(best, sums[i] / pulls[i])
    for (let i = from; i < from + arms; i++) {
      const n = pulls[i]
      indices[i] = n === 0 ? Infinity : -(n * klDivergence(sums[i] / n, best) + log(n))
    }
  }
}

export const imed: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'imed',
  version: 1,
  family: 'bandit',
  summary:
    'Pulls the arm that is least clearly not the best, asymptotically optimal without a bound to solve for',
  source: 'Honda and Takemura 2015, Non-asymptotic analysis of a new bandit algorithm, algorithm 1',
  requires: BOUNDED_ARMS,
  configuration: {},
  policy: () => indexPolicy(() => imedIndices),
})

/**
 * Upper confidence bounds that measure the variance of rewards: `ucbTuned`, `ucbV`.
 *
 * Symbols: t pulls so far; n pulls of the arm; m mean of its rewards; v their variance.
 */
import { type AlgorithmDefinition, log, policyAlgorithm } from '@gauntlet/core'
import { type IndexRule, armwise, indexPolicy } from './index-policy.ts'
import { BOUNDED_ARMS } from './tally.ts'

const variance = (n: number, s: number, q: number): number => Math.max(0, q / n - (s / n) * (s / n))

/** Writes m + sqrt(ln t / n min(1/4, v + sqrt(2 ln t / n))). */
export const ucbTunedIndices: IndexRule = armwise((n, s, q, _, logT) => {
  const bound = variance(n, s, q) + Math.sqrt((2 * logT) / n)
  return s / n + Math.sqrt((logT / n) * Math.min(0.25, bound))
}, log)

/** Writes m + sqrt(2 v ln t / n) + 3 ln t / n. */
export const ucbVIndices: IndexRule = armwise(
  (n, s, q, _, logT) => s / n + Math.sqrt((2 * variance(n, s, q) * logT) / n) + (3 * logT) / n,
  log,
)

export const ucbTuned: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'ucb-tuned',
  version: 1,
  family: 'bandit',
  summary: 'UCB1 whose bonus shrinks with the variance seen',
  source: 'Auer, Cesa-Bianchi and Fischer 2002, section 4',
  requires: BOUNDED_ARMS,
  configuration: {},
  policy: () => indexPolicy(() => ucbTunedIndices),
})

export const ucbV: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'ucb-v',
  version: 1,
  family: 'bandit',
  summary: "Bernstein's upper confidence bound, with the variance seen",
  source:
    'Audibert, Munos and Szepesvári 2009, Exploration-exploitation tradeoff using variance estimates, with ζ = c = 1',
  requires: BOUNDED_ARMS,
  configuration: {},
  policy: () => indexPolicy(() => ucbVIndices),
})

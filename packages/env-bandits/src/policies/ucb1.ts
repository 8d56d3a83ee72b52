/** UCB1: `ucb1`, `ucb1Indices`. Symbols: t pulls so far; n pulls of the arm; s sum of its rewards. */
import { type AlgorithmDefinition, log, policyAlgorithm } from '@gauntlet/core'
import { indexPolicy } from './index-policy.ts'
import { type ArmStatistics, ONLINE_ARMS } from './tally.ts'

/**
 * Writes s / n + sqrt(2 ln t / n).
 *
 * Shapes: `indices` [worlds, arms]. Source: Auer, Cesa-Bianchi and Fischer 2002, figure 1.
 */
export function ucb1Indices({ arms, steps, pulls, sums }: ArmStatistics, indices: Float64Array): void {
  let t = 0
  let twoLogT = 0
  for (let w = 0; w < steps.length; w++) {
    if (steps[w] !== t) {
      t = steps[w]
      twoLogT = 2 * log(t)
    }
    for (let i = w * arms; i < (w + 1) * arms; i++) {
      const n = pulls[i]
      indices[i] = n === 0 ? Infinity : sums[i] / n + Math.sqrt(twoLogT / n)
    }
  }
}

export const ucb1: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'ucb1',
  version: 1,
  family: 'bandit',
  summary: 'Pulls the arm with the highest upper confidence bound of Hoeffding',
  source:
    'Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis of the multiarmed bandit problem, figure 1',
  requires: ONLINE_ARMS,
  configuration: {},
  policy: () => indexPolicy(() => ucb1Indices),
})

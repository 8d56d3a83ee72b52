/** Thompson sampling with Beta posteriors: `thompson`, `thompsonArm`. */
import {
  type AlgorithmDefinition,
  GauntletError,
  type Policy,
  type Stream,
  policyAlgorithm,
  policyStreams,
} from '@gauntlet/core'
import { type ArmStatistics, BOUNDED_ARMS, Tally } from './tally.ts'

/**
 * Draws a mean for every arm from its posterior Beta(1 + s, 1 + n - s) and pulls the arm of the highest.
 * `greedy` takes the highest posterior mean instead. s sum of rewards, n pulls.
 */
function thompsonPolicy(): Policy {
  let tally: Tally | undefined
  let streams: Stream[] = []
  return {
    begin(view, seed) {
      tally = new Tally(view)
      streams = policyStreams(seed, view.batch)
    },
    act(view, actions, mode) {
      if (tally === undefined) throw new GauntletError('order', 'thompson: act before begin')
      tally.observe(view)
      for (let w = 0; w < view.batch; w++) {
        const arm = mode === 'greedy' ? likeliest(tally, w) : thompsonArm(tally, w, streams[w])
        actions[w] = arm
        tally.remember(w, arm)
      }
    },
    forget(w) {
      tally?.forget(w)
    },
  }
}

/** An arm of world `w`, each with the probability that its mean is the highest. */
export function thompsonArm({ arms, pulls, sums }: ArmStatistics, w: number, stream: Stream): number {
  const offset = w * arms
  let best = 0
  let highest = -1
  for (let k = 0; k < arms; k++) {
    const s = sums[offset + k]
    const mean = stream.beta(1 + s, 1 + pulls[offset + k] - s)
    if (mean > highest) {
      best = k
      highest = mean
    }
  }
  return best
}

function likeliest({ arms, pulls, sums }: ArmStatistics, w: number): number {
  const offset = w * arms
  let best = 0
  let highest = -1
  for (let k = 0; k < arms; k++) {
    const mean = (1 + sums[offset + k]) / (2 + pulls[offset + k])
    if (mean > highest) {
      best = k
      highest = mean
    }
  }
  return best
}

/** Differs: rewards strictly between 0 and 1 count as fractions of a success, not by the toss of a coin. */
export const thompson: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'thompson',
  version: 1,
  family: 'bandit',
  summary: 'Pulls each arm with the probability that it is the best, from uniform priors',
  source:
    'Thompson 1933; Agrawal and Goyal 2012, Analysis of Thompson sampling for the multi-armed bandit problem, algorithm 1',
  requires: BOUNDED_ARMS,
  configuration: {},
  policy: thompsonPolicy,
})

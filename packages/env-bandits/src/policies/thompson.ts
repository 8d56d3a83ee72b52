/** Thompson sampling with Beta posteriors: `thompson`. */
import {
  type AlgorithmDefinition,
  GauntletError,
  type Policy,
  type Stream,
  policyAlgorithm,
  policyStreams,
} from '@gauntlet/core'
import { BetaDraws } from './beta-draws.ts'
import { type ArmStatistics, BOUNDED_ARMS, SEVERAL, Tally } from './tally.ts'

/**
 * Draws a mean for every arm from its posterior Beta(1 + s, 1 + n - s) and pulls the arm of the highest.
 * `greedy` takes the highest posterior mean instead. s sum of rewards, n pulls.
 */
function thompsonPolicy(): Policy {
  let tally: Tally | undefined
  let draws = new BetaDraws(0, 0)
  let streams: Stream[] = []
  return {
    begin(view, seed) {
      tally = new Tally(view)
      draws = new BetaDraws(view.batch, tally.arms)
      streams = policyStreams(seed, view.batch)
    },
    act(view, actions, mode) {
      if (tally === undefined) throw new GauntletError('order', 'thompson: act before begin')
      tally.observe(view)
      const { arms, pulls, sums, changed } = tally
      for (let w = 0; w < view.batch; w++) {
        const change = changed[w]
        const first = change === SEVERAL ? 0 : change
        const end = change === SEVERAL ? arms : change >= 0 ? first + 1 : first
        for (let k = first; k < end; k++) {
          const s = sums[w * arms + k]
          draws.update(w, k, 1 + s, 1 + pulls[w * arms + k] - s)
        }
        if (mode === 'greedy') draws.found[w] = likeliest(tally, w)
      }
      if (mode !== 'greedy') draws.draw(streams)
      actions.set(draws.found)
      for (let w = 0; w < view.batch; w++) tally.remember(w, draws.found[w])
    },
    forget(w) {
      tally?.forget(w)
    },
  }
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
  version: 2,
  family: 'bandit',
  summary: 'Pulls each arm with the probability that it is the best, from uniform priors',
  source:
    'Thompson 1933; Agrawal and Goyal 2012, Analysis of Thompson sampling for the multi-armed bandit problem, algorithm 1',
  requires: BOUNDED_ARMS,
  configuration: {},
  policy: thompsonPolicy,
})

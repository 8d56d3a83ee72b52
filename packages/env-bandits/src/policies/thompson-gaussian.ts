/** Thompson sampling with normal posteriors: `thompsonGaussian`. */
import {
  type AlgorithmDefinition,
  GauntletError,
  type Policy,
  type Stream,
  number,
  policyAlgorithm,
  policyStreams,
} from '@gauntlet/core'
import { ONLINE_ARMS, Tally } from './tally.ts'

/** Draws a mean for every arm from N(s / (n + 1), deviation^2 / (n + 1)) and pulls the arm of the highest. */
function thompsonGaussianPolicy(deviation: number): Policy {
  let tally: Tally | undefined
  let streams: Stream[] = []
  return {
    begin(view, seed) {
      tally = new Tally(view)
      streams = policyStreams(seed, view.batch)
    },
    act(view, actions, mode) {
      if (tally === undefined) throw new GauntletError('order', 'thompson-gaussian: act before begin')
      tally.observe(view)
      const { arms, pulls, sums } = tally
      const spread = mode === 'greedy' ? 0 : deviation
      for (let w = 0; w < view.batch; w++) {
        const from = w * arms
        let best = 0
        let top = -Infinity
        for (let k = 0; k < arms; k++) {
          const n = pulls[from + k] + 1
          const mean = sums[from + k] / n + (spread * streams[w].normal()) / Math.sqrt(n)
          if (mean > top) {
            best = k
            top = mean
          }
        }
        actions[w] = best
        tally.remember(w, best)
      }
    },
    forget(w) {
      tally?.forget(w)
    },
  }
}

export const thompsonGaussian: AlgorithmDefinition<{ readonly deviation: number }> = policyAlgorithm({
  id: 'thompson-gaussian',
  version: 1,
  family: 'bandit',
  summary: 'Pulls each arm with the probability that it is the best, from normal priors around 0',
  source: 'Agrawal and Goyal 2013, Further optimal regret bounds for Thompson sampling, algorithm 2',
  requires: ONLINE_ARMS,
  configuration: {
    deviation: number({
      description: 'Standard deviation of a reward, and of the priors',
      default: 1,
      minimum: 0,
    }),
  },
  policy: ({ configuration }) => thompsonGaussianPolicy(configuration.deviation),
})

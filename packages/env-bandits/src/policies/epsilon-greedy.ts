/** Exploration that is set apart from exploitation: `epsilonGreedy`, `exploreThenCommit`. */
import {
  type AlgorithmDefinition,
  GauntletError,
  type Policy,
  type Stream,
  integer,
  number,
  policyAlgorithm,
  policyStreams,
} from '@gauntlet/core'
import { TIE } from './index-policy.ts'
import { ONLINE_ARMS, Tally } from './tally.ts'

/** The arm of the highest mean, the first of those that tie; before that, each arm once in order. */
export function bestSoFar(tally: Tally, w: number): number {
  const { arms, pulls, sums } = tally
  const from = w * arms
  let best = 0
  let top = -Infinity
  for (let k = 0; k < arms; k++) {
    const n = pulls[from + k]
    if (n === 0) return tally.unseen(w, k)
    const mean = sums[from + k] / n
    if (mean > top + TIE) {
      best = k
      top = mean
    }
  }
  return best
}

/** `rate` gives the probability of a uniform arm after t pulls. Greedy play explores no more than each arm once. */
function epsilonGreedyPolicy(rate: (t: number, arms: number) => number): Policy {
  let tally: Tally | undefined
  let streams: Stream[] = []
  return {
    begin(view, seed) {
      tally = new Tally(view)
      streams = policyStreams(seed, view.batch)
    },
    act(view, actions, mode) {
      if (tally === undefined) throw new GauntletError('order', 'epsilon-greedy: act before begin')
      tally.observe(view)
      const { arms, steps } = tally
      for (let w = 0; w < view.batch; w++) {
        const stream = streams[w]
        const explores = mode === 'sample' && steps[w] >= arms && stream.uniform() < rate(steps[w], arms)
        const arm = explores ? stream.integer(arms) : bestSoFar(tally, w)
        actions[w] = arm
        tally.remember(w, arm)
      }
    },
    forget(w) {
      tally?.forget(w)
    },
  }
}

interface EpsilonGreedyConfiguration {
  readonly epsilon: number
  readonly decay: number
}

export const epsilonGreedy: AlgorithmDefinition<EpsilonGreedyConfiguration> = policyAlgorithm({
  id: 'epsilon-greedy',
  version: 1,
  family: 'bandit',
  summary: 'The best arm so far, or with some probability any arm',
  source: 'Sutton and Barto 2018, section 2.4; with decay: Auer, Cesa-Bianchi and Fischer 2002, figure 3',
  requires: ONLINE_ARMS,
  configuration: {
    epsilon: number({ description: 'Probability of any arm', default: 0.1, minimum: 0, maximum: 1 }),
    decay: number({
      description: 'c: the probability is min(1, c K / t) after t pulls, whatever epsilon is; 0 for none',
      default: 0,
      minimum: 0,
    }),
  },
  policy: ({ configuration: { epsilon, decay } }) =>
    epsilonGreedyPolicy(decay === 0 ? () => epsilon : (t, arms) => (decay * arms) / t),
})

function exploreThenCommitPolicy(pulls: number): Policy {
  let tally: Tally | undefined
  let committed = new Int32Array(0)
  return {
    begin(view) {
      tally = new Tally(view)
      committed = new Int32Array(view.batch)
    },
    act(view, actions) {
      if (tally === undefined) throw new GauntletError('order', 'explore-then-commit: act before begin')
      tally.observe(view)
      const { arms, steps } = tally
      for (let w = 0; w < view.batch; w++) {
        const t = steps[w]
        if (t === pulls * arms) committed[w] = bestSoFar(tally, w)
        actions[w] = t < pulls * arms ? t % arms : committed[w]
        tally.remember(w, actions[w])
      }
    },
    forget(w) {
      tally?.forget(w)
    },
  }
}

export const exploreThenCommit: AlgorithmDefinition<{ readonly pulls: number }> = policyAlgorithm({
  id: 'explore-then-commit',
  version: 1,
  family: 'bandit',
  summary: 'Every arm equally often, and from then on the best of them',
  source: 'Perchet, Rigollet, Chassang and Snowberg 2016; Lattimore and Szepesvári 2020, algorithm 1',
  requires: ONLINE_ARMS,
  configuration: {
    pulls: integer({
      description: 'Pulls of each arm before the choice',
      unit: 'steps',
      default: 100,
      minimum: 1,
    }),
  },
  policy: ({ configuration }) => exploreThenCommitPolicy(configuration.pulls),
})

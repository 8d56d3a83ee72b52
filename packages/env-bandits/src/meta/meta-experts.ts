/** Scripted policies of `bandits/meta`: `META_EXPERTS`, `blockPlayer`. */
import type { ExpertSpec, Stream } from '@gauntlet/core'
import { BayesOptimal } from './bayes-optimal.ts'
import type { MetaParameters } from './meta.ts'

export const META_EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'bayes-optimal',
    description:
      'The most expected reward over the block, by dynamic programming over the tallies of the block',
    seesHiddenState: false,
    source: 'Bellman 1956, A problem in the sequential design of experiments',
  },
  {
    name: 'thompson',
    description: 'The arm of the highest draw from the posteriors of the block',
    seesHiddenState: false,
    source: 'Thompson 1933, On the likelihood that one unknown probability exceeds another',
  },
  {
    name: 'greedy',
    description: 'The arm of the highest posterior mean of the block, the first of several',
    seesHiddenState: false,
    source: 'pure exploitation',
  },
  {
    name: 'oracle',
    description: 'The arm of the highest mean',
    seesHiddenState: true,
    source: 'the means themselves',
  },
]

/** Chooses an arm from a block's tallies [arms]; means are hidden from all but the oracle. */
export type BlockPlayer = (
  successes: Int32Array,
  failures: Int32Array,
  means: Float64Array,
  stream: Stream,
) => number

/** The named player, or undefined where there is none. */
export function blockPlayer(
  name: string,
  { arms, pulls, alpha, beta }: MetaParameters,
): BlockPlayer | undefined {
  switch (name) {
    case 'bayes-optimal': {
      const optimal = new BayesOptimal(arms, pulls, alpha, beta)
      return (successes, failures) => optimal.bestArm(successes, failures)
    }
    case 'thompson':
      return (successes, failures, _, stream) =>
        highest(arms, (k) => stream.beta(alpha + successes[k], beta + failures[k]))
    case 'greedy':
      return (successes, failures) =>
        highest(arms, (k) => (alpha + successes[k]) / (alpha + beta + successes[k] + failures[k]))
    case 'oracle':
      return (_, __, means) => highest(arms, (k) => means[k])
    default:
      return undefined
  }
}

function highest(arms: number, value: (k: number) => number): number {
  let best = 0
  let most = -Infinity
  for (let k = 0; k < arms; k++) {
    const candidate = value(k)
    if (candidate > most) {
      best = k
      most = candidate
    }
  }
  return best
}

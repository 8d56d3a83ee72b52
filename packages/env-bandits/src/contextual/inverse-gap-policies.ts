/** Policies that weigh actions by the inverse of their gaps: `squarecb`, `fastcb`. */
import { type AlgorithmDefinition, type Policy, number, policyAlgorithm, policyStreams } from '@gauntlet/core'
import { highest } from '../policies/index-policy.ts'
import { CONTEXTUAL } from './action-features.ts'
import { contextualPolicy } from './contextual-policy.ts'
import { inverseGapWeights, lossScaledWeights } from './inverse-gap.ts'
import { LINEAR_MODEL, type LinearModel, LinearModels } from './linear-models.ts'

interface InverseGapConfiguration extends LinearModel {
  readonly gamma: number
}

const CONFIGURATION = {
  ...LINEAR_MODEL,
  gamma: number({
    description: 'Exploitation: in step t of an episode (from 1) gamma sqrt(t) multiplies the gaps',
    default: 10,
    minimum: 0,
  }),
}

/** Greedy on ridge regression, with probabilities by `weigh`; in mode `greedy` the best action alone. */
function inverseGapPolicy(
  id: string,
  configuration: InverseGapConfiguration,
  weigh: typeof inverseGapWeights,
): Policy {
  return contextualPolicy(id, (features, view, seed) => {
    const models = new LinearModels(view.batch, features, configuration)
    const streams = policyStreams(seed, view.batch)
    const steps = new Float64Array(view.batch)
    const means = new Float64Array(features.actions)
    const weights = new Float64Array(features.actions)
    return {
      choose(w, mode) {
        const legal = models.means(w, means)
        steps[w]++
        if (mode === 'greedy') return highest(means, 0, means.length)
        weigh(means, legal, configuration.gamma * Math.sqrt(steps[w]), weights)
        return streams[w].categorical(weights)
      },
      learn: (w, a, values, at, reward) => models.learn(w, a, values, at, reward),
      forget(w) {
        models.forget(w)
        steps[w] = 0
      },
    }
  })
}

export const squarecb: AlgorithmDefinition<InverseGapConfiguration> =
  policyAlgorithm<InverseGapConfiguration>({
    id: 'squarecb',
    version: 1,
    family: 'contextual bandit',
    summary: 'Explores in inverse proportion to the estimated gaps of a linear model',
    source:
      'Foster and Rakhlin 2020, Beyond UCB: optimal and efficient contextual bandits with regression oracles, algorithm 1; ' +
      'oracle: ridge regression',
    requires: CONTEXTUAL,
    configuration: CONFIGURATION,
    policy: ({ configuration }) => inverseGapPolicy('squarecb', configuration, inverseGapWeights),
  })

export const fastcb: AlgorithmDefinition<InverseGapConfiguration> = policyAlgorithm<InverseGapConfiguration>({
  id: 'fastcb',
  version: 1,
  family: 'contextual bandit',
  summary: 'Explores as SquareCB, but the less the smaller the best loss is',
  source:
    'Foster and Krishnamurthy 2021, Efficient first-order contextual bandits: prediction, allocation, and triangular ' +
    'discrimination, algorithm 1; oracle: ridge regression',
  requires: { ...CONTEXTUAL, rewards: [0, 1] },
  configuration: CONFIGURATION,
  policy: ({ configuration }) => inverseGapPolicy('fastcb', configuration, lossScaledWeights),
})

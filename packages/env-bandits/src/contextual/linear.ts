/**
 * `bandits/linear`: rewards are linear in the features of the actions.
 *
 * Symbols: K actions; d features; x[a] features of action a; theta hidden direction; s noise.
 */
import { type EnvironmentDefinition, type Schema, number } from '@gauntlet/core'
import { drawCubeFeatures, drawSigns, linearForms } from './cube-features.ts'
import {
  type FeatureBanditParameters,
  featureBandit,
  featureFields,
  quadratureSetting,
} from './feature-bandit.ts'

export interface LinearParameters extends FeatureBanditParameters {
  readonly noise: number
}

const parameters: Schema<LinearParameters> = {
  ...featureFields(10, 5, 2000),
  noise: number({
    description: 's, the standard deviation of the rewards’ noise',
    unit: 'reward',
    default: 0.1,
    minimum: 0,
    maximum: 1e6,
  }),
}

/**
 * Action a pays x[a] · theta + s N(0, 1). Every step draws the features of every action uniformly from [-1, 1]^d; theta has
 * length 1 and coordinates ±1 / sqrt(d), whose signs each episode draws anew.
 *
 * The noise belongs to the instance, and one number is drawn in each step whatever is taken. Regret is exact.
 * Source: Abbasi-Yadkori, Pál and Szepesvári 2011, section 2; the features' distribution is our own.
 */
export const linear: EnvironmentDefinition<LinearParameters> = featureBandit<LinearParameters>({
  id: 'bandits/linear',
  version: 1,
  summary: 'Actions with features that change in every step; the reward is linear in them',
  source:
    'Abbasi-Yadkori, Pál and Szepesvári 2011, Improved algorithms for linear stochastic bandits, section 2',
  parameters,
  settings: {
    'ten-actions': quadratureSetting('Ten actions of five features', {}, 1767.64),
    wide: quadratureSetting('Ten actions of twenty features', { dimension: 20 }, 1774.717),
    'half-available': quadratureSetting(
      'Ten actions, each there in half of the steps',
      { availability: 0.5 },
      1293.254,
    ),
  },
  rewardRange: [-Infinity, Infinity],
  model: ({ dimension, noise }) => ({
    hidden: dimension,
    drawHidden: (stream, theta, from) => drawSigns(stream, theta, from, dimension, 1),
    draw(stream, theta, at, features, means, from, to) {
      drawCubeFeatures(stream, features, from * dimension, to * dimension)
      linearForms(theta, at, features, dimension, means, from, to)
    },
    pay(stream, means, i, rewards, w) {
      rewards[w] = means[i] + noise * stream.normal()
    },
  }),
})

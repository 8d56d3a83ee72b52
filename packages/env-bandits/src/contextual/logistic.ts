/**
 * `bandits/logistic`: rewards are 0 or 1, with log-odds linear in the features of the actions.
 *
 * Symbols: K actions; d features; x[a] features of action a; theta hidden weights.
 */
import { type EnvironmentDefinition, type Schema, number } from '@gauntlet/core'
import { drawCubeFeatures, drawSigns, linearForms, takeChances } from './cube-features.ts'
import {
  type FeatureBanditParameters,
  featureBandit,
  featureFields,
  quadratureSetting,
} from './feature-bandit.ts'

export interface LogisticParameters extends FeatureBanditParameters {
  readonly scale: number
}

const parameters: Schema<LogisticParameters> = {
  ...featureFields(10, 5, 2000),
  scale: number({
    description: 'Length of theta: the greater, the nearer are probabilities to 0 and 1',
    default: 3,
    minimum: 0,
    maximum: 1e6,
  }),
}

/**
 * Action a pays 1 with probability 1 / (1 + exp(-x[a] · theta)), else 0. Every step draws the features of every action
 * uniformly from [-1, 1]^d; theta has coordinates ±scale / sqrt(d), whose signs each episode draws anew.
 *
 * The noise belongs to the instance, and one number is drawn in each step whatever is taken. Regret is exact.
 * Source: Filippi, Cappé, Garivier and Szepesvári 2010, section 2; the features' distribution is our own.
 */
export const logistic: EnvironmentDefinition<LogisticParameters> = featureBandit<LogisticParameters>({
  id: 'bandits/logistic',
  version: 1,
  summary:
    'Actions with features that change in every step; rewards of 0 and 1 whose log-odds are linear in them',
  source:
    'Filippi, Cappé, Garivier and Szepesvári 2010, Parametric bandits: the generalized linear case, section 2',
  parameters,
  settings: {
    'ten-actions': quadratureSetting('Ten actions of five features', {}, 820.672),
    steep: quadratureSetting<LogisticParameters>(
      'Ten actions of five features, whose rewards are nearly certain',
      { scale: 10 },
      988.229,
    ),
    'half-available': quadratureSetting(
      'Ten actions, each there in half of the steps',
      { availability: 0.5 },
      647.488,
    ),
  },
  rewardRange: [0, 1],
  model: ({ dimension, scale }) => ({
    hidden: dimension,
    drawHidden: (stream, theta, from) => drawSigns(stream, theta, from, dimension, scale),
    draw(stream, theta, at, features, means, from, to) {
      drawCubeFeatures(stream, features, from * dimension, to * dimension)
      linearForms(theta, at, features, dimension, means, from, to)
      takeChances(means, from, to)
    },
    pay(stream, means, i, rewards, w) {
      rewards[w] = stream.uniform() < means[i] ? 1 : 0
    },
  }),
})

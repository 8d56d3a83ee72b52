/**
 * `bandits/non-linear`: rewards that no linear model of the features fits.
 *
 * Symbols: K actions; d features; x[a] features of action a; u hidden vector; A hidden matrix [d, d]; s noise.
 */
import {
  type EnvironmentDefinition,
  type Schema,
  type Setting,
  choice,
  cosines,
  number,
} from '@gauntlet/core'
import { drawCubeFeatures, drawSigns, linearForms } from './cube-features.ts'
import { type FeatureBanditParameters, featureBandit, featureFields } from './feature-bandit.ts'
import type { FeatureModel } from './feature-bandit-rules.ts'

type Shape = 'square' | 'quadratic' | 'cosine'

export interface NonLinearParameters extends FeatureBanditParameters {
  readonly function: Shape
  readonly noise: number
}

const parameters: Schema<NonLinearParameters> = {
  ...featureFields(4, 20, 2000),
  function: choice({
    description: 'Expected reward: 10 (x · u)^2, x · A’A x or cos(3 x · u)',
    options: ['square', 'quadratic', 'cosine'],
    default: 'square',
  }),
  noise: number({
    description: 's, the standard deviation of the rewards’ noise',
    unit: 'reward',
    default: 1,
    minimum: 0,
    maximum: 1e6,
  }),
}

/**
 * Action a pays h(x[a]) + s N(0, 1), where h(x) is 10 (x · u)^2, x · A'A x or cos(3 x · u). Every step draws the features of
 * every action uniformly from the cube of half-edge sqrt(3 / (d + 2)); u has coordinates ±1 / sqrt(d + 2), and the elements of
 * A are standard normal, signs and elements drawn anew for each episode.
 *
 * The noise belongs to the instance, and one number is drawn in each step whatever is taken. Regret is exact.
 * Source: Zhou, Li and Gu 2020, section 7.1. Differs: there x and u are uniform in the unit ball, with these same second
 * moments; the ball takes two dozen normal draws for an action.
 */
export const nonLinear: EnvironmentDefinition<NonLinearParameters> = featureBandit<NonLinearParameters>({
  id: 'bandits/non-linear',
  version: 1,
  summary:
    'Actions with features that change in every step; the reward is a square, a quadratic form or a cosine',
  source: 'Zhou, Li and Gu 2020, Neural contextual bandits with UCB-based exploration, section 7.1',
  parameters,
  settings: {
    square: setting('10 (x · u)^2, four actions of twenty features', 'square', 1204.2),
    quadratic: setting('x · A’A x, four actions of twenty features', 'quadratic', 14610),
    cosine: setting('cos(3 x · u), four actions of twenty features', 'cosine', 295.5),
  },
  rewardRange: [-Infinity, Infinity],
  model: nonLinearModel,
})

function nonLinearModel({ function: shape, dimension, noise }: NonLinearParameters): FeatureModel {
  const edge = Math.sqrt(3 / (dimension + 2))
  const quadratic = shape === 'quadratic'
  return {
    hidden: quadratic ? dimension * dimension : dimension,
    drawHidden(stream, hidden, from) {
      if (quadratic) return stream.normals(hidden, from, dimension * dimension)
      drawSigns(stream, hidden, from, dimension, Math.sqrt(dimension / (dimension + 2)))
    },
    draw(stream, hidden, at, features, means, from, to) {
      drawCubeFeatures(stream, features, from * dimension, to * dimension)
      for (let k = from * dimension; k < to * dimension; k++) features[k] *= edge
      if (quadratic) return quadraticForms(hidden, at, features, dimension, means, from, to)
      linearForms(hidden, at, features, dimension, means, from, to)
      if (shape === 'cosine') return takeCosines(means, from, to)
      for (let i = from; i < to; i++) means[i] = 10 * means[i] * means[i]
    },
    pay(stream, means, i, rewards, w) {
      rewards[w] = means[i] + noise * stream.normal()
    },
  }
}

/** Writes x · A'A x, the squared length of A x, of actions `from … to - 1`. */
function quadraticForms(
  matrix: Float64Array,
  at: number,
  features: Float32Array,
  dimension: number,
  means: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i++) {
    let sum = 0
    for (let row = 0; row < dimension; row++) {
      let product = 0
      for (let k = 0; k < dimension; k++)
        product += matrix[at + row * dimension + k] * features[i * dimension + k]
      sum += product * product
    }
    means[i] = sum
  }
}

/** Writes cosines of three times what stands there. */
function takeCosines(values: Float64Array, from: number, to: number): void {
  for (let i = from; i < to; i++) values[i] *= 3
  cosines(values, from, to)
}

function setting(description: string, shape: Shape, uniformRegret: number): Setting<NonLinearParameters> {
  return {
    description,
    parameters: { function: shape },
    references: {
      random: { score: uniformRegret, source: 'the uniform policy, measured', episodes: 1000 },
      best: {
        score: 0,
        source: 'exact: always the best available action, as one who knows the function plays',
      },
    },
    evaluation: { episodes: 200, batch: 50, mode: 'sample' },
  }
}

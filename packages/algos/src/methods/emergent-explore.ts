/** Exploration that nobody asks for: `emergentExplore`. */
import { type AlgorithmDefinition, boolean } from '@gauntlet/core'
import {
  activationField,
  annealField,
  clipField,
  coefficientField,
  discountField,
  epochsField,
  gradientNormField,
  hiddenField,
  learningRateField,
  minibatchesField,
  mostStepsField,
  standardiseField,
  worldsField,
} from '../configuration.ts'
import { unitsField } from '../policies/gru.ts'
import { defineMethod } from '../recipe/method.ts'

export interface EmergentExploreConfiguration {
  readonly worlds: number
  readonly steps: number
  readonly epochs: number
  readonly minibatches: number
  readonly discount: number
  readonly clip: number
  readonly standardise: boolean
  readonly valueCoefficient: number
  readonly maximumGradientNorm: number
  readonly learningRate: number
  readonly anneal: boolean
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
  readonly units: number
  readonly memory: boolean
}

/**
 * A policy with a memory that is trained to be paid, and for nothing else, in tasks that come again within the episode: what it finds
 * out in one try serves in the next, so that it comes to explore without a bonus. Credit reaches over the block of a task. Without
 * `memory` it begins every step anew, and with `discount` 0 it is paid for the step alone.
 *
 * Source: Rentschler and Roberts 2025, arXiv 2508.01287. Differs: recurrent units and a clipped policy gradient, where the paper has a
 * transformer and Q-learning.
 */
export const emergentExplore: AlgorithmDefinition<EmergentExploreConfiguration> =
  defineMethod<EmergentExploreConfiguration>({
    id: 'emergent-explore',
    version: 3,
    family: 'meta',
    summary: 'Greedy returns over a task that is repeated, and a policy that remembers its tries',
    source: 'Rentschler and Roberts 2025, Exploitation Is All You Need … for Exploration',
    recipe: {
      policy: [
        {
          part: 'gru',
          parameters: {
            hidden: '$hidden',
            activation: '$activation',
            units: '$units',
            remembers: '$memory',
          },
        },
      ],
      collector: [{ part: 'episodes', parameters: { mostSteps: '$steps' } }],
      critic: [
        {
          part: 'recurrent-value',
          parameters: {
            hidden: '$hidden',
            activation: '$activation',
            units: '$units',
            remembers: '$memory',
            coefficient: '$valueCoefficient',
          },
        },
      ],
      estimator: [{ part: 'task-returns' }],
      objective: [
        { part: 'clip', parameters: { low: '$clip', high: '$clip' } },
        { part: 'old' },
        { part: 'advantage' },
      ],
      aggregation: [{ part: 'token-mean' }],
      optimiser: [
        { part: 'adam', parameters: { learningRate: '$learningRate', epsilon: 1e-5 } },
        { part: 'linear', parameters: { falls: '$anneal' } },
        { part: 'clip-norm', parameters: { maximum: '$maximumGradientNorm' } },
      ],
      trainer: [
        {
          part: 'on-policy',
          parameters: {
            discount: '$discount',
            epochs: '$epochs',
            minibatches: '$minibatches',
            standardises: '$standardise',
          },
        },
      ],
    },
    configuration: {
      worlds: worldsField(32),
      steps: mostStepsField(200),
      epochs: epochsField(4),
      minibatches: minibatchesField(4),
      discount: discountField(0.99),
      clip: clipField(0.2),
      standardise: standardiseField(true),
      valueCoefficient: coefficientField(0.5, 'the value loss'),
      maximumGradientNorm: gradientNormField(0.5),
      learningRate: learningRateField(3e-3),
      anneal: annealField(true),
      hidden: hiddenField(32),
      activation: activationField('tanh'),
      units: unitsField(32),
      memory: boolean({ default: true, description: 'Whether the policy remembers its episode' }),
    },
  })

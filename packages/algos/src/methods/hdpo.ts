/** Hindsight differentiable policy optimisation: `hdpo`. */
import { type AlgorithmDefinition, ParameterError } from '@gauntlet/core'
import { annealField, gradientNormField, learningRateField, worldsField } from '../configuration.ts'
import { COUNTED_IN_UNITS, type NetworkChoice } from '../hdpo/networks.ts'
import { EPISODES_FIELD, PATHWISE_FIELDS } from '../hdpo/parts.ts'
import { defineMethod } from '../recipe/method.ts'

export interface HdpoConfiguration extends NetworkChoice {
  readonly worlds: number
  readonly episodes: number
  readonly learningRate: number
  readonly anneal: boolean
  readonly maximumGradientNorm: number
}

/**
 * HDPO: the policy is unrolled over whole episodes of a differentiable simulator, and the gradient of their cost with
 * respect to its parameters taken through every step, on demand that is known in hindsight; Adam.
 *
 * Defaults are the reference's for one store. Works on networks of stock whose actions are orders along edges.
 * Source: Alvo, Russo, Kanoria and Lee 2023, arXiv 2306.11246, section 3; Neural_inventory_control (commit 4d77c14).
 * Differs: episodes are drawn anew rather than taken in turn, and the step size may fall to 0 in place of stopping at the
 * best of a validation set.
 */
export const hdpo: AlgorithmDefinition<HdpoConfiguration> = defineMethod<HdpoConfiguration>({
  id: 'hdpo',
  version: 1,
  family: 'pathwise gradient',
  summary: 'Gradient descent through a differentiable simulator, over whole episodes',
  source: 'Alvo, Russo, Kanoria and Lee 2023, Neural Inventory Control in Networks via HDPO',
  recipe: {
    policy: [
      {
        part: 'pathwise',
        parameters: { network: '$network', hidden: '$hidden', holds: '$holds', unit: '$unit' },
      },
    ],
    collector: [{ part: 'unrolled', parameters: { episodes: '$episodes' } }],
    objective: [{ part: 'sum-of-rewards' }],
    optimiser: [
      { part: 'adam', parameters: { learningRate: '$learningRate' } },
      { part: 'linear', parameters: { falls: '$anneal' } },
      { part: 'clip-norm', parameters: { maximum: '$maximumGradientNorm' } },
    ],
    trainer: [{ part: 'pathwise' }],
  },
  configuration: {
    ...PATHWISE_FIELDS,
    worlds: worldsField(128),
    episodes: EPISODES_FIELD,
    learningRate: learningRateField(3e-3),
    anneal: annealField(true),
    maximumGradientNorm: gradientNormField(0),
  },
  check({ network, unit }) {
    if (unit !== 1 && !COUNTED_IN_UNITS.includes(network)) {
      throw new ParameterError(
        'hdpo.unit',
        unit,
        `1 for ${network}: ${COUNTED_IN_UNITS.join(' and ')} alone have another`,
      )
    }
  },
})

/** Hindsight differentiable policy optimisation: `hdpo`. */
import {
  type AlgorithmDefinition,
  ParameterError,
  boolean,
  choice,
  defineAlgorithm,
  integer,
  number,
} from '@gauntlet/core'
import { ADAM, compose } from '../composition.ts'
import {
  annealField,
  gradientNormField,
  hiddenField,
  learningRateField,
  worldsField,
} from '../configuration.ts'
import { COUNTED_IN_UNITS, NETWORKS, type NetworkName, policyNetwork } from '../hdpo/networks.ts'
import { PATHWISE, UNROLLED, PathwiseLearner, SUM_OF_REWARDS } from '../hdpo/pathwise-learner.ts'

export interface HdpoConfiguration {
  readonly network: NetworkName
  readonly worlds: number
  readonly episodes: number
  readonly hidden: readonly number[]
  readonly holds: boolean
  readonly unit: number
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
export const hdpo: AlgorithmDefinition<HdpoConfiguration> = defineAlgorithm<HdpoConfiguration>({
  id: 'hdpo',
  version: 1,
  family: 'pathwise gradient',
  summary: 'Gradient descent through a differentiable simulator, over whole episodes',
  source: 'Alvo, Russo, Kanoria and Lee 2023, Neural Inventory Control in Networks via HDPO',
  trains: true,
  ...compose([PATHWISE, UNROLLED, SUM_OF_REWARDS, ADAM]),
  configuration: {
    network: choice({
      options: NETWORKS,
      default: 'vanilla',
      description:
        'What decides: one perceptron on all stock, perceptrons that stores share, a graph network, one perceptron on all that is observed, or trainable levels to order up to',
    }),
    worlds: worldsField(128),
    episodes: integer({
      default: 1024,
      minimum: 1,
      maximum: 1_000_000,
      description:
        'Episodes of a gradient step, in as many roll-outs as worlds need; at least one for each world',
    }),
    hidden: hiddenField(32, 32, 32),
    holds: boolean({
      default: true,
      description: 'Whether those who ship may keep stock back; false for transshipment centres',
    }),
    unit: number({
      default: 1,
      minimum: 1e-6,
      description:
        'Units of stock that vanilla and gnn count as one, best the mean demand: they learn in fewer steps, and vanilla else often finds no stable policy where customers wait',
    }),
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
  create({ spec, configuration, seed }) {
    return new PathwiseLearner(spec, configuration, policyNetwork(spec, configuration), seed)
  },
})

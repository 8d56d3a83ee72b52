/** Group relative policy optimisation: `grpo`. */
import { type AlgorithmDefinition, ParameterError, boolean, integer } from '@gauntlet/core'
import {
  activationField,
  clipField,
  coefficientField,
  gradientNormField,
  hiddenField,
  learningRateField,
  mostStepsField,
  worldsField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'

export interface GrpoConfiguration {
  readonly worlds: number
  readonly groupSize: number
  readonly commonNoise: boolean
  readonly steps: number
  readonly epochs: number
  readonly minibatches: number
  readonly clip: number
  readonly entropyCoefficient: number
  readonly maximumGradientNorm: number
  readonly learningRate: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/**
 * PPO's clipped ratio without a critic: several worlds play one instance, and the return of an episode, standardised
 * within its group, is the advantage of every decision in it.
 *
 * Source: Shao et al. 2024 (DeepSeekMath), section 4.1, outcome supervision. Differs: no penalty towards a reference
 * policy, and losses are averaged over all decisions (β = 0 and token means, the defaults of TRL).
 */
export const grpo: AlgorithmDefinition<GrpoConfiguration> = defineMethod<GrpoConfiguration>({
  id: 'grpo',
  version: 4,
  family: 'group objectives',
  summary: 'Clipped policy gradient with returns standardised among episodes of the same instance',
  source: 'Shao et al. 2024, DeepSeekMath, section 4.1',
  recipe: {
    'instance-sampler': [{ part: 'groups', parameters: { size: '$groupSize', commonNoise: '$commonNoise' } }],
    policy: [{ part: 'mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
    collector: [{ part: 'episodes', parameters: { mostSteps: '$steps' } }],
    estimator: [{ part: 'grpo' }],
    objective: [
      { part: 'clip', parameters: { low: '$clip', high: '$clip' } },
      { part: 'old' },
      { part: 'advantage' },
    ],
    aggregation: [{ part: 'token-mean' }],
    regulariser: [{ part: 'entropy', parameters: { coefficient: '$entropyCoefficient' } }],
    optimiser: [
      { part: 'adam', parameters: { learningRate: '$learningRate', epsilon: 1e-8 } },
      { part: 'clip-norm', parameters: { maximum: '$maximumGradientNorm' } },
    ],
    trainer: [
      {
        part: 'on-policy',
        parameters: { discount: 1, epochs: '$epochs', minibatches: '$minibatches' },
      },
    ],
  },
  configuration: {
    worlds: worldsField(32),
    groupSize: integer({ default: 8, minimum: 2, description: 'Worlds that play the same instance' }),
    commonNoise: boolean({
      default: true,
      description: 'Whether they meet the same chance in it too; numbered instances can do without',
    }),
    steps: mostStepsField(128),
    epochs: integer({ default: 4, minimum: 1, description: 'Passes over a batch' }),
    minibatches: integer({ default: 4, minimum: 1, description: 'Parts that a batch is cut into' }),
    clip: clipField(0.2),
    entropyCoefficient: coefficientField(0, 'the entropy'),
    maximumGradientNorm: gradientNormField(0.5),
    learningRate: learningRateField(1e-3),
    hidden: hiddenField(64, 64),
    activation: activationField('tanh'),
  },
  check: checkGroups('grpo'),
})

/** Refuses worlds that cannot be dealt into groups. */
export function checkGroups(
  id: string,
): (configuration: Pick<GrpoConfiguration, 'worlds' | 'groupSize'>) => void {
  return ({ worlds, groupSize }) => {
    if (worlds % groupSize === 0) return
    throw new ParameterError(`${id}.worlds`, worlds, `a multiple of groupSize, which is ${groupSize}`)
  }
}

/** Post-decision proximal policy optimisation with values of what they say: `pdppoPrincipled`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import {
  activationField,
  annealField,
  clipField,
  coefficientField,
  discountField,
  epochsField,
  gradientNormField,
  hiddenField,
  lambdaField,
  learningRateField,
  minibatchesField,
  scaleRewardsField,
  standardiseField,
  stepsField,
  worldsField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { type PpoConfiguration, ppo } from './ppo.ts'

export type PdppoPrincipledConfiguration = Omit<PpoConfiguration, 'clipValues' | 'normaliseValues'>

const CRITIC = { hidden: '$hidden', activation: '$activation', coefficient: '$valueCoefficient' }

/**
 * PPO with a second critic of the post-decision state sˣ, and advantages by the Bellman equations of both states, so that chance
 * between a decision and the next has less part in them: for λ = 0, A = rˣ + Vˣ(sˣ) - V(s), rˣ being what the decision is paid
 * at once. Each critic learns the value of its own state.
 *
 * Steps, discount, step size and layers are of the second generation of PDPPO's code, the rest PPO's; rewards are in the scale of
 * returns.
 * Source: Powell 2011, Approximate Dynamic Programming, section 4.6; Felizardo et al. 2025 (PDPPO), whose two critics it has.
 */
export const pdppoPrincipled: AlgorithmDefinition<PdppoPrincipledConfiguration> =
  defineMethod<PdppoPrincipledConfiguration>({
    id: 'pdppo-principled',
    version: 3,
    family: 'policy gradient',
    summary:
      'PPO whose advantages go by way of the state between decision and chance, each state with its own value',
    source: 'Powell 2011, Approximate Dynamic Programming; Felizardo et al. 2025 (PDPPO)',
    recipe: {
      ...ppo.recipe,
      collector: [{ part: 'steps', parameters: { steps: '$steps', postDecisions: true } }],
      critic: [
        { part: 'value', parameters: CRITIC },
        { part: 'post-decision-value', parameters: CRITIC },
      ],
      estimator: [{ part: 'pdppo-principled', parameters: { lambda: '$lambda' } }],
    },
    configuration: {
      worlds: worldsField(4),
      steps: stepsField(100),
      epochs: epochsField(10),
      minibatches: minibatchesField(4),
      discount: discountField(0.9),
      lambda: lambdaField(0.95),
      clip: clipField(0.2),
      standardise: standardiseField(true),
      scaleRewards: scaleRewardsField(true),
      entropyCoefficient: coefficientField(0.001, 'the entropy'),
      valueCoefficient: coefficientField(0.5, 'the value losses'),
      maximumGradientNorm: gradientNormField(1),
      learningRate: learningRateField(5.5e-4),
      anneal: annealField(false),
      hidden: hiddenField(128, 128),
      activation: activationField('tanh'),
    },
  })

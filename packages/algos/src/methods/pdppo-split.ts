/** Post-decision proximal policy optimisation, the second generation of its authors' code: `pdppoSplit`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import {
  coefficientField,
  discountField,
  epochsField,
  gradientNormField,
  stepsField,
  weightDecayField,
} from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { PDPPO_FIELDS, PDPPO_POLICY_OBJECTIVE, type PdppoConfiguration, pdppo } from './pdppo.ts'

/** Squared errors that are not halved. */
const CRITIC = { hidden: '$hidden', activation: '$criticActivation', coefficient: 2 }

/**
 * PDPPO with two returns: V learns the discounted costs of chance, and Vˣ those of decisions, which the environment tells apart;
 * the greater of the two advantages counts. Hence neither critic is the value of its state.
 *
 * Source: Felizardo et al. 2025 (arXiv 2504.05150); code leokan92/pdppo, generation B (commits ff58990, bf3f368), of which the
 * published logs are.
 * Differs: all layers of the actor are trained (there the last alone), on the last rollout (there on the last five, with old
 * probabilities); no parameters decay.
 */
export const pdppoSplit: AlgorithmDefinition<PdppoConfiguration> = defineMethod<PdppoConfiguration>({
  id: 'pdppo-split',
  version: 3,
  family: 'policy gradient',
  summary: 'PPO with a critic of what chance costs and another of what decisions cost; the greater advantage',
  source:
    'Felizardo et al. 2025, Post-Decision Proximal Policy Optimization; the second generation of its code',
  recipe: {
    ...pdppo.recipe,
    critic: [
      { part: 'value', parameters: CRITIC },
      { part: 'post-decision-value', parameters: CRITIC },
    ],
    estimator: [{ part: 'pdppo-split' }],
    objective: PDPPO_POLICY_OBJECTIVE,
  },
  configuration: {
    ...PDPPO_FIELDS,
    steps: stepsField(100),
    epochs: epochsField(40),
    discount: discountField(0.9),
    entropyCoefficient: coefficientField(0.001, 'the entropy'),
    maximumGradientNorm: gradientNormField(0),
    weightDecay: weightDecayField(0),
  },
})

/** Hybrid post-training: `hpt`. */
import { type AlgorithmDefinition, integer, number } from '@gauntlet/core'
import { EXPERT_FIELD } from '../collectors/guide.ts'
import { coefficientField, worldsField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { checkGroups } from './grpo.ts'
import { type RlooConfiguration, rloo } from './rloo.ts'

export interface HptConfiguration extends RlooConfiguration {
  readonly expert: string
  readonly gate: number
  readonly imitationCoefficient: number
}

/**
 * An expert plays along in every group. Where hardly any of the learner's trajectories comes to what the expert's did, the expert's is
 * cloned and they are forgotten; elsewhere it is forgotten, and they are learnt from by how far each is above their mean.
 *
 * Source: Lv et al. 2025, section 4 (HPT); the gate at 0 and sums in place of means as in its code. Differs: a success is to
 * be as good as the expert on the same instance; what a verifier would say is not asked.
 */
export const hpt: AlgorithmDefinition<HptConfiguration> = defineMethod<HptConfiguration>({
  id: 'hpt',
  version: 3,
  family: 'group objectives',
  summary: 'Clones an expert where a group of trajectories fails, and follows the policy gradient elsewhere',
  source: 'Lv et al. 2025, Towards a Unified View of Large Language Model Post-Training',
  recipe: {
    ...rloo.recipe,
    collector: [{ part: 'guided-episodes', parameters: { mostSteps: '$steps', expert: '$expert' } }],
    estimator: [{ part: 'hybrid', parameters: { gate: '$gate', coefficient: '$imitationCoefficient' } }],
    aggregation: [{ part: 'seq-mean-token-sum' }],
  },
  configuration: {
    ...rloo.configuration,
    worlds: worldsField(36),
    groupSize: integer({
      default: 9,
      minimum: 2,
      description: 'Worlds that play the same instance, the first of them by the expert',
    }),
    expert: EXPERT_FIELD,
    gate: number({
      default: 0,
      minimum: 0,
      maximum: 1,
      description: 'Share of a group that may be as good as the expert, and the expert is cloned still',
    }),
    imitationCoefficient: coefficientField(1, 'cloning'),
  },
  check: checkGroups('hpt'),
})

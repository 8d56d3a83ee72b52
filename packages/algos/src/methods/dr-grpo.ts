/** GRPO done right: `drGrpo`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { type GrpoConfiguration, checkGroups, grpo } from './grpo.ts'

/**
 * GRPO without what biases it: returns are centred within their group but not divided by its spread, and losses are added up over a
 * trajectory and divided by the longest that one can be, so that neither easy groups nor short trajectories weigh more.
 *
 * Source: Liu et al. 2025, Understanding R1-Zero-like training: a critical perspective, section 3.2.
 */
export const drGrpo: AlgorithmDefinition<GrpoConfiguration> = defineMethod<GrpoConfiguration>({
  id: 'dr-grpo',
  version: 3,
  family: 'group objectives',
  summary: 'GRPO with centred returns and a constant divisor, free of its biases',
  source: 'Liu et al. 2025, Understanding R1-Zero-like training, section 3.2',
  recipe: {
    ...grpo.recipe,
    estimator: [{ part: 'centred' }],
    aggregation: [{ part: 'constant', parameters: { mostSteps: '$steps' } }],
  },
  configuration: grpo.configuration,
  check: checkGroups('dr-grpo'),
})

/** PPO with next to nothing: `litePpo`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { type GrpoConfiguration, checkGroups, grpo } from './grpo.ts'

/**
 * GRPO whose returns are centred within their group and divided by the spread of the whole batch, with losses averaged over decisions: the two
 * tricks of many that are enough.
 *
 * Source: Liu et al. 2025, Part I: Tricks or traps? A deep dive into RL for LLM reasoning, section 5.
 */
export const litePpo: AlgorithmDefinition<GrpoConfiguration> = defineMethod<GrpoConfiguration>({
  id: 'lite-ppo',
  version: 3,
  family: 'group objectives',
  summary: 'Clipped ratio without a critic: returns centred by group, scaled by the batch',
  source: 'Liu et al. 2025, Part I: Tricks or Traps?, section 5',
  recipe: { ...grpo.recipe, estimator: [{ part: 'lite' }] },
  configuration: grpo.configuration,
  check: checkGroups('lite-ppo'),
})

/** Leave-one-out PPO: `loop`. */
import { type AlgorithmDefinition, integer } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { type GrpoConfiguration, checkGroups, grpo } from './grpo.ts'

/**
 * RLOO's advantage under PPO's clipped ratio, in several steps over one batch: its variance is that of RLOO with more samples.
 *
 * Source: Gupta et al. 2025, A simple and effective reinforcement learning method for text-to-image diffusion fine-tuning (LOOP).
 * Differs: the ratio may move by 0.2, as PPO's; the source's 1e-4 is for steps of diffusion.
 */
export const loop: AlgorithmDefinition<GrpoConfiguration> = defineMethod<GrpoConfiguration>({
  id: 'loop',
  version: 3,
  family: 'group objectives',
  summary: 'Clipped ratio with leave-one-out advantages, several epochs over a batch of groups',
  source: 'Gupta et al. 2025, A Simple and Effective RL Method for Text-to-Image Diffusion Fine-tuning',
  recipe: { ...grpo.recipe, estimator: [{ part: 'rloo' }] },
  configuration: {
    ...grpo.configuration,
    groupSize: integer({ default: 4, minimum: 2, description: 'Worlds that play the same instance' }),
  },
  check: checkGroups('loop'),
})

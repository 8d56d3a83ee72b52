/** GRPO for long trajectories: `flowGrpo`. */
import { type AlgorithmDefinition } from '@gauntlet/core'
import { CLIP_HIGH, CLIP_LOW, clipField, coefficientField } from '../configuration.ts'
import { defineMethod } from '../recipe/method.ts'
import { type GrpoConfiguration, checkGroups, grpo } from './grpo.ts'

export interface FlowGrpoConfiguration extends GrpoConfiguration {
  readonly clipHigh: number
  readonly klCoefficient: number
}

/**
 * GRPO of multi-step episodes: the outcome of the whole trajectory, standardised within its group, is every step's advantage; the ratio may rise
 * further than it may fall, and the policy is held near the one that training began with.
 *
 * Source: Li et al. 2025, In-the-flow agentic system optimization (AgentFlow, Flow-GRPO), section 3.3.
 */
export const flowGrpo: AlgorithmDefinition<FlowGrpoConfiguration> = defineMethod<FlowGrpoConfiguration>({
  id: 'flow-grpo',
  version: 4,
  family: 'group objectives',
  summary:
    'GRPO that gives every step its trajectory’s outcome, clipped higher above, held near where it began',
  source: 'Li et al. 2025, In-the-Flow Agentic System Optimization, section 3.3',
  recipe: {
    ...grpo.recipe,
    policy: [...(grpo.recipe.policy ?? []), { part: 'reference', parameters: { kind: 'initial' } }],
    objective: [
      { part: 'clip', parameters: { low: '$clip', high: '$clipHigh' } },
      { part: 'old' },
      { part: 'advantage' },
    ],
    regulariser: [
      ...(grpo.recipe.regulariser ?? []),
      { part: 'kl-to-reference', parameters: { coefficient: '$klCoefficient', estimator: 'k3' } },
    ],
  },
  configuration: {
    ...grpo.configuration,
    clip: clipField(0.2, CLIP_LOW),
    clipHigh: clipField(0.3, CLIP_HIGH),
    klCoefficient: coefficientField(0.001, 'the divergence from the policy that training began with'),
  },
  check: checkGroups('flow-grpo'),
})

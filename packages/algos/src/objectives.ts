/**
 * What is minimised, by decision: `policyGradient`, `clippedRatio`.
 *
 * Symbols: A advantage; π and π_old the probabilities of the action now and when it was taken; ρ = π/π_old.
 */
import { exp } from '@gauntlet/core'
import { clipField } from './configuration.ts'
import type { Objective } from './objectives/objective.ts'
import { type PartDefinition, definePart } from './recipe/part.ts'

/** -A log π. Source: Williams 1992, section 3; Mnih et al. 2016 (A3C), section 4. */
export function policyGradient(): Objective {
  return {
    clip: Infinity,
    loss({ advantage, logProbability }, out) {
      out[0] = -advantage * logProbability
      out[1] = -advantage
    },
  }
}

/**
 * max(-A ρ, -A clip(ρ, 1 - ε_low, 1 + ε_high)), with no gradient where the clipped term is the greater.
 * Source: Schulman et al. 2017 (PPO), equation 7.
 */
export function clippedRatio(low: number, high: number = low): Objective {
  return {
    clip: low,
    loss({ advantage, logProbability, oldLogProbability }, out) {
      const ratio = exp(logProbability - oldLogProbability)
      const plain = -advantage * ratio
      const clipped = -advantage * Math.min(Math.max(ratio, 1 - low), 1 + high)
      out[0] = Math.max(plain, clipped)
      out[1] = plain >= clipped ? plain : 0
    },
  }
}

export const POLICY_GRADIENT: PartDefinition<'objective'> = definePart({
  id: 'policy-gradient',
  slot: 'objective',
  parameters: {},
  columns: { reads: ['advantages', 'actions'], adds: ['loss'], needs: {} },
  build: policyGradient,
})

export const CLIPPED_RATIO: PartDefinition<'objective'> = definePart({
  id: 'clipped-ratio',
  slot: 'objective',
  parameters: { clip: clipField(0.2) },
  columns: { reads: ['advantages', 'actions', 'log-probabilities'], adds: ['loss'], needs: {} },
  build: ({ clip }) => clippedRatio(clip),
})

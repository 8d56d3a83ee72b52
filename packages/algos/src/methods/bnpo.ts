/** Beta normalisation: `bnpo`. */
import type { AlgorithmDefinition } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { type GrpoConfiguration, checkGroups, grpo } from './grpo.ts'

/**
 * GRPO for outcomes in [0, 1]: a centred return is divided by the density, at its group's mean, of a beta distribution that is fitted to the
 * means of all groups, which lowers the gradient's variance. Needs rewards whose sum is an outcome.
 *
 * Source: Xiao et al. 2025, BNPO: Beta normalization policy optimization.
 */
export const bnpo: AlgorithmDefinition<GrpoConfiguration> = defineMethod<GrpoConfiguration>({
  id: 'bnpo',
  version: 3,
  family: 'group objectives',
  summary: 'Clipped ratio with outcomes normalised by a beta distribution over the groups’ means',
  source: 'Xiao et al. 2025, BNPO: Beta Normalization Policy Optimization',
  recipe: { ...grpo.recipe, estimator: [{ part: 'bnpo' }] },
  configuration: grpo.configuration,
  check: checkGroups('bnpo'),
})

/** Online policy mirror descent: `opmd`. */
import { type AlgorithmDefinition, integer, number } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { checkGroups } from './grpo.ts'
import { type RlooConfiguration, rloo } from './rloo.ts'

export interface OpmdConfiguration extends RlooConfiguration {
  readonly lag: number
  readonly tau: number
}

/**
 * The likelihood-ratio gradient of centred returns, divided by 1 + τ, on data of a policy that lags behind and without weighing by its ratio:
 * a step of mirror descent, whose target the data's own policy shapes.
 *
 * Source: Kimi Team 2025 (k1.5), section 2.3.2; Yao et al. 2025 (Group-relative REINFORCE is secretly an off-policy algorithm), on OPMD.
 */
export const opmd: AlgorithmDefinition<OpmdConfiguration> = defineMethod<OpmdConfiguration>({
  id: 'opmd',
  version: 3,
  family: 'group objectives',
  summary: 'Mirror descent on centred returns of groups that an older policy played',
  source: 'Kimi Team 2025, Kimi k1.5, section 2.3.2; Yao et al. 2025',
  recipe: {
    ...rloo.recipe,
    store: [{ part: 'stale', parameters: { lag: '$lag' } }],
    estimator: [{ part: 'centred' }],
    objective: [{ part: 'none' }, { part: 'pi' }, { part: 'tempered', parameters: { tau: '$tau' } }],
  },
  configuration: {
    ...rloo.configuration,
    lag: integer({
      default: 10,
      minimum: 1,
      description: 'Collections between two renewals of the policy that collects',
    }),
    tau: number({ default: 1, minimum: 0, description: 'τ, by which a step is shortened to 1 / (1 + τ)' }),
  },
  check: checkGroups('opmd'),
})

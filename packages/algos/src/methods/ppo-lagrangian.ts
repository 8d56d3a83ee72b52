/** PPO under a constraint: `ppoLagrangian`. */
import { type AlgorithmDefinition, number } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { type PpoConfiguration, ppo } from './ppo.ts'

export interface PpoLagrangianConfiguration extends PpoConfiguration {
  readonly limit: number
  readonly dualRate: number
}

const [valuePart] = ppo.recipe.critic ?? []

/**
 * PPO that pays a price for the costs of the environment's first constraint, a second critic foretelling them; the price rises while
 * episodes cost more than the limit, and falls to 0 while they cost less.
 *
 * Source: Ray, Achiam and Amodei 2019, Benchmarking safe exploration in deep reinforcement learning, section 4.
 */
export const ppoLagrangian: AlgorithmDefinition<PpoLagrangianConfiguration> =
  defineMethod<PpoLagrangianConfiguration>({
    id: 'ppo-lagrangian',
    version: 3,
    family: 'constrained',
    summary: 'PPO with a price on the costs of a constraint, which moves until they meet a limit',
    source: 'Ray, Achiam and Amodei 2019, Benchmarking Safe Exploration in Deep RL, section 4',
    recipe: {
      ...ppo.recipe,
      collector: [{ part: 'steps', parameters: { steps: '$steps', costs: true } }],
      critic: [
        valuePart,
        {
          part: 'cost-value',
          parameters: { hidden: '$hidden', activation: '$activation', coefficient: '$valueCoefficient' },
        },
      ],
      estimator: [
        { part: 'gae', parameters: { lambda: '$lambda' } },
        { part: 'lagrangian', parameters: { limit: '$limit', rate: '$dualRate', lambda: '$lambda' } },
      ],
    },
    configuration: {
      ...ppo.configuration,
      limit: number({ default: 0, minimum: 0, description: 'What an episode may cost' }),
      dualRate: number({ default: 0.05, minimum: 0, description: 'Step size of the price of the cost' }),
    },
  })

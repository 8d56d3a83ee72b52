/** Evolution with covariance matrix adaptation: `cma-es`. */
import { type AlgorithmDefinition, ParameterError } from '@gauntlet/core'
import { TRIAL_STEPS } from '../collectors/common-episodes.ts'
import { activationField, hiddenField, worldsField } from '../configuration.ts'
import { CMA_FIELDS, type CmaParameters } from '../optimisers/cma.ts'
import { defineMethod } from '../recipe/method.ts'

export interface CmaEsConfiguration extends CmaParameters {
  readonly worlds: number
  readonly steps: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/**
 * CMA-ES on a policy's parameters: members are normal around a mean, by a covariance that follows the steps that paid.
 * Depends on the ranks of returns alone. The policy is greedy, and linear unless `hidden` says more. Members of a generation meet
 * common instances.
 *
 * Source: Hansen 2016, with its defaults; above `fullUpTo` parameters Ros and Hansen 2008. Differs: σ begins at 0.5 and the
 * mean at the network's own beginning; nothing restarts.
 */
export const cmaEs: AlgorithmDefinition<CmaEsConfiguration> = defineMethod<CmaEsConfiguration>({
  id: 'cma-es',
  version: 3,
  family: 'evolution',
  summary: 'Moves a normal distribution over parameters, covariances among them, by the ranks of returns',
  source: 'Hansen 2016, The CMA Evolution Strategy: A Tutorial; Ros and Hansen 2008',
  recipe: {
    policy: [{ part: 'mlp', parameters: { hidden: '$hidden', activation: '$activation' } }],
    collector: [{ part: 'common-episodes', parameters: { steps: '$steps' } }],
    optimiser: [
      {
        part: 'cma',
        parameters: { population: '$population', stepSize: '$stepSize', fullUpTo: '$fullUpTo' },
      },
    ],
    trainer: [{ part: 'population' }],
  },
  configuration: {
    worlds: worldsField(4),
    ...CMA_FIELDS,
    steps: TRIAL_STEPS,
    hidden: hiddenField(),
    activation: activationField('tanh'),
  },
  check({ population }) {
    // Of fewer there are not two parents to weigh.
    if (population > 0 && population < LEAST_MEMBERS)
      throw new ParameterError('cma-es.population', population, `0, or at least ${LEAST_MEMBERS}`)
  },
})

const LEAST_MEMBERS = 4

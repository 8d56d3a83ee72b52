/** Cloning of the best episodes: `percentBc`. */
import { type AlgorithmDefinition, number } from '@gauntlet/core'
import { defineMethod } from '../recipe/method.ts'
import { type BcConfiguration, bc } from './bc.ts'

export interface PercentBcConfiguration extends BcConfiguration {
  readonly best: number
}

/**
 * Behaviour cloning of the tenth of a dataset's episodes whose returns are greatest.
 *
 * Source: Chen et al. 2021, Decision Transformer, section 5 (percentile cloning, %BC).
 */
export const percentBc: AlgorithmDefinition<PercentBcConfiguration> = defineMethod<PercentBcConfiguration>({
  id: 'percent-bc',
  version: 3,
  family: 'offline',
  summary: 'Maximum likelihood of the actions in the best tenth of a dataset’s episodes',
  source: 'Chen et al. 2021, Decision Transformer, section 5',
  recipe: {
    ...bc.recipe,
    store: [{ part: 'dataset', parameters: { rows: '$rows', best: '$best' } }],
  },
  configuration: {
    ...bc.configuration,
    best: number({
      default: 0.1,
      minimum: 0,
      maximum: 1,
      description: 'Share of the episodes that is learnt from, those of the greatest return',
    }),
  },
})

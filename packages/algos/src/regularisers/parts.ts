/** What is added to the loss, for recipes. */
import { choice, number } from '@gauntlet/core'
import { coefficientField, klTargetField } from '../configuration.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { entropyBonus } from './entropy.ts'
import { klCov } from './kl-cov.ts'
import { klTarget } from './kl-target.ts'
import { type KlEstimator, klPenalty } from './kl.ts'

const klFields = {
  coefficient: coefficientField(0.01, 'the divergence'),
  estimator: choice<KlEstimator>({
    options: ['k1', 'k2', 'k3'],
    default: 'k3',
    description: 'How it is estimated',
  }),
}

export const REGULARISER_PARTS: readonly PartDefinition<'regulariser'>[] = [
  definePart({
    id: 'entropy',
    slot: 'regulariser',
    parameters: { coefficient: coefficientField(0.01, 'the entropy') },
    columns: { reads: ['actions'], adds: [], needs: {} },
    build: ({ coefficient }) => entropyBonus(coefficient),
  }),
  definePart({
    id: 'kl-to-reference',
    slot: 'regulariser',
    parameters: klFields,
    columns: { reads: ['actions', 'reference-log-probabilities'], adds: [], needs: {} },
    build: ({ coefficient, estimator }) => klPenalty(estimator, 'reference', coefficient),
  }),
  definePart({
    id: 'kl-to-old',
    slot: 'regulariser',
    parameters: klFields,
    columns: { reads: ['actions', 'log-probabilities'], adds: [], needs: {} },
    build: ({ coefficient, estimator }) => klPenalty(estimator, 'old', coefficient),
  }),
  definePart({
    id: 'kl-target',
    slot: 'regulariser',
    parameters: {
      target: klTargetField(0.03),
      coefficient: coefficientField(0.2, 'the divergence at the beginning'),
    },
    columns: { reads: ['actions', 'log-probabilities'], adds: [], needs: {} },
    build: ({ target, coefficient }) => klTarget(target, coefficient),
  }),
  definePart({
    id: 'kl-cov',
    slot: 'regulariser',
    parameters: {
      share: number({
        default: 0.02,
        minimum: 0,
        maximum: 1,
        description: 'Share of a minibatch’s decisions that are held',
      }),
      coefficient: coefficientField(1, 'the penalty'),
    },
    columns: { reads: ['advantages', 'actions', 'log-probabilities'], adds: [], needs: {} },
    build: ({ share, coefficient }) => klCov(share, coefficient),
  }),
]

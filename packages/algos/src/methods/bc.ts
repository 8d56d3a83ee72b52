/** Behaviour cloning: `bc`; its fields, `BC_FIELDS`. */
import { type AlgorithmDefinition, type FileContent, type Schema, file, integer } from '@gauntlet/core'
import { activationField, hiddenField, learningRateField, worldsField } from '../configuration.ts'
import { type NetworkKind, networkField } from '../networks/feed-forward.ts'
import { defineMethod } from '../recipe/method.ts'

export interface BcConfiguration {
  readonly worlds: number
  readonly data: FileContent | null
  readonly rows: number
  readonly stepsPerUpdate: number
  readonly batchSize: number
  readonly learningRate: number
  readonly network: NetworkKind
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/** What cloning can be told, and offline learners on perceptrons alike. */
export const BC_FIELDS: Schema<Omit<BcConfiguration, 'network'>> = {
  worlds: worldsField(1),
  data: file({
    description: 'Recorded play to learn from, in place of what the environment or an adapter brings',
  }),
  rows: integer({
    default: 0,
    minimum: 0,
    description: 'Rows of the dataset that are learnt from, from the first; 0 for all',
  }),
  stepsPerUpdate: integer({
    default: 1,
    minimum: 1,
    description: 'Steps of the budget that an update costs; none is drawn from the worlds',
  }),
  batchSize: integer({ default: 256, minimum: 1, description: 'Transitions of an update' }),
  learningRate: learningRateField(1e-3),
  hidden: hiddenField(64, 64),
  activation: activationField('relu'),
}

/**
 * Cloning: the policy learns to do what was done in the rows of a dataset, by the likelihood that it gives it. Rewards are not looked
 * at.
 *
 * Source: Pomerleau 1988, ALVINN.
 */
export const bc: AlgorithmDefinition<BcConfiguration> = defineMethod<BcConfiguration>({
  id: 'bc',
  version: 3,
  family: 'imitation',
  summary: 'Maximum likelihood of the actions in a dataset',
  source: 'Pomerleau 1988, ALVINN: An Autonomous Land Vehicle in a Neural Network',
  recipe: {
    policy: [
      {
        part: 'feed-forward',
        parameters: { network: '$network', hidden: '$hidden', activation: '$activation' },
      },
    ],
    store: [{ part: 'dataset', parameters: { rows: '$rows' } }],
    objective: [{ part: 'supervised' }],
    optimiser: [{ part: 'adam', parameters: { learningRate: '$learningRate' } }],
    trainer: [
      {
        part: 'offline',
        parameters: { batchSize: '$batchSize', stepsPerUpdate: '$stepsPerUpdate' },
      },
    ],
  },
  configuration: { ...BC_FIELDS, network: networkField() },
})

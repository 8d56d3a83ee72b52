/** Networks that foretell returns: `Critic`; what the parts of such have in common. */
import type { IntegersField } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import { activationField, coefficientField, hiddenField } from '../configuration.ts'
import type { Network } from '../networks/network.ts'
import type { Trainable } from '../optimisers/optimiser.ts'
import type { BuildContext } from '../recipe/part.ts'
import type { Rollout } from '../rollout.ts'
import type { Minibatch } from '../trainers/minibatch.ts'
import type { ValueLoss } from './value-loss.ts'

export interface Critic {
  readonly network: Trainable & Pick<Network, 'changed' | 'dispose'>
  /** What its loss is logged as. */
  readonly metric: string
  /** Of its values, and how much that weighs beside the objective. */
  readonly loss: ValueLoss
  readonly coefficient: number
  /** Fills the rollout's column of its values. */
  evaluate(rollout: Rollout): void
  /** Looks at the returns of a rollout before it learns from it. */
  observe?(rollout: Rollout): void
  /** What the network puts out for the rows of a minibatch, with what `backward` needs kept for it. */
  forward(minibatch: Minibatch): Float32Array
  /** Leaves the gradient in the network, from that by the outputs of the last `forward`, [rows]. */
  backward(outputGradient: Float32Array): void
  /** What it foretold of the rows when they were collected, in the scale of the network's outputs. */
  oldValues(minibatch: Minibatch): Float64Array
  /** What it is to foretell of them, likewise. */
  targets(minibatch: Minibatch): Float64Array
  /** What it remembers beside the network. */
  readonly state: Archive
  /** What it remembers of the worlds of its last rollout, however many, and back again. */
  save?(): Archive
  load?(saved: Archive): void
}

export interface ValueShape {
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/** Fields of a critic's perceptron and of its loss. */
export const SHAPE_FIELDS: {
  readonly hidden: IntegersField
  readonly activation: ReturnType<typeof activationField>
} = { hidden: hiddenField(64, 64), activation: activationField('tanh') }

export const COEFFICIENT_FIELD: ReturnType<typeof coefficientField> = coefficientField(0.5, 'the value loss')

/** A perceptron with parameters of its own, orthogonal. */
export function valueNetwork(
  inputs: number,
  { hidden, activation }: ValueShape,
  { backend, seed }: BuildContext,
  name: string,
): Network {
  return backend.mlp(
    { hidden, activation, inputs, outputs: 1, initialisation: 'orthogonal', outputGain: 1 },
    seed.fold(name).stream(),
  )
}

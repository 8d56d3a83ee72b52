/** V(s), from what the agent itself observes: `StateCritic`, the part `VALUE`. */
import { boolean, product } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import { clipField } from '../configuration.ts'
import type { Network } from '../networks/network.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import type { Rollout } from '../rollout.ts'
import type { Minibatch } from '../trainers/minibatch.ts'
import { COEFFICIENT_FIELD, type Critic, SHAPE_FIELDS, valueNetwork } from './critic.ts'
import { type ValueLoss, clippedSquaredError, squaredError, wholeSquaredError } from './value-loss.ts'

class StateCritic implements Critic {
  readonly network: Network
  readonly metric = 'value_loss'
  readonly loss: ValueLoss
  readonly coefficient: number
  readonly state: Archive = {}

  constructor(network: Network, loss: ValueLoss, coefficient: number) {
    this.network = network
    this.loss = loss
    this.coefficient = coefficient
  }

  /** Fills the rollout's values, and those of the successors that are not in it. */
  evaluate(rollout: Rollout): void {
    const { steps, rows, values, nextValues } = rollout
    values.set(this.network.predict(rollout.observations, steps * rows))
    nextValues.set(this.network.predict(rollout.lastObservations, rows), (steps - 1) * rows)
    const { finalObservations, finalPlaces, observationWidth } = rollout
    if (finalPlaces.length === 0) return
    const joined = new Float32Array(finalPlaces.length * observationWidth)
    finalObservations.forEach((row, k) => joined.set(row, k * observationWidth))
    const found = this.network.predict(joined, finalPlaces.length)
    finalPlaces.forEach((place, k) => {
      nextValues[place] = found[k]
    })
  }

  inputs({ observations }: Minibatch): Float32Array {
    return observations
  }

  oldValues({ values }: Minibatch): Float64Array {
    return values
  }

  targets({ returns }: Minibatch): Float64Array {
    return returns
  }
}

export const VALUE: PartDefinition<'critic'> = definePart({
  id: 'value',
  slot: 'critic',
  parameters: {
    ...SHAPE_FIELDS,
    coefficient: COEFFICIENT_FIELD,
    clipped: boolean({ default: false, description: 'Whether values are held within ε of the old ones' }),
    clip: clipField(0.2),
    halved: boolean({
      default: true,
      description: 'Whether the loss is half the squared error, or all of it',
    }),
  },
  columns: { reads: ['observations', 'ends', 'successors'], adds: ['values'], needs: {} },
  build({ clipped, clip, halved, coefficient, ...shape }, context) {
    const network = valueNetwork(product(context.spec.observation.shape), shape, context, 'critic')
    const loss = clipped ? clippedSquaredError(clip) : halved ? squaredError : wholeSquaredError
    return new StateCritic(network, loss, coefficient)
  },
})

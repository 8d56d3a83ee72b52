/** Networks that foretell returns: `Critic`; of states `StateCritic`, of post-decision states `PostDecisionCritic`; the parts `VALUE` and `POST_DECISION_VALUE`. */
import { GauntletError, boolean, product } from '@gauntlet/core'
import { activationField, clipField, coefficientField, hiddenField } from './configuration.ts'
import type { Network } from './networks/network.ts'
import { type ValueLoss, clippedSquaredError, squaredError, wholeSquaredError } from './objectives.ts'
import { type BuildContext, type PartDefinition, definePart } from './recipe/part.ts'
import type { Rollout } from './rollout.ts'
import type { Minibatch } from './trainers/minibatch.ts'

export interface Critic {
  readonly network: Network
  /** What its loss is logged as. */
  readonly metric: string
  /** Of its values, and how much that weighs beside the objective. */
  readonly loss: ValueLoss
  readonly coefficient: number
  /** Fills the rollout's column of its values. */
  evaluate(rollout: Rollout): void
  /** What it sees of a minibatch, row by row. */
  inputs(minibatch: Minibatch): Float32Array
  /** What it foretold of the rows when they were collected. */
  oldValues(minibatch: Minibatch): Float64Array
}

/** V(s), from what the agent itself observes. */
export class StateCritic implements Critic {
  readonly network: Network
  readonly metric = 'value_loss'
  readonly loss: ValueLoss
  readonly coefficient: number

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
}

/** Vˣ(sˣ): the return of a decision, from the state after it and before chance acts. */
export class PostDecisionCritic implements Critic {
  readonly network: Network
  readonly metric = 'post_value_loss'
  readonly loss: ValueLoss
  readonly coefficient: number

  constructor(network: Network, loss: ValueLoss, coefficient: number) {
    this.network = network
    this.loss = loss
    this.coefficient = coefficient
  }

  evaluate({ steps, rows, postDecisions, postValues }: Rollout): void {
    postValues.set(this.network.predict(postDecisions, steps * rows))
  }

  inputs({ postDecisions }: Minibatch): Float32Array {
    return postDecisions
  }

  oldValues({ postValues }: Minibatch): Float64Array {
    return postValues
  }
}

const SHAPE = { hidden: hiddenField(64, 64), activation: activationField('tanh') }
const COEFFICIENT = coefficientField(0.5, 'the value loss')

interface Shape {
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

/** A perceptron with parameters of its own, orthogonal. */
function valueNetwork(inputs: number, shape: Shape, { backend, seed }: BuildContext, name: string): Network {
  return backend.mlp(
    { ...shape, inputs, outputs: 1, initialisation: 'orthogonal', outputGain: 1 },
    seed.fold(name).stream(),
  )
}

export const VALUE: PartDefinition<'critic'> = definePart({
  id: 'value',
  slot: 'critic',
  parameters: {
    ...SHAPE,
    coefficient: COEFFICIENT,
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

/** Errors: GauntletError where the environment shows no post-decision states. */
export const POST_DECISION_VALUE: PartDefinition<'critic'> = definePart({
  id: 'post-decision-value',
  slot: 'critic',
  parameters: { ...SHAPE, coefficient: COEFFICIENT },
  columns: { reads: ['post-decisions'], adds: ['post-values'], needs: {} },
  build({ coefficient, ...shape }, context) {
    const { postDecision, faces } = context.spec
    if (postDecision === undefined) {
      throw new GauntletError(
        'faces',
        `got an environment with the faces ${faces.join(', ')}, expected postDecision among them`,
      )
    }
    const network = valueNetwork(product(postDecision.shape), shape, context, 'post-decision-critic')
    return new PostDecisionCritic(network, squaredError, coefficient)
  },
})

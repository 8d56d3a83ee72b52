/** V(s), from what the agent itself observes: the part `VALUE`; by the policy’s own network, `SHARED_VALUE`; of the costs of a constraint, `COST_VALUE`. */
import { GauntletError, boolean, product } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import { clipField } from '../configuration.ts'
import { feedForward, networkField } from '../networks/feed-forward.ts'
import type { Network } from '../networks/network.ts'
import { isShared } from '../networks/shared-network.ts'
import { type PartDefinition, actorOf, definePart } from '../recipe/part.ts'
import type { RewardColumns, Rollout } from '../rollout.ts'
import { type Minibatch, pick } from '../trainers/minibatch.ts'
import { COEFFICIENT_FIELD, type Critic, SHAPE_FIELDS, valueNetwork } from './critic.ts'
import { ReturnNormaliser, normalisesField } from './return-scale.ts'
import { type ValueLoss, clippedSquaredError, squaredError, wholeSquaredError } from './value-loss.ts'

class StateCritic implements Critic {
  readonly network: Network
  readonly metric: string
  readonly loss: ValueLoss
  readonly coefficient: number
  private readonly normaliser: ReturnNormaliser
  private readonly columns: (rollout: Rollout) => RewardColumns

  /** `columns` says of which rewards it foretells the sums. */
  constructor(
    network: Network,
    loss: ValueLoss,
    coefficient: number,
    normalises: boolean = false,
    metric: string = 'value_loss',
    columns: (rollout: Rollout) => RewardColumns = (rollout) => rollout,
  ) {
    this.network = network
    this.loss = loss
    this.coefficient = coefficient
    this.normaliser = new ReturnNormaliser(normalises)
    this.metric = metric
    this.columns = columns
  }

  get state(): Archive {
    return this.normaliser.state
  }

  observe(rollout: Rollout): void {
    this.normaliser.observe(rollout, this.columns(rollout).returns)
  }

  /** Fills the rollout's values, and those of the successors that are not in it. */
  evaluate(rollout: Rollout): void {
    const { steps, rows } = rollout
    const { values, nextValues } = this.columns(rollout)
    const { network, normaliser } = this
    normaliser.foretell(network.predict(rollout.observations, steps * rows), values, 0)
    const last = network.predict(rollout.lastObservations, rows)
    normaliser.foretell(last, nextValues, (steps - 1) * rows)
    const { finalObservations, finalPlaces, observationWidth } = rollout
    if (finalPlaces.length === 0) return
    const joined = new Float32Array(finalPlaces.length * observationWidth)
    finalObservations.forEach((row, k) => joined.set(row, k * observationWidth))
    const found = network.predict(joined, finalPlaces.length)
    finalPlaces.forEach((place, k) => {
      nextValues[place] = normaliser.returnOf(found[k])
    })
  }

  forward({ observations, rows }: Minibatch): Float32Array {
    return this.network.forward(observations, rows)
  }

  backward(outputGradient: Float32Array): void {
    this.network.backward(outputGradient)
  }

  oldValues({ rollout, places }: Minibatch): Float64Array {
    const { values } = this.columns(rollout)
    return this.normaliser.outputsOf(pick(values, places))
  }

  targets({ rollout, places }: Minibatch): Float64Array {
    const { returns } = this.columns(rollout)
    return this.normaliser.outputsOf(pick(returns, places))
  }
}

const LOSS_FIELDS = {
  coefficient: COEFFICIENT_FIELD,
  clipped: boolean({ default: false, description: 'Whether values are held within ε of the old ones' }),
  clip: clipField(0.2),
  halved: boolean({
    default: true,
    description: 'Whether the loss is half the squared error, or all of it',
  }),
  normalises: normalisesField(false),
}

function lossOf(clipped: boolean, clip: number, halved: boolean): ValueLoss {
  return clipped ? clippedSquaredError(clip) : halved ? squaredError : wholeSquaredError
}

export const VALUE: PartDefinition<'critic'> = definePart({
  id: 'value',
  slot: 'critic',
  parameters: {
    network: networkField(),
    ...SHAPE_FIELDS,
    ...LOSS_FIELDS,
  },
  columns: { reads: ['observations', 'ends', 'successors'], adds: ['values'], needs: {} },
  build({ clipped, clip, halved, normalises, coefficient, ...shape }, { spec, backend, seed }) {
    const network = feedForward(shape, spec.observation, 1, 1, backend, seed.fold('critic'))
    return new StateCritic(network, lossOf(clipped, clip, halved), coefficient, normalises)
  },
})

/** By the policy's own network, which its gradient moves too. */
export const SHARED_VALUE: PartDefinition<'critic'> = definePart({
  id: 'shared-value',
  slot: 'critic',
  parameters: LOSS_FIELDS,
  columns: {
    reads: ['shared-value', 'observations', 'ends', 'successors'],
    adds: ['values'],
    needs: {},
  },
  build({ clipped, clip, halved, normalises, coefficient }, { built }) {
    const { network } = actorOf(built)
    if (!isShared(network)) throw new GauntletError('composition', 'the policy’s network foretells no value')
    return new StateCritic(network.value, lossOf(clipped, clip, halved), coefficient, normalises)
  },
})

/** The costs to come of the first constraint, from what the agent itself observes. */
export const COST_VALUE: PartDefinition<'critic'> = definePart({
  id: 'cost-value',
  slot: 'critic',
  parameters: { ...SHAPE_FIELDS, coefficient: COEFFICIENT_FIELD },
  columns: {
    reads: ['observations', 'ends', 'successors', 'costs'],
    adds: ['cost-values'],
    needs: { constraints: true },
  },
  build({ coefficient, ...shape }, context) {
    const network = valueNetwork(product(context.spec.observation.shape), shape, context, 'cost-critic')
    return new StateCritic(
      network,
      squaredError,
      coefficient,
      false,
      'cost_value_loss',
      ({ costs }) => costs[0],
    )
  },
})

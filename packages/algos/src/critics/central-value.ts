/** V of the whole world's state, known in training alone: `CentralCritic`, the part `CENTRAL_VALUE`. */
import { boolean } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import { clipField } from '../configuration.ts'
import type { Network } from '../networks/network.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { type Rollout, stateWidth } from '../rollout.ts'
import type { Minibatch } from '../trainers/minibatch.ts'
import { COEFFICIENT_FIELD, type Critic, SHAPE_FIELDS, valueNetwork } from './critic.ts'
import { ReturnNormaliser, normalisesField } from './return-scale.ts'
import { type ValueLoss, clippedSquaredError, squaredError } from './value-loss.ts'

/**
 * V(state, agent): the central state where the environment shows one, else the observations of all agents one after the other,
 * and which agent it is, as a one-hot vector.
 * Source: Yu et al. 2022 (MAPPO), sections 5.1 (value normalisation) and 5.2 (inputs of the value function).
 */
class CentralCritic implements Critic {
  readonly network: Network
  readonly metric = 'value_loss'
  readonly loss: ValueLoss
  readonly coefficient: number
  private readonly normaliser: ReturnNormaliser
  private readonly agents: number

  constructor(network: Network, agents: number, loss: ValueLoss, coefficient: number, normalises: boolean) {
    this.network = network
    this.agents = agents
    this.loss = loss
    this.coefficient = coefficient
    this.normaliser = new ReturnNormaliser(normalises)
  }

  get state(): Archive {
    return this.normaliser.state
  }

  evaluate(rollout: Rollout): void {
    const { steps, rows, agents, values, nextValues, finalPlaces } = rollout
    this.foretell(rollout.states, steps * rows, agents, values, 0)
    this.foretell(rollout.lastStates, rows, agents, nextValues, (steps - 1) * rows)
    if (finalPlaces.length === 0) return
    const inputs = new Float32Array(finalPlaces.length * this.network.inputs)
    finalPlaces.forEach((place, k) => this.write(rollout.finalStates[k], 0, place % agents, inputs, k))
    const found = this.network.predict(inputs, finalPlaces.length)
    finalPlaces.forEach((place, k) => void (nextValues[place] = this.normaliser.returnOf(found[k])))
  }

  observe(rollout: Rollout): void {
    this.normaliser.observe(rollout, rollout.returns)
  }

  forward({ rows, places, rollout }: Minibatch): Float32Array {
    const inputs = new Float32Array(rows * this.network.inputs)
    const { agents, states } = rollout
    for (let i = 0; i < rows; i++) {
      this.write(states, Math.floor(places[i] / agents), places[i] % agents, inputs, i)
    }
    return this.network.forward(inputs, rows)
  }

  backward(outputGradient: Float32Array): void {
    this.network.backward(outputGradient)
  }

  oldValues({ values }: Minibatch): Float64Array {
    return this.normaliser.outputsOf(values)
  }

  targets({ returns }: Minibatch): Float64Array {
    return this.normaliser.outputsOf(returns)
  }

  /** Values of the agents of worlds whose states stand one after the other. */
  private foretell(
    states: Float32Array,
    rows: number,
    agents: number,
    out: Float64Array,
    from: number,
  ): void {
    const inputs = new Float32Array(rows * this.network.inputs)
    for (let i = 0; i < rows; i++) this.write(states, Math.floor(i / agents), i % agents, inputs, i)
    this.normaliser.foretell(this.network.predict(inputs, rows), out, from)
  }

  private write(states: Float32Array, world: number, agent: number, inputs: Float32Array, row: number): void {
    const { inputs: width } = this.network
    const size = width - this.agents
    inputs.set(states.subarray(world * size, (world + 1) * size), row * width)
    inputs[row * width + size + agent] = 1
  }
}

export const CENTRAL_VALUE: PartDefinition<'critic'> = definePart({
  id: 'central-value',
  slot: 'critic',
  parameters: {
    ...SHAPE_FIELDS,
    coefficient: COEFFICIENT_FIELD,
    clipped: boolean({ default: true, description: 'Whether values are held within ε of the old ones' }),
    clip: clipField(0.2),
    normalises: normalisesField(true),
  },
  columns: { reads: ['states', 'ends', 'successors'], adds: ['values'], needs: { agents: 'team' } },
  build({ clipped, clip, coefficient, normalises, ...shape }, context) {
    const { spec } = context
    const network = valueNetwork(stateWidth(spec) + spec.agents, shape, context, 'critic')
    const loss = clipped ? clippedSquaredError(clip) : squaredError
    return new CentralCritic(network, spec.agents, loss, coefficient, normalises)
  },
})

/** V of what the agent has observed so far: `RecurrentCritic`, the part `RECURRENT_VALUE`. */
import { boolean, product } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import { clipField } from '../configuration.ts'
import { RecurrentNetwork } from '../networks/recurrent-network.ts'
import { RECURRENT_FIELDS } from '../policies/gru.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import type { Rollout } from '../rollout.ts'
import type { Minibatch } from '../trainers/minibatch.ts'
import { SequencePass } from '../trainers/sequences.ts'
import { COEFFICIENT_FIELD, type Critic } from './critic.ts'
import { ReturnNormaliser, normalisesField } from './return-scale.ts'
import { type ValueLoss, clippedSquaredError, squaredError } from './value-loss.ts'

/** A recurrent network of its own, which goes through rollouts as they come, one after the other. */
export class RecurrentCritic implements Critic {
  readonly network: RecurrentNetwork
  readonly metric = 'value_loss'
  readonly loss: ValueLoss
  readonly coefficient: number
  private readonly normaliser: ReturnNormaliser
  private readonly pass: SequencePass
  /** [n, units]: before the rollout in hand, and after it */
  private before: Float32Array = new Float32Array(0)
  private after: Float32Array = new Float32Array(0)

  constructor(network: RecurrentNetwork, loss: ValueLoss, coefficient: number, normalises: boolean) {
    this.network = network
    this.loss = loss
    this.coefficient = coefficient
    this.normaliser = new ReturnNormaliser(normalises)
    this.pass = new SequencePass(network)
  }

  get state(): Archive {
    return this.normaliser.state
  }

  observe(rollout: Rollout): void {
    this.normaliser.observe(rollout, rollout.returns)
  }

  /** Fills the rollout's values, and those of the successors that are not in it. */
  evaluate(rollout: Rollout): void {
    const { network, normaliser } = this
    const { steps, rows, observationWidth, begun, truncated, values, nextValues, finalPlaces } = rollout
    const size = rows * network.units
    this.before = this.after.length === size ? this.after : new Float32Array(size)
    const states = this.before.slice()
    let cut = 0
    for (let t = 0; t < steps; t++) {
      this.forget(states, begun, t * rows)
      const from = t * rows * observationWidth
      const seen = rollout.observations.subarray(from, from + rows * observationWidth)
      normaliser.foretell(network.step(seen, states, rows), values, t * rows)
      for (; cut < finalPlaces.length && finalPlaces[cut] < (t + 1) * rows; cut++) {
        const place = finalPlaces[cut]
        const own = (place % rows) * network.units
        const last = states.slice(own, own + network.units)
        const [output] = network.step(rollout.finalObservations[cut], last, 1)
        nextValues[place] = normaliser.returnOf(output)
      }
    }
    this.forget(states, begun, steps * rows)
    this.after = states
    const next = network.step(rollout.lastObservations, states.slice(), rows)
    for (let i = 0; i < rows; i++) {
      const place = (steps - 1) * rows + i
      if (truncated[place] === 0) nextValues[place] = normaliser.returnOf(next[i])
    }
  }

  forward(minibatch: Minibatch): Float32Array {
    return this.pass.forward(minibatch, this.before)
  }

  backward(outputGradient: Float32Array): void {
    this.pass.backward(outputGradient)
  }

  oldValues({ values }: Minibatch): Float64Array {
    return this.normaliser.outputsOf(values)
  }

  targets({ returns }: Minibatch): Float64Array {
    return this.normaliser.outputsOf(returns)
  }

  save(): Archive {
    return { 'critic.memory': this.after }
  }

  load(saved: Archive): void {
    this.after = saved['critic.memory'] as Float32Array
  }

  /** Empties the states of rows whose episode begins. */
  private forget(states: Float32Array, begun: Uint8Array, from: number): void {
    const { units } = this.network
    for (let i = 0; i < states.length / units; i++) {
      if (begun[from + i] === 1) states.fill(0, i * units, (i + 1) * units)
    }
  }
}

export const RECURRENT_VALUE: PartDefinition<'critic'> = definePart({
  id: 'recurrent-value',
  slot: 'critic',
  parameters: {
    ...RECURRENT_FIELDS,
    coefficient: COEFFICIENT_FIELD,
    clipped: boolean({ default: false, description: 'Whether values are held within ε of the old ones' }),
    clip: clipField(0.2),
    normalises: normalisesField(false),
  },
  columns: { reads: ['observations', 'ends', 'successors'], adds: ['values'], needs: {} },
  build({ clipped, clip, coefficient, normalises, remembers, ...shape }, { spec, seed }) {
    const architecture = { ...shape, inputs: product(spec.observation.shape), outputs: 1, outputGain: 1 }
    const network = new RecurrentNetwork(architecture, remembers, seed.fold('critic').stream())
    const loss = clipped ? clippedSquaredError(clip) : squaredError
    return new RecurrentCritic(network, loss, coefficient, normalises)
  },
})

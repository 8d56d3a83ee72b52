/** A stochastic policy that remembers its episode: `RecurrentActor`, the part `GRU`. */
import { type IntegerField, type View, boolean, integer, product } from '@gauntlet/core'
import { activationField, hiddenField } from '../configuration.ts'
import { HeadedPolicy } from '../headed-policy.ts'
import { type Head, headFor } from '../heads/head.ts'
import { RecurrentNetwork } from '../networks/recurrent-network.ts'
import type { Trainable } from '../optimisers/optimiser.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import type { Minibatch } from '../trainers/minibatch.ts'
import { SequencePass } from '../trainers/sequences.ts'
import { ONE_AGENT } from './mlp.ts'

/** A recurrent network with a head; every agent of a world has a memory of its own. */
export class RecurrentActor extends HeadedPolicy {
  readonly head: Head
  readonly memoryWidth: number
  private readonly network: RecurrentNetwork
  private readonly pass: SequencePass

  constructor(network: RecurrentNetwork, head: Head) {
    super()
    this.network = network
    this.head = head
    this.memoryWidth = network.units
    this.pass = new SequencePass(network)
  }

  get trainables(): Trainable[] {
    return this.head.free === undefined ? [this.network] : [this.network, this.head.free]
  }

  protected foretell({ observations }: View, rows: number, memory: Float32Array): Float32Array {
    return this.network.step(observations, memory, rows)
  }

  /** Over the whole sequences that the rows are from, which begin as they did when they were collected. */
  forward(minibatch: Minibatch): Float32Array {
    return this.pass.forward(minibatch, minibatch.rollout.memories)
  }

  backward(outputGradient: Float32Array): void {
    this.pass.backward(outputGradient)
  }

  changed(): void {
    this.network.changed()
  }

  dispose(): void {
    this.network.dispose()
  }
}

export function unitsField(units: number): IntegerField {
  return integer({ default: units, minimum: 1, maximum: 65_536, description: 'Recurrent units' })
}

/** Fields of a recurrent network. */
export const RECURRENT_FIELDS: {
  readonly hidden: ReturnType<typeof hiddenField>
  readonly activation: ReturnType<typeof activationField>
  readonly units: IntegerField
  readonly remembers: ReturnType<typeof boolean>
} = {
  hidden: hiddenField(64),
  activation: activationField('tanh'),
  units: unitsField(64),
  remembers: boolean({ default: true, description: 'Whether units keep their state from step to step' }),
}

/** Layers, a GRU and a linear layer, orthogonal with a small last one, under the head that the action space asks for. */
export const GRU: PartDefinition<'policy'> = definePart({
  id: 'gru',
  slot: 'policy',
  parameters: RECURRENT_FIELDS,
  columns: { reads: [], adds: ['policy', 'likelihood'], needs: ONE_AGENT },
  build({ remembers, ...shape }, { spec, seed }) {
    const head = headFor(spec.action)
    const inputs = product(spec.observation.shape)
    const architecture = { ...shape, inputs, outputs: head.width, outputGain: 0.01 }
    return new RecurrentActor(
      new RecurrentNetwork(architecture, remembers, seed.fold('actor').stream()),
      head,
    )
  },
})

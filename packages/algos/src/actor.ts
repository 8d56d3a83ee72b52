/** A network with a head, and the policy that they make: `Actor`. */
import type { View } from '@gauntlet/core'
import { HeadedPolicy } from './headed-policy.ts'
import type { Head } from './heads/head.ts'
import { withIdentities } from './identities.ts'
import type { Network } from './networks/network.ts'
import type { Trainable } from './optimisers/optimiser.ts'
import type { Minibatch } from './trainers/minibatch.ts'

/** It knows no more of an episode than what it sees. */
export class Actor extends HeadedPolicy {
  readonly network: Network
  readonly head: Head
  readonly memoryWidth = 0
  /** Agents that are told apart by a one-hot vector after the observation; 0 where they are not. */
  private readonly identities: number
  private readonly make: () => { readonly network: Network; readonly head: Head }

  /** `make` makes a network and a head of the same shapes, again and again. */
  constructor(make: () => { readonly network: Network; readonly head: Head }, identities: number = 0) {
    super()
    const { network, head } = make()
    this.make = make
    this.network = network
    this.head = head
    this.identities = identities
  }

  /** An actor of the same shape, which is what this one is now. */
  twin(): Actor {
    const twin = new Actor(this.make, this.identities)
    twin.become(this)
    return twin
  }

  /** Takes over the parameters of an actor of the same shape. */
  become(other: Actor): void {
    for (const [k, { parameters }] of this.trainables.entries())
      parameters.set(other.trainables[k].parameters)
    this.network.changed()
  }

  dispose(): void {
    this.network.dispose()
  }

  /** What the network sees of rows; `agentOf` says which agent a row is of. Shape: [rows, network.inputs]. */
  inputs(observations: Float32Array, rows: number, agentOf: (row: number) => number): Float32Array {
    const { identities, network } = this
    return withIdentities(observations, rows, network.inputs - identities, identities, agentOf)
  }

  protected foretell({ observations, spec: { agents } }: View, rows: number): Float32Array {
    return this.network.predict(
      this.inputs(observations, rows, (row) => row % agents),
      rows,
    )
  }

  get trainables(): Trainable[] {
    return this.head.free === undefined ? [this.network] : [this.network, this.head.free]
  }

  forward({ observations, rows, places, rollout }: Minibatch): Float32Array {
    const inputs = this.inputs(observations, rows, (row) => places[row] % rollout.agents)
    return this.network.forward(inputs, rows)
  }

  backward(outputGradient: Float32Array): void {
    this.network.backward(outputGradient)
  }

  changed(): void {
    this.network.changed()
  }
}

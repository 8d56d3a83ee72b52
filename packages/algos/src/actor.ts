/** A network with a head, and the policy that they make: `Actor`. */
import {
  type ActionArray,
  type ActMode,
  type Policy,
  type Stream,
  type View,
  policyStreams,
} from '@gauntlet/core'
import type { Head } from './heads/head.ts'
import type { Network } from './networks/network.ts'
import type { Trainable } from './optimisers/optimiser.ts'

/** Every agent of every world is a row to it: they share its parameters. */
export class Actor {
  readonly network: Network
  readonly head: Head

  constructor(network: Network, head: Head) {
    this.network = network
    this.head = head
  }

  get trainables(): Trainable[] {
    return this.head.free === undefined ? [this.network] : [this.network, this.head.free]
  }

  /**
   * Draws an action for every row of a view, world by world from its own stream, within bounds or not.
   * Shapes: `actions` [batch, agents, actionWidth], `logProbabilities` [batch, agents] where wanted.
   */
  sample(
    view: View,
    streams: readonly Stream[],
    actions: ActionArray,
    logProbabilities?: Float64Array,
  ): void {
    const { agents } = view.spec
    const outputs = this.network.predict(view.observations, view.batch * agents)
    for (let i = 0; i < view.batch * agents; i++) {
      const stream = streams[Math.floor(i / agents)]
      const logProbability = this.head.sample(outputs, view.actionMask, i, stream, actions)
      if (logProbabilities !== undefined) logProbabilities[i] = logProbability
    }
  }

  /** The most probable action for every row of a view. */
  private choose(view: View, actions: ActionArray): void {
    const rows = view.batch * view.spec.agents
    const outputs = this.network.predict(view.observations, rows)
    for (let i = 0; i < rows; i++) this.head.mode(outputs, view.actionMask, i, actions)
  }

  /** The policy as the parameters stand, now and later. */
  policy(): Policy {
    let streams: readonly Stream[] = []
    return {
      begin(view, seed) {
        streams = policyStreams(seed, view.batch)
      },
      act: (view: View, actions: ActionArray, mode: ActMode) => {
        if (mode === 'sample') this.sample(view, streams, actions)
        else this.choose(view, actions)
        this.head.bound?.(actions)
      },
    }
  }
}

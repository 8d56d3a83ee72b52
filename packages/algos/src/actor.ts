/** A network with a head, and the policy that they make: `Actor`. */
import {
  type ActionArray,
  type ActMode,
  type Policy,
  type Stream,
  type View,
  policyStreams,
  renewStream,
} from '@gauntlet/core'
import { FactorMasks } from './heads/factor-masks.ts'
import type { Head } from './heads/head.ts'
import { withIdentities } from './identities.ts'
import type { Network } from './networks/network.ts'
import type { Trainable } from './optimisers/optimiser.ts'

/** Every agent of every world is a row to it: they share its parameters. */
export class Actor {
  readonly network: Network
  readonly head: Head
  /** Agents that are told apart by a one-hot vector after the observation; 0 where they are not. */
  private readonly identities: number
  private factorMasks: FactorMasks | undefined

  private readonly make: () => { readonly network: Network; readonly head: Head }

  /** `make` makes a network and a head of the same shapes, again and again. */
  constructor(make: () => { readonly network: Network; readonly head: Head }, identities: number = 0) {
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

  private foretell({ observations, spec: { agents } }: View, rows: number): Float32Array {
    return this.network.predict(
      this.inputs(observations, rows, (row) => row % agents),
      rows,
    )
  }

  get trainables(): Trainable[] {
    return this.head.free === undefined ? [this.network] : [this.network, this.head.free]
  }

  /**
   * Draws an action for every row of a view, world by world from its own stream, within bounds or not.
   * Shapes: `actions` [batch, agents, actionWidth], `logProbabilities` [batch, agents] where wanted.
   *
   * Gives the masks under which it drew, [batch, agents, maskWidth], where the view has any: where later factors depend
   * on earlier ones, those of the choices that were made. They are overwritten by the next call.
   */
  sample(
    view: View,
    streams: readonly Stream[],
    actions: ActionArray,
    logProbabilities?: Float64Array,
  ): Uint8Array | undefined {
    const { agents } = view.spec
    const rows = view.batch * agents
    const outputs = this.foretell(view, rows)
    if (view.maskAfter !== undefined) {
      logProbabilities?.fill(0)
      return this.eachFactor(view, actions, (f, masks) => {
        for (let i = 0; i < rows; i++) {
          const stream = streams[Math.floor(i / agents)]
          const logProbability = this.head.sampleFactor!(outputs, masks, i, f, stream, actions)
          if (logProbabilities !== undefined) logProbabilities[i] += logProbability
        }
      })
    }
    for (let i = 0; i < rows; i++) {
      const stream = streams[Math.floor(i / agents)]
      const logProbability = this.head.sample(outputs, view.actionMask, i, stream, actions)
      if (logProbabilities !== undefined) logProbabilities[i] = logProbability
    }
    return view.actionMask
  }

  /**
   * Writes the log-probabilities of actions that somebody else chose to `logProbabilities` [batch, agents]. Gives the masks under which
   * they would be drawn, as `sample` does.
   */
  score(view: View, actions: ActionArray, logProbabilities: Float64Array): Uint8Array | undefined {
    const rows = view.batch * view.spec.agents
    const outputs = this.foretell(view, rows)
    const masks = view.maskAfter === undefined ? view.actionMask : this.eachFactor(view, actions, () => {})
    for (let i = 0; i < rows; i++) logProbabilities[i] = this.head.score(outputs, masks, i, actions)
    return masks
  }

  /** The most probable action for every row of a view; of several factors each, given those before it. */
  private choose(view: View, actions: ActionArray): void {
    const rows = view.batch * view.spec.agents
    const outputs = this.foretell(view, rows)
    if (view.maskAfter !== undefined) {
      this.eachFactor(view, actions, (f, masks) => {
        for (let i = 0; i < rows; i++) this.head.modeFactor!(outputs, masks, i, f, actions)
      })
    } else {
      for (let i = 0; i < rows; i++) this.head.mode(outputs, view.actionMask, i, actions)
    }
  }

  /** Lets factor after factor be chosen, under the masks that the choices before it leave. */
  private eachFactor(
    view: View,
    actions: ActionArray,
    choose: (f: number, masks: Uint8Array) => void,
  ): Uint8Array {
    if (this.factorMasks?.view !== view) this.factorMasks = new FactorMasks(view)
    const { factorMasks } = this
    factorMasks.begin()
    for (let f = 0; f < factorMasks.factors; f++) {
      if (f > 0) factorMasks.narrow(f, actions as Int32Array)
      choose(f, factorMasks.masks)
    }
    return factorMasks.masks
  }

  /** The policy as the parameters stand, now and later. */
  policy(): Policy {
    let streams: Stream[] = []
    return {
      begin(view, seed) {
        streams = policyStreams(seed, view.batch)
      },
      act: (view: View, actions: ActionArray, mode: ActMode) => {
        if (mode === 'sample') this.sample(view, streams, actions)
        else this.choose(view, actions)
        this.head.bound?.(actions)
      },
      forget: (world, seed) => renewStream(streams, world, seed),
    }
  }
}

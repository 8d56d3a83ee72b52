/** From what a network puts out, through a head, to actions: `HeadedPolicy`. */
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
import type { Trainable } from './optimisers/optimiser.ts'
import type { Minibatch } from './trainers/minibatch.ts'

const NOTHING = new Float32Array(0)

/** Every agent of every world is a row to it: they share its parameters. */
export abstract class HeadedPolicy {
  abstract readonly head: Head
  /** Numbers that it keeps of a row from one step to the next: 0 at the start of an episode. */
  abstract readonly memoryWidth: number
  private factorMasks: FactorMasks | undefined

  /** Everything that is trained. */
  abstract get trainables(): Trainable[]
  /** What the network puts out for the rows of a view; `memory` is renewed. Shape: [rows, head.width]. */
  protected abstract foretell(view: View, rows: number, memory: Float32Array): Float32Array
  /** What the network puts out for the rows of a minibatch, with what `backward` needs kept for it. */
  abstract forward(minibatch: Minibatch): Float32Array
  /** Leaves the gradient in the network, from that by the outputs of the last `forward`, [rows, head.width]. */
  abstract backward(outputGradient: Float32Array): void
  /** Takes over the parameters as they are now. */
  abstract changed(): void
  abstract dispose(): void

  /**
   * Draws an action for every row of a view, world by world from its own stream, within bounds or not.
   * Shapes: `actions` [batch, agents, actionWidth], `logProbabilities` [batch, agents] where wanted.
   *
   * Gives the masks under which it drew, [batch, agents, maskWidth], where the view has any: where later factors depend
   * on earlier ones, those of the choices that were made. They are overwritten by the next call.
   *
   * Shape: `memory` [batch, agents, memoryWidth], which is renewed.
   */
  sample(
    view: View,
    streams: readonly Stream[],
    actions: ActionArray,
    logProbabilities?: Float64Array,
    memory: Float32Array = NOTHING,
  ): Uint8Array | undefined {
    const { agents } = view.spec
    const rows = view.batch * agents
    const outputs = this.foretell(view, rows, memory)
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
   * they would be drawn, as `sample` does; `memory` is renewed as there.
   */
  score(
    view: View,
    actions: ActionArray,
    logProbabilities: Float64Array,
    memory: Float32Array = NOTHING,
  ): Uint8Array | undefined {
    const rows = view.batch * view.spec.agents
    const outputs = this.foretell(view, rows, memory)
    const masks = view.maskAfter === undefined ? view.actionMask : this.eachFactor(view, actions, () => {})
    for (let i = 0; i < rows; i++) logProbabilities[i] = this.head.score(outputs, masks, i, actions)
    return masks
  }

  /** The most probable action for every row of a view; of several factors each, given those before it. */
  private choose(view: View, actions: ActionArray, memory: Float32Array): void {
    const rows = view.batch * view.spec.agents
    const outputs = this.foretell(view, rows, memory)
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
    let memory: Float32Array = NOTHING
    let perWorld = 0
    const forget = (world: number): void => {
      memory.fill(0, world * perWorld, (world + 1) * perWorld)
    }
    return {
      begin: (view, seed) => {
        streams = policyStreams(seed, view.batch)
        perWorld = view.spec.agents * this.memoryWidth
        memory = new Float32Array(view.batch * perWorld)
      },
      act: (view: View, actions: ActionArray, mode: ActMode) => {
        for (let w = 0; w < view.batch; w++) if (view.ended[w] === 1) forget(w)
        if (mode === 'sample') this.sample(view, streams, actions, undefined, memory)
        else this.choose(view, actions, memory)
        this.head.bound?.(actions)
      },
      forget: (world, seed) => {
        forget(world)
        renewStream(streams, world, seed)
      },
    }
  }
}

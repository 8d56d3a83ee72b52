/** One network for a policy and for the value of what it sees: `sharedNetwork`, `isShared`, `SharedNetwork`. */
import { GauntletError } from '@gauntlet/core'
import type { Network } from './network.ts'

/** A network as a policy sees it, and beside it, with the same layers beneath, as a critic sees it. */
export interface SharedNetwork extends Network {
  /** One output. It has no parameters of its own: they are those of the policy, which moves them. */
  readonly value: Network
}

/**
 * Splits a network with one output more than the policy has.
 *
 * A gradient step takes one pass through the layers: `forward` of the policy, its `backward`, then `forward` of the value, on the same
 * inputs, and its `backward`, which alone goes back through the layers, with both gradients.
 */
export function sharedNetwork(whole: Network): SharedNetwork {
  const shared = new Shared(whole)
  return Object.assign(new Face(shared, 0, whole.outputs - 1), {
    value: new Face(shared, whole.outputs - 1, 1),
  })
}

export function isShared(network: Network): network is SharedNetwork {
  return 'value' in network
}

/** The pass in hand. */
class Shared {
  readonly whole: Network
  /** What the last `forward` put out, and the gradient by it as far as it is known: [rows, outputs] each. */
  outputs: Float32Array = new Float32Array(0)
  gradient: Float32Array = new Float32Array(0)
  rows = 0

  constructor(whole: Network) {
    this.whole = whole
  }

  forward(inputs: Float32Array, rows: number): void {
    this.outputs = this.whole.forward(inputs, rows)
    this.gradient = new Float32Array(this.outputs.length)
    this.rows = rows
  }
}

/** `outputs` of the whole network's, from number `first` on; the last of them are the value's. */
class Face implements Network {
  readonly inputs: number
  readonly outputs: number
  readonly parameters: Float32Array
  readonly gradient: Float32Array
  private readonly shared: Shared
  private readonly first: number

  constructor(shared: Shared, first: number, outputs: number) {
    const { whole } = shared
    const none = new Float32Array(0)
    this.shared = shared
    this.first = first
    this.inputs = whole.inputs
    this.outputs = outputs
    this.parameters = first === 0 ? whole.parameters : none
    this.gradient = first === 0 ? whole.gradient : none
  }

  predict(inputs: Float32Array, rows: number): Float32Array {
    return this.part(this.shared.whole.predict(inputs, rows), rows)
  }

  /** Errors: GauntletError where a value is asked for without its policy before it, or for other rows. */
  forward(inputs: Float32Array, rows: number): Float32Array {
    const { shared } = this
    if (this.first === 0) shared.forward(inputs, rows)
    else if (shared.rows !== rows) {
      throw new GauntletError('order', `network: got ${rows} rows for a value, the policy had ${shared.rows}`)
    }
    return this.part(shared.outputs, rows)
  }

  backward(outputGradient: Float32Array, inputGradient?: Float32Array): void {
    const { shared, first, outputs } = this
    const { whole, rows, gradient } = shared
    for (let i = 0; i < rows; i++) {
      for (let o = 0; o < outputs; o++)
        gradient[i * whole.outputs + first + o] = outputGradient[i * outputs + o]
    }
    if (first === 0) return
    whole.backward(gradient, inputGradient)
    shared.rows = 0
  }

  changed(): void {
    this.shared.whole.changed()
  }

  dispose(): void {
    this.shared.whole.dispose()
  }

  private part(all: Float32Array, rows: number): Float32Array {
    const { first, outputs } = this
    const width = this.shared.whole.outputs
    const part = new Float32Array(rows * outputs)
    for (let i = 0; i < rows; i++) {
      for (let o = 0; o < outputs; o++) part[i * outputs + o] = all[i * width + first + o]
    }
    return part
  }
}

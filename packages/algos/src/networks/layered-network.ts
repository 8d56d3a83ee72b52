/** Layers on the kernel that are more than a perceptron, whatever the backend: `LayeredNetwork`, `Layered`. */
import { GauntletError } from '@gauntlet/core'
import { hostArena } from '../dense/host-arena.ts'
import { kernelArena } from '../dense/kernel-arena.ts'
import { lengthsOf } from '../dense/measuring-arena.ts'
import type { Arena, FloatArray } from '../dense/operations.ts'
import type { Network } from './network.ts'

/** Rows that `predict` takes at a time, and the fewest that `forward` has room for. */
const BLOCK = 64

/** Layers on an arena; a pass leaves in a trace what the way back needs. */
export interface Layered<T> {
  readonly inputs: number
  readonly outputs: number
  /** Everything that has parameters. */
  readonly parts: readonly { readonly parameters: FloatArray; readonly gradient: FloatArray }[]
  /** Room for so many rows. */
  trace(rows: number): T
  clearGradient(): void
  changed(): void
  /** Outputs [rows, outputs], which lie in the trace; the inputs [rows, inputs] may be read again on the way back. */
  forward(inputs: Float32Array, rows: number, trace: T): FloatArray
  /** Adds to the gradients of the parts what the derivatives by the outputs come to. */
  backward(trace: T, byOutputs: FloatArray): void
}

/** Everything that lies in the kernel's memory. */
interface Passes<T> {
  readonly layers: Layered<T>
  /** What `predict` works in, so that it leaves the trace of `forward` as it is. */
  readonly glance: T
  readonly trace: T
  readonly outputGradient: FloatArray
  readonly rows: number
}

/** A row's outputs do not depend on the rows beside it, nor on whether `predict` or `forward` computes them. */
export class LayeredNetwork<T> implements Network {
  readonly inputs: number
  readonly outputs: number
  readonly parameters: Float32Array
  readonly gradient: Float32Array
  private readonly make: (arena: Arena) => Layered<T>
  private passes: Passes<T> | undefined
  /** Whether the layers have not seen the parameters as they are. */
  private stale = true
  /** Rows of the last `forward`, 0 before it, and its inputs. */
  private filled = 0
  private seen: Float32Array = new Float32Array(0)

  /** `make` makes the same layers on any arena. */
  constructor(make: (arena: Arena) => Layered<T>) {
    const { inputs, outputs, parts } = make(hostArena('float32'))
    this.make = make
    this.inputs = inputs
    this.outputs = outputs
    this.parameters = Float32Array.from(parts.flatMap(({ parameters }) => Array.from(parameters)))
    this.gradient = new Float32Array(this.parameters.length)
  }

  predict(inputs: Float32Array, rows: number): Float32Array {
    const { inputs: n, outputs: m } = this
    const { layers, glance } = this.ready(0)
    const outputs = new Float32Array(rows * m)
    for (let i = 0; i < rows; i += BLOCK) {
      const count = Math.min(BLOCK, rows - i)
      const found = layers.forward(inputs.subarray(i * n, (i + count) * n), count, glance)
      outputs.set(found.subarray(0, count * m), i * m)
    }
    return outputs
  }

  forward(inputs: Float32Array, rows: number): Float32Array {
    const { layers, trace } = this.ready(rows)
    this.filled = rows
    this.seen = inputs.slice(0, rows * this.inputs)
    return layers.forward(this.seen, rows, trace).slice(0, rows * this.outputs) as Float32Array
  }

  /** Errors: GauntletError where no `forward` came before, or the gradient by the inputs is asked for, which is not computed. */
  backward(outputGradient: Float32Array, inputGradient?: Float32Array): void {
    const { passes, filled } = this
    if (passes === undefined || filled === 0) {
      throw new GauntletError('order', 'network: backward without a forward before it')
    }
    if (inputGradient !== undefined) {
      throw new GauntletError('capability', 'network: these layers give no gradient with respect to inputs')
    }
    const { layers, trace, outputGradient: copied } = passes
    copied.set(outputGradient.subarray(0, filled * this.outputs))
    layers.clearGradient()
    layers.backward(trace, copied)
    let from = 0
    for (const { gradient } of layers.parts) {
      this.gradient.set(gradient, from)
      from += gradient.length
    }
  }

  changed(): void {
    this.stale = true
  }

  dispose(): void {
    this.passes = undefined
  }

  /** Room for so many rows, and the parameters as they are. */
  private ready(rows: number): Passes<T> {
    if (this.passes === undefined || rows > this.passes.rows) {
      let capacity = BLOCK
      while (capacity < rows) capacity *= 2
      const build = (arena: Arena): Passes<T> => this.build(arena, capacity)
      this.passes = build(kernelArena(lengthsOf(build)))
      this.filled = 0
      this.stale = true
    }
    if (this.stale) this.takeOver(this.passes.layers)
    this.stale = false
    return this.passes
  }

  private takeOver(layers: Layered<T>): void {
    let from = 0
    for (const { parameters } of layers.parts) {
      parameters.set(this.parameters.subarray(from, from + parameters.length))
      from += parameters.length
    }
    layers.changed()
  }

  private build(arena: Arena, rows: number): Passes<T> {
    const layers = this.make(arena)
    return {
      layers,
      glance: layers.trace(BLOCK),
      trace: layers.trace(rows),
      outputGradient: arena.floats(rows * this.outputs),
      rows,
    }
  }
}

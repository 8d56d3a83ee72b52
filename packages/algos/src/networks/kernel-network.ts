/** A perceptron on the kernel of dense layers: `KernelNetwork`. */
import { GauntletError, type Stream } from '@gauntlet/core'
import { kernelArena } from '../dense/kernel-arena.ts'
import { lengthsOf } from '../dense/measuring-arena.ts'
import { Mlp, type MlpShape, type MlpTrace } from '../dense/mlp.ts'
import type { Arena, FloatArray } from '../dense/operations.ts'
import { initialParameters } from './initialise.ts'
import type { MlpArchitecture, Network } from './network.ts'

/** Rows that `predict` takes at a time, and the fewest that `forward` has room for. */
const BLOCK = 64

/** Everything that lies in the kernel's memory. */
interface Passes {
  readonly mlp: Mlp
  /** What `predict` reads and writes, so that it leaves the trace of `forward` as it is. */
  readonly glance: MlpTrace
  readonly glanced: FloatArray
  readonly trace: MlpTrace
  readonly inputs: FloatArray
  readonly outputGradient: FloatArray
  readonly inputGradient: FloatArray
}

/**
 * A row's outputs do not depend on the rows beside it, nor on whether `predict` or `forward` computes them: all sums
 * are taken in the order of inputs.
 *
 * Parameters and gradients lie on the heap, and copies in the kernel's memory, since that is made anew where more rows
 * come than it has room for.
 */
export class KernelNetwork implements Network {
  readonly inputs: number
  readonly outputs: number
  readonly parameters: Float32Array
  readonly gradient: Float32Array
  private readonly shape: MlpShape
  private passes: Passes | undefined
  /** Whether the kernel has not seen the parameters as they are. */
  private stale = false

  constructor(architecture: MlpArchitecture, stream: Stream) {
    const { inputs, hidden, outputs, activation } = architecture
    this.inputs = inputs
    this.outputs = outputs
    this.shape = { inputs, hidden, outputs, hiddenActivation: activation, outputActivation: 'none' }
    this.parameters = initialParameters(architecture, stream)
    this.gradient = new Float32Array(this.parameters.length)
  }

  predict(inputs: Float32Array, rows: number): Float32Array {
    const { inputs: n, outputs: m } = this
    const { mlp, glance, glanced } = this.ready(0)
    const outputs = new Float32Array(rows * m)
    for (let i = 0; i < rows; i += BLOCK) {
      const count = Math.min(BLOCK, rows - i)
      glanced.set(inputs.subarray(i * n, (i + count) * n))
      outputs.set(mlp.forward(glanced, count, glance).subarray(0, count * m), i * m)
    }
    return outputs
  }

  forward(inputs: Float32Array, rows: number): Float32Array {
    const { mlp, trace, inputs: copied } = this.ready(rows)
    copied.set(inputs.subarray(0, rows * this.inputs))
    return mlp.forward(copied, rows, trace).slice(0, rows * this.outputs) as Float32Array
  }

  backward(outputGradient: Float32Array, inputGradient?: Float32Array): void {
    const { passes } = this
    if (passes?.trace.inputs === undefined) {
      throw new GauntletError('order', 'network: backward without a forward before it')
    }
    const { mlp, trace, outputGradient: copied } = passes
    copied.set(outputGradient.subarray(0, trace.filled * this.outputs))
    mlp.clearGradient()
    mlp.backward(trace, copied, inputGradient && passes.inputGradient)
    this.gradient.set(mlp.gradient)
    inputGradient?.set(passes.inputGradient.subarray(0, trace.filled * this.inputs))
  }

  changed(): void {
    this.stale = true
  }

  dispose(): void {
    this.passes = undefined
  }

  /** Room for so many rows, and the parameters as they are. */
  private ready(rows: number): Passes {
    if (this.passes === undefined || rows > this.passes.trace.rows) {
      let capacity = BLOCK
      while (capacity < rows) capacity *= 2
      const build = (arena: Arena): Passes => this.build(arena, capacity)
      this.passes = build(kernelArena(lengthsOf(build)))
    } else if (this.stale) {
      this.passes.mlp.parameters.set(this.parameters)
      this.passes.mlp.changed()
    }
    this.stale = false
    return this.passes
  }

  private build(arena: Arena, rows: number): Passes {
    const mlp = new Mlp(this.shape, arena, this.parameters)
    return {
      mlp,
      glance: mlp.trace(BLOCK),
      glanced: arena.floats(BLOCK * this.inputs),
      trace: mlp.trace(rows),
      inputs: arena.floats(rows * this.inputs),
      outputGradient: arena.floats(rows * this.outputs),
      inputGradient: arena.floats(rows * this.inputs),
    }
  }
}

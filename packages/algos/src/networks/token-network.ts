/** Set attention on the kernel of dense layers: `TokenNetwork`. */
import { GauntletError, type Seed } from '@gauntlet/core'
import { hostArena } from '../dense/host-arena.ts'
import { kernelArena } from '../dense/kernel-arena.ts'
import { lengthsOf } from '../dense/measuring-arena.ts'
import type { Arena, FloatArray } from '../dense/operations.ts'
import { type TokenArchitecture, TokenFeatures, TokenLayers, type TokenTrace } from '../dense/token-layers.ts'
import type { Network } from './network.ts'

/** Rows that `predict` takes at a time, and the fewest that `forward` has room for. */
const BLOCK = 64

/** Everything that lies in the kernel's memory. */
interface Passes {
  readonly layers: TokenLayers
  /** What `predict` works in, so that it leaves the trace of `forward` as it is. */
  readonly glance: TokenTrace
  readonly trace: TokenTrace
  readonly outputGradient: FloatArray
  readonly rows: number
}

/**
 * `TokenLayers`, whatever the backend. A row's outputs do not depend on the rows beside it, nor on whether `predict` or `forward`
 * computes them.
 */
export class TokenNetwork implements Network {
  readonly inputs: number
  readonly outputs: number
  readonly parameters: Float32Array
  readonly gradient: Float32Array
  private readonly architecture: TokenArchitecture
  private readonly seed: Seed
  private passes: Passes | undefined
  /** Whether the layers have not seen the parameters as they are. */
  private stale = true
  /** Of the last `forward`, which are read again in `backward`. */
  private seen: Float32Array = new Float32Array(0)

  /** Errors: GauntletError where the observation has no tokens, or `HEADS` does not divide the width. */
  constructor(architecture: TokenArchitecture, seed: Seed) {
    this.architecture = architecture
    this.seed = seed
    this.inputs = new TokenFeatures(architecture.layout).size
    this.outputs = architecture.outputs
    const { parts } = new TokenLayers(architecture, hostArena('float32'), seed.stream())
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
    this.seen = inputs.slice(0, rows * this.inputs)
    return layers.forward(this.seen, rows, trace).slice(0, rows * this.outputs) as Float32Array
  }

  /** Errors: GauntletError where no `forward` came before, or the gradient by the inputs is asked for, which categories do not have. */
  backward(outputGradient: Float32Array, inputGradient?: Float32Array): void {
    const { passes } = this
    if (passes?.trace.observations === undefined) {
      throw new GauntletError('order', 'network: backward without a forward before it')
    }
    if (inputGradient !== undefined) {
      throw new GauntletError('capability', 'network: tokens have no gradient with respect to inputs')
    }
    const { layers, trace, outputGradient: copied } = passes
    copied.set(outputGradient.subarray(0, trace.rows * this.outputs))
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
  private ready(rows: number): Passes {
    if (this.passes === undefined || rows > this.passes.rows) {
      let capacity = BLOCK
      while (capacity < rows) capacity *= 2
      const build = (arena: Arena): Passes => this.build(arena, capacity)
      this.passes = build(kernelArena(lengthsOf(build)))
      this.stale = true
    }
    if (this.stale) this.takeOver(this.passes.layers)
    this.stale = false
    return this.passes
  }

  private takeOver(layers: TokenLayers): void {
    let from = 0
    for (const { parameters } of layers.parts) {
      parameters.set(this.parameters.subarray(from, from + parameters.length))
      from += parameters.length
    }
    layers.changed()
  }

  private build(arena: Arena, rows: number): Passes {
    const layers = new TokenLayers(this.architecture, arena, this.seed.stream())
    return {
      layers,
      glance: layers.trace(BLOCK),
      trace: layers.trace(rows),
      outputGradient: arena.floats(rows * this.outputs),
      rows,
    }
  }
}

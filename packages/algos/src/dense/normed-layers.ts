/** A perceptron whose hidden layers are normalised: `NormedLayers`, `NormedTrace`. */
import type { Stream } from '@gauntlet/core'
import { initialParameters } from '../networks/initialise.ts'
import { LayerNorm, type NormTrace } from './layer-norm.ts'
import { Mlp, type MlpTrace } from './mlp.ts'
import type { Activation, Arena, FloatArray } from './operations.ts'

export interface NormedArchitecture {
  readonly inputs: number
  /** Units of each hidden layer. */
  readonly hidden: readonly number[]
  readonly outputs: number
  readonly activation: Activation
}

/** What one forward pass leaves for its backward pass. */
export interface NormedTrace {
  readonly inputs: FloatArray
  readonly linear: readonly MlpTrace[]
  readonly norms: readonly NormTrace[]
  readonly output: MlpTrace
  /** Derivatives on their way back, by layer: [rows, units] */
  readonly byHidden: readonly FloatArray[]
}

/** Linear map, layer norm and activation, again and again, and a linear map. Weights begin orthogonal, of gain √2; biases as 0. */
export class NormedLayers {
  readonly inputs: number
  readonly outputs: number
  readonly parts: readonly (Mlp | LayerNorm)[]
  private readonly arena: Arena
  private readonly activation: Activation
  private readonly linear: readonly Mlp[]
  private readonly norms: readonly LayerNorm[]
  private readonly output: Mlp

  constructor({ inputs, hidden, outputs, activation }: NormedArchitecture, arena: Arena, stream: Stream) {
    const widths = [inputs, ...hidden]
    const linear = (from: number, to: number): Mlp => {
      const shape = { inputs: from, hidden: [], outputs: to } as const
      const start = { activation: 'relu', initialisation: 'orthogonal', outputGain: Math.SQRT2 } as const
      const none = { hiddenActivation: 'none', outputActivation: 'none' } as const
      return new Mlp({ ...shape, ...none }, arena, initialParameters({ ...shape, ...start }, stream))
    }
    this.inputs = inputs
    this.outputs = outputs
    this.arena = arena
    this.activation = activation
    this.linear = hidden.map((units, l) => linear(widths[l], units))
    this.norms = hidden.map((units) => new LayerNorm(units, arena))
    this.output = linear(widths[widths.length - 1], outputs)
    this.parts = [...this.linear.flatMap((map, l) => [map, this.norms[l]]), this.output]
  }

  trace(rows: number): NormedTrace {
    const { arena, linear, norms, output, inputs } = this
    return {
      inputs: arena.floats(rows * inputs),
      linear: linear.map((map) => map.trace(rows)),
      norms: norms.map((norm) => norm.trace(rows)),
      output: output.trace(rows),
      byHidden: norms.map(({ width }) => arena.floats(rows * width)),
    }
  }

  clearGradient(): void {
    for (const part of this.parts) part.clearGradient()
  }

  changed(): void {
    for (const map of [...this.linear, this.output]) map.changed()
  }

  /** Outputs [rows, outputs], which lie in the trace, for inputs [rows, inputs], which are copied. */
  forward(inputs: FloatArray, rows: number, trace: NormedTrace): FloatArray {
    const { operations } = this.arena
    trace.inputs.set(inputs.subarray(0, rows * this.inputs))
    let x = trace.inputs
    this.linear.forEach((map, l) => {
      const norm = this.norms[l]
      x = norm.forward(map.forward(x, rows, trace.linear[l]), rows, trace.norms[l])
      operations.activate(this.activation, x, 0, rows * norm.width)
    })
    return this.output.forward(x, rows, trace.output)
  }

  /** Adds to the gradients of the parts what the derivatives by the outputs, [rows, outputs], come to. */
  backward({ linear, norms, output, byHidden }: NormedTrace, byOutputs: FloatArray): void {
    const { operations } = this.arena
    const last = this.linear.length - 1
    this.output.backward(output, byOutputs, byHidden[last])
    for (let l = last; l >= 0; l--) {
      const by = byHidden[l]
      const { outputs, filled } = norms[l]
      operations.scaleBySlope(this.activation, outputs, 0, by, 0, by, 0, filled * this.norms[l].width)
      this.norms[l].backward(norms[l], by, by)
      this.linear[l].backward(linear[l], by, l === 0 ? undefined : byHidden[l - 1])
    }
  }
}

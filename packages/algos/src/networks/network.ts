/**
 * What learners know of neural networks: `Network`, `NetworkBackend`, `MlpArchitecture`, `layersOf`.
 *
 * Parameters, gradients, inputs and outputs are flat float32 arrays on the host, so that losses, optimisers and
 * checkpoints know nothing of the library or the kernels that a network runs on.
 */
import type { Stream } from '@gauntlet/core'

/** A multilayer perceptron: dense layers with an activation between them, none after the last. */
export interface MlpArchitecture {
  readonly inputs: number
  /** Units of each hidden layer; empty for a linear map. */
  readonly hidden: readonly number[]
  readonly outputs: number
  readonly activation: 'tanh' | 'relu'
  /**
   * `orthogonal`: weights of gain √2 (`outputGain` in the last layer), biases 0. `uniform`: weights and biases
   * uniform within ±1/√inputs of their layer, as PyTorch's `nn.Linear` begins.
   */
  readonly initialisation: 'orthogonal' | 'uniform'
  readonly outputGain?: number
}

/** Where one dense layer lies in the flat parameters: weights [inputs, outputs] by rows, then biases [outputs]. */
export interface DenseLayer {
  readonly inputs: number
  readonly outputs: number
  readonly weights: number
  readonly biases: number
}

export interface Network {
  readonly inputs: number
  readonly outputs: number
  /** All weights and biases. Whoever writes here calls `changed`. */
  readonly parameters: Float32Array
  /** Of a loss with respect to `parameters`, as `backward` left it. */
  readonly gradient: Float32Array
  /** Outputs [rows, outputs] for inputs [rows, inputs], by whatever is fastest for so many rows. */
  predict(inputs: Float32Array, rows: number): Float32Array
  /** The same but for rounding, with what `backward` needs kept for it. */
  forward(inputs: Float32Array, rows: number): Float32Array
  /**
   * The gradient from that with respect to the outputs of the last `forward`, [rows, outputs]. The gradient with respect to
   * its inputs, [rows, inputs], is written to `inputGradient` where it is given.
   * Errors: GauntletError where no `forward` came before.
   */
  backward(outputGradient: Float32Array, inputGradient?: Float32Array): void
  changed(): void
  /** Frees what the engine does not collect by itself. */
  dispose(): void
}

/** Something that networks can run on. */
export interface NetworkBackend {
  readonly name: string
  /** A network that begins as `stream` decides. */
  mlp(architecture: MlpArchitecture, stream: Stream): Network
}

/** The dense layers of a perceptron, first to last. */
export function layersOf({ inputs, hidden, outputs }: MlpArchitecture): DenseLayer[] {
  const widths = [inputs, ...hidden, outputs]
  let offset = 0
  return widths.slice(1).map((width, l) => {
    const weights = offset
    const biases = weights + widths[l] * width
    offset = biases + width
    return { inputs: widths[l], outputs: width, weights, biases }
  })
}

/** A perceptron on TensorFlow.js: `TfjsNetwork`. */
import { GauntletError, type Stream } from '@gauntlet/core'
import {
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  dispose,
  fused,
  getBackend,
  keep,
  matMul,
  mul,
  setBackend,
  step,
  sub,
  sum,
  tanh,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core'
import { hostPass } from './host-pass.ts'
import { initialParameters } from './initialise.ts'
import { type DenseLayer, type MlpArchitecture, type Network, layersOf } from './network.ts'

interface LayerTensors {
  readonly weights: Tensor2D
  readonly biases: Tensor1D
}

/** Products up to which a forward pass on the host is faster than the calls that reach the backend's kernels. */
const HOST_PRODUCTS = 40_000

/**
 * Forward and backward passes written out, without a tape: the WASM backend multiplies a transposed operand
 * an order of magnitude slower than it transposes and multiplies, so every product here is of plain matrices.
 */
export class TfjsNetwork implements Network {
  readonly inputs: number
  readonly outputs: number
  readonly parameters: Float32Array
  readonly gradient: Float32Array
  private readonly backend: string
  private readonly layers: readonly DenseLayer[]
  private readonly activation: 'tanh' | 'relu'
  /** The parameters on the backend; undefined where the host's have changed since. */
  private tensors: readonly LayerTensors[] | undefined
  /** Inputs of every layer in the last forward pass: x_0 the network's own, x_l what layer l - 1 put out. */
  private trace: readonly Tensor2D[] = []

  /** `backend`: one that has been loaded, as TensorFlow.js calls it. */
  constructor(backend: string, architecture: MlpArchitecture, stream: Stream) {
    this.backend = backend
    this.inputs = architecture.inputs
    this.outputs = architecture.outputs
    this.activation = architecture.activation
    this.layers = layersOf(architecture)
    this.parameters = initialParameters(architecture, stream)
    this.gradient = new Float32Array(this.parameters.length)
  }

  predict(inputs: Float32Array, rows: number): Float32Array {
    const { layers, activation, parameters } = this
    if (rows * parameters.length <= HOST_PRODUCTS)
      return hostPass(layers, activation, parameters, inputs, rows)
    return this.forward(inputs, rows)
  }

  forward(inputs: Float32Array, rows: number): Float32Array {
    this.takeBackend()
    dispose([...this.trace])
    const tensors = (this.tensors ??= this.upload())
    return tidy(() => {
      const trace = [tensor2d(inputs.subarray(0, rows * this.inputs), [rows, this.inputs])]
      for (let l = 0; l < tensors.length - 1; l++) trace.push(this.hidden(trace[l], tensors[l]))
      const { weights: b, biases: bias } = tensors[tensors.length - 1]
      const outputs = fused.matMul({ a: trace[trace.length - 1], b, bias })
      for (const tensor of trace) keep(tensor)
      this.trace = trace
      return outputs.dataSync() as Float32Array
    })
  }

  /** TensorFlow.js has one backend at a time, and another network may have asked for another. */
  private takeBackend(): void {
    if (getBackend() !== this.backend) void setBackend(this.backend)
  }

  private hidden(a: Tensor2D, { weights: b, biases: bias }: LayerTensors): Tensor2D {
    if (this.activation === 'relu') return fused.matMul({ a, b, bias, activation: 'relu' }) as Tensor2D
    return tanh(fused.matMul({ a, b, bias })) as Tensor2D
  }

  backward(outputGradient: Float32Array, inputGradient?: Float32Array): void {
    const { layers, trace } = this
    const tensors = this.tensors
    if (trace.length === 0 || tensors === undefined) {
      throw new GauntletError('order', 'network: backward without a forward before it')
    }
    this.takeBackend()
    const rows = trace[0].shape[0]
    tidy(() => {
      let above = tensor2d(outputGradient.subarray(0, rows * this.outputs), [rows, this.outputs])
      for (let l = layers.length - 1; l >= 0; l--) {
        this.gradient.set(matMul(transpose(trace[l]), above).dataSync(), layers[l].weights)
        this.gradient.set(sum(above, 0).dataSync(), layers[l].biases)
        if (l > 0) above = mul(matMul(above, transpose(tensors[l].weights)), this.slope(trace[l]))
        else inputGradient?.set(matMul(above, transpose(tensors[0].weights)).dataSync())
      }
    })
  }

  /** The activation's derivative, from what it put out: 1 - y² for tanh, 1 where y > 0 for relu. */
  private slope(y: Tensor2D): Tensor2D {
    return this.activation === 'relu' ? step(y) : sub(1, mul(y, y))
  }

  changed(): void {
    disposeLayers(this.tensors)
    this.tensors = undefined
  }

  dispose(): void {
    this.changed()
    dispose([...this.trace])
    this.trace = []
  }

  private upload(): LayerTensors[] {
    return this.layers.map(({ inputs, outputs, weights, biases }) => ({
      weights: tensor2d(this.parameters.slice(weights, biases), [inputs, outputs]),
      biases: tensor1d(this.parameters.slice(biases, biases + outputs)),
    }))
  }
}

function disposeLayers(layers: readonly LayerTensors[] = []): void {
  const tensors: Tensor[] = layers.flatMap(({ weights, biases }) => [weights, biases])
  dispose(tensors)
}

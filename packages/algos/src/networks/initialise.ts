/** How networks begin: `initialParameters`. */
import { type Stream } from '@gauntlet/core'
import { type DenseLayer, type MlpArchitecture, layersOf } from './network.ts'

/** The parameters of a perceptron before training, drawn from `stream` alone. */
export function initialParameters(architecture: MlpArchitecture, stream: Stream): Float32Array {
  const layers = layersOf(architecture)
  const last = layers.at(-1)
  const parameters = new Float32Array(last === undefined ? 0 : last.biases + last.outputs)
  for (const layer of layers) {
    if (architecture.initialisation === 'uniform') uniform(parameters, layer, stream)
    else orthogonal(parameters, layer, layer === last ? (architecture.outputGain ?? 1) : Math.SQRT2, stream)
  }
  return parameters
}

/** He et al. 2015 with a = √5, which is PyTorch's default for linear layers. */
function uniform(parameters: Float32Array, layer: DenseLayer, stream: Stream): void {
  const bound = 1 / Math.sqrt(layer.inputs)
  const end = layer.biases + layer.outputs
  for (let i = layer.weights; i < end; i++) parameters[i] = bound * (2 * stream.uniform() - 1)
}

/**
 * Weights whose rows or columns, whichever are fewer, are orthonormal, times `gain`; biases 0.
 * Source: Saxe, McClelland and Ganguli 2014, section 3.
 */
function orthogonal(parameters: Float32Array, layer: DenseLayer, gain: number, stream: Stream): void {
  const { inputs, outputs, weights } = layer
  const count = Math.min(inputs, outputs)
  const length = Math.max(inputs, outputs)
  const vectors = orthonormal(count, length, stream)
  for (let i = 0; i < inputs; i++) {
    for (let o = 0; o < outputs; o++) {
      const entry = inputs < outputs ? vectors[i * length + o] : vectors[o * length + i]
      parameters[weights + i * outputs + o] = gain * entry
    }
  }
}

/** `count` orthonormal vectors of `length` ≥ `count` numbers: normal draws, by modified Gram-Schmidt done twice. */
function orthonormal(count: number, length: number, stream: Stream): Float64Array {
  const vectors = new Float64Array(count * length)
  for (let j = 0; j < count; j++) {
    const own = vectors.subarray(j * length, (j + 1) * length)
    for (let k = 0; k < length; k++) own[k] = stream.normal()
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < j; i++) {
        const other = vectors.subarray(i * length, (i + 1) * length)
        const share = dot(own, other)
        for (let k = 0; k < length; k++) own[k] -= share * other[k]
      }
    }
    const norm = Math.sqrt(dot(own, own))
    for (let k = 0; k < length; k++) own[k] /= norm
  }
  return vectors
}

function dot(p: Float64Array, q: Float64Array): number {
  let sum = 0
  for (let k = 0; k < p.length; k++) sum += p[k] * q[k]
  return sum
}

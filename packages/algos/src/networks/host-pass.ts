/** A perceptron's forward pass on the host, for a few rows: `hostPass`. */
import { tanh } from '@gauntlet/core'
import type { DenseLayer } from './network.ts'

/**
 * Outputs [rows, outputs] for inputs [rows, inputs], in plain TypeScript: sums in float64, in the order of inputs. Zeros
 * among the inputs of a layer, of which observations are often full, cost nothing.
 */
export function hostPass(
  layers: readonly DenseLayer[],
  activation: 'tanh' | 'relu',
  parameters: Float32Array,
  inputs: Float32Array,
  rows: number,
): Float32Array {
  const [first, last] = [layers[0], layers[layers.length - 1]]
  const outputs = new Float32Array(rows * last.outputs)
  const widest = layers.reduce((most, layer) => Math.max(most, layer.inputs, layer.outputs), 0)
  let x = new Float64Array(widest)
  let y = new Float64Array(widest)
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < first.inputs; k++) x[k] = inputs[i * first.inputs + k]
    for (const layer of layers) {
      addProducts(layer, parameters, x, y)
      if (layer === last) break
      activate(activation, y, layer.outputs)
      const swapped = x
      x = y
      y = swapped
    }
    for (let o = 0; o < last.outputs; o++) outputs[i * last.outputs + o] = y[o]
  }
  return outputs
}

/** y ← b + x W, four inputs at a time: every y is then read and written a quarter as often. */
function addProducts(
  { inputs, outputs, weights, biases }: DenseLayer,
  parameters: Float32Array,
  x: Float64Array,
  y: Float64Array,
): void {
  for (let o = 0; o < outputs; o++) y[o] = parameters[biases + o]
  const whole = inputs - (inputs % 4)
  for (let k = 0; k < whole; k += 4) {
    const x0 = x[k]
    const x1 = x[k + 1]
    const x2 = x[k + 2]
    const x3 = x[k + 3]
    if (x0 === 0 && x1 === 0 && x2 === 0 && x3 === 0) continue
    const w0 = weights + k * outputs
    const w1 = w0 + outputs
    const w2 = w1 + outputs
    const w3 = w2 + outputs
    for (let o = 0; o < outputs; o++) {
      y[o] +=
        x0 * parameters[w0 + o] + x1 * parameters[w1 + o] + x2 * parameters[w2 + o] + x3 * parameters[w3 + o]
    }
  }
  for (let k = whole; k < inputs; k++) {
    const from = weights + k * outputs
    for (let o = 0; o < outputs; o++) y[o] += x[k] * parameters[from + o]
  }
}

function activate(activation: 'tanh' | 'relu', y: Float64Array, length: number): void {
  if (activation === 'tanh') for (let o = 0; o < length; o++) y[o] = tanh(y[o])
  else for (let o = 0; o < length; o++) y[o] = y[o] > 0 ? y[o] : 0
}

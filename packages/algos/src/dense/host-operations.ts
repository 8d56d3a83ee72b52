/** Dense layers in plain TypeScript: `HOST_OPERATIONS`. */
import { exp, expm1, log1p, tanh } from '@gauntlet/core'
import type { Activation, DenseOperations, FloatArray } from './operations.ts'

/** The operations as their definitions say. Packed are the weights and biases as they are. */
export const HOST_OPERATIONS: DenseOperations = {
  packedLength: (inputs, outputs) => (inputs + 1) * outputs,
  scratchLength: () => 0,
  pack,
  product,
  transposedProduct,
  addOuterProduct,
  activate,
  scaleBySlope,
  addLinked,
}

function pack(layer: FloatArray, layerAt: number, inputs: number, outputs: number, packed: FloatArray): void {
  const length = (inputs + 1) * outputs
  for (let i = 0; i < length; i++) packed[i] = layer[layerAt + i]
}

function product(
  x: FloatArray,
  xAt: number,
  packed: FloatArray,
  y: FloatArray,
  yAt: number,
  rows: number,
  inputs: number,
  outputs: number,
): void {
  for (let i = 0; i < rows; i++) {
    const to = yAt + i * outputs
    for (let o = 0; o < outputs; o++) y[to + o] = packed[inputs * outputs + o]
    for (let k = 0; k < inputs; k++) {
      const one = x[xAt + i * inputs + k]
      for (let o = 0; o < outputs; o++) y[to + o] += one * packed[k * outputs + o]
    }
  }
}

function transposedProduct(
  dy: FloatArray,
  dyAt: number,
  packed: FloatArray,
  dx: FloatArray,
  dxAt: number,
  rows: number,
  inputs: number,
  outputs: number,
): void {
  for (let i = 0; i < rows; i++) {
    const from = dyAt + i * outputs
    for (let k = 0; k < inputs; k++) {
      let sum = 0
      for (let o = 0; o < outputs; o++) sum += dy[from + o] * packed[k * outputs + o]
      dx[dxAt + i * inputs + k] = sum
    }
  }
}

function addOuterProduct(
  x: FloatArray,
  xAt: number,
  dy: FloatArray,
  dyAt: number,
  gradient: FloatArray,
  gradientAt: number,
  rows: number,
  inputs: number,
  outputs: number,
): void {
  const biases = gradientAt + inputs * outputs
  for (let i = 0; i < rows; i++) {
    const from = dyAt + i * outputs
    for (let k = 0; k < inputs; k++) {
      const one = x[xAt + i * inputs + k]
      const to = gradientAt + k * outputs
      for (let o = 0; o < outputs; o++) gradient[to + o] += one * dy[from + o]
    }
    for (let o = 0; o < outputs; o++) gradient[biases + o] += dy[from + o]
  }
}

function activate(activation: Activation, y: FloatArray, yAt: number, length: number): void {
  if (activation === 'none') return
  for (let i = yAt; i < yAt + length; i++) y[i] = activated(activation, y[i])
}

function scaleBySlope(
  activation: Activation,
  y: FloatArray,
  yAt: number,
  dy: FloatArray,
  dyAt: number,
  target: FloatArray,
  targetAt: number,
  length: number,
): void {
  for (let i = 0; i < length; i++) target[targetAt + i] = scaled(activation, y[yAt + i], dy[dyAt + i])
}

function addLinked(
  from: FloatArray,
  fromStep: number,
  into: FloatArray,
  intoStep: number,
  rows: number,
  links: FloatArray,
  width: number,
): void {
  for (let i = 0; i < rows; i++) {
    for (let l = 0; l < links.length; l += 3) {
      const a = i * fromStep + links[l]
      const b = i * intoStep + links[l + 1]
      const scale = links[l + 2]
      for (let k = 0; k < width; k++) into[b + k] += scale * from[a + k]
    }
  }
}

/** From here on PyTorch takes softplus for the identity, which in float32 it is. */
const SOFTPLUS_LINEAR = 20

function activated(activation: Activation, x: number): number {
  switch (activation) {
    case 'none':
      return x
    case 'relu':
      return x < 0 ? 0 : x
    case 'elu':
      return x > 0 ? x : expm1(x)
    case 'tanh':
      return tanh(x)
    case 'sigmoid':
      return x < 0 ? exp(x) / (1 + exp(x)) : 1 / (1 + exp(-x))
    case 'softplus':
      if (x > SOFTPLUS_LINEAR) return x
      return Math.max(x, 0) + log1p(exp(-Math.abs(x)))
  }
}

/** A gradient times the derivative of what put out y. */
function scaled(activation: Activation, y: number, gradient: number): number {
  switch (activation) {
    case 'none':
      return gradient
    case 'relu':
      return y <= 0 ? 0 : gradient
    case 'elu':
      return y > 0 ? gradient : gradient * (y + 1)
    case 'tanh':
      return gradient * ((1 - y) * (1 + y))
    case 'sigmoid':
      return gradient * (y * (1 - y))
    case 'softplus':
      return y > SOFTPLUS_LINEAR ? gradient : gradient * -expm1(-y)
  }
}

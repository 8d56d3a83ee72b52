/** Perceptrons for gradients written by hand: `Mlp`, `MlpShape`, `MlpTrace`, `mlpLengths`, `traceLengths`. */
import { GauntletError, type Stream } from '@gauntlet/core'
import { initialParameters } from '../networks/initialise.ts'
import { type DenseLayer, layersOf } from '../networks/network.ts'
import { packedLength, scratchLength } from './kernel-operations.ts'
import type { Activation, Arena, DenseOperations, FloatArray } from './operations.ts'

/** Dense layers with an activation after each; they begin as PyTorch's `nn.Linear`, uniform within ±1/√inputs. */
export interface MlpShape {
  readonly inputs: number
  /** Units of each hidden layer; empty for a single layer. */
  readonly hidden: readonly number[]
  readonly outputs: number
  readonly hiddenActivation: Activation
  readonly outputActivation: Activation
  /** What the biases of the last layer begin as, in place of chance. */
  readonly outputBias?: number
}

/** What one forward pass leaves for its backward pass. */
export interface MlpTrace {
  /** Rows that there is room for. */
  readonly rows: number
  /** What each layer put out, [rows, units]; the last are the outputs. */
  readonly layers: readonly FloatArray[]
  /** The inputs of the last forward pass, which are not copied: whoever changes them before `backward` spoils it. */
  inputs: FloatArray | undefined
  /** Rows of the last forward pass. */
  filled: number
}

/** Numbers of the widest layer that a block of rows has: with its gradients and weights they stay in the cache. */
const BLOCK_NUMBERS = 32768

/** Lengths of the arrays that a network takes of a kernel's arena, traces apart. */
export function mlpLengths(shape: MlpShape): number[] {
  const layers = layersOf(architectureOf(shape))
  const last = layers[layers.length - 1]
  const parameters = last.biases + last.outputs
  const rows = blockRows(shape)
  return [
    parameters,
    parameters,
    ...layers.map(({ inputs, outputs }) => packedLength(inputs, outputs)),
    rows * widest(shape),
    rows * widest(shape),
    mostScratch(layers, rows, scratchLength),
  ]
}

/** Lengths of the arrays that one trace of so many rows takes. */
export function traceLengths(shape: MlpShape, rows: number): number[] {
  return [...shape.hidden, shape.outputs].map((units) => rows * units)
}

/**
 * A multilayer perceptron whose every pass is asked for by name: as many traces as there are steps in time, and
 * gradients that add up until they are cleared. Its arrays, and those it is given, are of one arena.
 *
 * Rows go through all layers in blocks. Neither pass allocates, and a row's outputs do not depend on the other rows.
 */
export class Mlp {
  readonly shape: MlpShape
  /** All weights and biases, laid out as `layersOf` says. Whoever writes here calls `changed`. */
  readonly parameters: FloatArray
  /** Sum of what `backward` found since `clearGradient`, laid out as the parameters. */
  readonly gradient: FloatArray
  private readonly arena: Arena
  private readonly layers: readonly DenseLayer[]
  private readonly packed: readonly FloatArray[]
  private readonly block: number
  private readonly above: FloatArray
  private readonly below: FloatArray
  private readonly scratch: FloatArray

  /** It begins with the parameters `first`, or those that this stream decides, the same for every kind of arena. */
  constructor(shape: MlpShape, arena: Arena, first: Stream | Float32Array) {
    const { operations } = arena
    const architecture = architectureOf(shape)
    const given = first instanceof Float32Array
    const initial = given ? first : initialParameters(architecture, first)
    this.shape = shape
    this.arena = arena
    this.layers = layersOf(architecture)
    this.block = blockRows(shape)
    this.parameters = arena.floats(initial.length)
    this.gradient = arena.floats(initial.length)
    this.packed = this.layers.map(({ inputs, outputs }) =>
      arena.floats(operations.packedLength(inputs, outputs)),
    )
    this.above = arena.floats(this.block * widest(shape))
    this.below = arena.floats(this.block * widest(shape))
    this.scratch = arena.floats(mostScratch(this.layers, this.block, operations.scratchLength))
    this.parameters.set(initial)
    if (!given && shape.outputBias !== undefined) {
      this.parameters.fill(shape.outputBias, this.layers[this.layers.length - 1].biases)
    }
    this.changed()
  }

  /** Room for what one forward pass of up to `rows` rows keeps. */
  trace(rows: number): MlpTrace {
    const layers = traceLengths(this.shape, rows).map((length) => this.arena.floats(length))
    return { rows, layers, inputs: undefined, filled: 0 }
  }

  /** Takes over the parameters as they are now. */
  changed(): void {
    for (let l = 0; l < this.layers.length; l++) {
      const { inputs, outputs, weights } = this.layers[l]
      this.arena.operations.pack(this.parameters, weights, inputs, outputs, this.packed[l])
    }
  }

  clearGradient(): void {
    this.gradient.fill(0)
  }

  /** Outputs [rows, outputs] for inputs [rows, inputs]; they lie in the trace. */
  forward(inputs: FloatArray, rows: number, trace: MlpTrace): FloatArray {
    this.checkLength('inputs', inputs, rows * this.shape.inputs)
    if (rows > trace.rows) {
      throw new GauntletError('shape', `network: got ${rows} rows, the trace has room for ${trace.rows}`)
    }
    trace.inputs = inputs
    trace.filled = rows
    for (let i = 0; i < rows; i += this.block) {
      this.forwardBlock(inputs, trace, i, Math.min(this.block, rows - i))
    }
    return trace.layers[trace.layers.length - 1]
  }

  private forwardBlock(inputs: FloatArray, trace: MlpTrace, first: number, rows: number): void {
    const { layers, shape } = this
    const { operations } = this.arena
    let x = inputs
    for (let l = 0; l < layers.length; l++) {
      const { inputs: n, outputs: m } = layers[l]
      const y = trace.layers[l]
      const activation = l === layers.length - 1 ? shape.outputActivation : shape.hiddenActivation
      operations.product(x, first * n, this.packed[l], y, first * m, rows, n, m)
      operations.activate(activation, y, first * m, rows * m)
      x = y
    }
  }

  /**
   * Adds the gradient with respect to the parameters to `gradient`, and writes that with respect to the trace's inputs,
   * [rows, inputs], to `inputGradient` where it is given, from that with respect to the outputs, [rows, outputs].
   * Errors: GauntletError where the trace saw no `forward`, or an array is too short.
   */
  backward(trace: MlpTrace, outputGradient: FloatArray, inputGradient: FloatArray | undefined): void {
    const { inputs, filled } = trace
    if (inputs === undefined) {
      throw new GauntletError('order', 'network: backward without a forward before it')
    }
    this.checkLength('output gradient', outputGradient, filled * this.shape.outputs)
    if (inputGradient !== undefined) {
      this.checkLength('input gradient', inputGradient, filled * this.shape.inputs)
    }
    for (let i = 0; i < filled; i += this.block) {
      this.backwardBlock(inputs, trace, outputGradient, inputGradient, i, Math.min(this.block, filled - i))
    }
  }

  private backwardBlock(
    inputs: FloatArray,
    trace: MlpTrace,
    outputGradient: FloatArray,
    inputGradient: FloatArray | undefined,
    first: number,
    rows: number,
  ): void {
    const { layers, packed, shape, gradient, scratch } = this
    const { operations } = this.arena
    let { above, below } = this
    const top = layers.length - 1
    const from = first * shape.outputs
    const length = rows * shape.outputs
    operations.scaleBySlope(
      shape.outputActivation,
      trace.layers[top],
      from,
      outputGradient,
      from,
      above,
      0,
      length,
    )
    for (let l = top; l > 0; l--) {
      const { inputs: n, outputs: m, weights } = layers[l]
      const x = trace.layers[l - 1]
      operations.addOuterProduct(x, first * n, above, 0, gradient, weights, rows, n, m, scratch)
      operations.transposedProduct(above, 0, packed[l], below, 0, rows, n, m)
      operations.scaleBySlope(shape.hiddenActivation, x, first * n, below, 0, below, 0, rows * n)
      const swapped = above
      above = below
      below = swapped
    }
    const { inputs: n, outputs: m } = layers[0]
    operations.addOuterProduct(inputs, first * n, above, 0, gradient, 0, rows, n, m, scratch)
    if (inputGradient === undefined) return
    operations.transposedProduct(above, 0, packed[0], inputGradient, first * n, rows, n, m)
  }

  private checkLength(name: string, array: FloatArray, length: number): void {
    if (array.length >= length) return
    throw new GauntletError('shape', `network: got ${array.length} numbers of ${name}, expected ${length}`)
  }
}

function architectureOf({ inputs, hidden, outputs }: MlpShape): Parameters<typeof layersOf>[0] {
  return { inputs, hidden, outputs, activation: 'relu', initialisation: 'uniform' }
}

function widest({ inputs, hidden, outputs }: MlpShape): number {
  return Math.max(inputs, outputs, ...hidden)
}

/** Rows that go through the layers together: a multiple of the four that the kernel takes at a time. */
function blockRows(shape: MlpShape): number {
  return 4 * Math.max(8, Math.floor(BLOCK_NUMBERS / 4 / widest(shape)))
}

/** Numbers that the layer with the largest outer product works in. */
function mostScratch(
  layers: readonly DenseLayer[],
  rows: number,
  lengthOf: DenseOperations['scratchLength'],
): number {
  return layers.reduce((most, { inputs, outputs }) => Math.max(most, lengthOf(rows, inputs, outputs)), 0)
}

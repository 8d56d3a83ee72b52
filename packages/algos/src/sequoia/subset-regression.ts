/** A network's value of a subset in a state, and its regression: `SubsetRegression`, `reluLayers`. */
import type { ReluNetwork, Stream } from '@gauntlet/core'
import type { Arena, FloatArray } from '../dense/operations.ts'
import { kernelArena } from '../dense/kernel-arena.ts'
import { Mlp, type MlpShape, type MlpTrace, mlpLengths, traceLengths } from '../dense/mlp.ts'
import { layersOf } from '../networks/network.ts'
import { adamw } from '../optimisers/adamw.ts'
import { type Optimiser, type Trainable, jointNorm } from '../optimisers/optimiser.ts'

export interface RegressionOptions {
  /** Bound of each number of the gradient. */
  readonly gradientBound: number
  readonly weightDecay: number
}

/** What a step down the loss found; `errors` [rows], what the network said less what it should have. */
export interface RegressionStep {
  readonly loss: number
  readonly value: number
  readonly norm: number
  readonly errors: Float64Array
}

/** PyTorch's default for Adam's is 1e-8; the reference says this. */
const EPSILON = 1.5e-4

/** Q(x, s) with ReLU between its layers, in float32 on the kernel of dense layers, and its way down Huber's loss. */
export class SubsetRegression implements Trainable {
  readonly parameters: Float32Array
  readonly gradient: Float32Array
  /** [rows, elements + context]: a subset and then a state, written before `step` */
  readonly inputs: FloatArray
  readonly optimiser: Optimiser
  private readonly mlp: Mlp
  private readonly trace: MlpTrace
  private readonly outputGradient: FloatArray
  private readonly bound: number
  private layers: ReluNetwork['layers'] | undefined

  /** `inputs` numbers make a row, of which there are `rows` at most. */
  constructor(
    inputs: number,
    hidden: readonly number[],
    rows: number,
    { gradientBound, weightDecay }: RegressionOptions,
    stream: Stream,
  ) {
    const shape: MlpShape = {
      inputs,
      hidden,
      outputs: 1,
      hiddenActivation: 'relu',
      outputActivation: 'none',
    }
    const arena: Arena = kernelArena([
      ...mlpLengths(shape),
      ...traceLengths(shape, rows),
      rows * inputs,
      rows,
    ])
    this.mlp = new Mlp(shape, arena, stream)
    this.trace = this.mlp.trace(rows)
    this.inputs = arena.floats(rows * inputs)
    this.outputGradient = arena.floats(rows)
    this.parameters = this.mlp.parameters as Float32Array
    this.gradient = this.mlp.gradient as Float32Array
    this.optimiser = adamw([this.parameters.length], { epsilon: EPSILON, weightDecay })
    this.bound = gradientBound
  }

  /** One step down the mean of w h(Q - y) over the rows of `inputs`; h is Huber's loss, with slopes of ±1 beyond ±1. */
  step(targets: Float64Array, weights: Float64Array, learningRate: number): RegressionStep {
    const { mlp, outputGradient, gradient, bound } = this
    const rows = targets.length
    const q = mlp.forward(this.inputs, rows, this.trace)
    const errors = new Float64Array(rows)
    let loss = 0
    let value = 0
    for (let i = 0; i < rows; i++) {
      const error = q[i] - targets[i]
      const size = Math.abs(error)
      loss += (weights[i] * (size < 1 ? 0.5 * error * error : size - 0.5)) / rows
      value += q[i] / rows
      outputGradient[i] = (weights[i] * Math.max(-1, Math.min(1, error))) / rows
      errors[i] = error
    }
    mlp.clearGradient()
    mlp.backward(this.trace, outputGradient, undefined)
    const norm = jointNorm([this])
    for (let k = 0; k < gradient.length; k++) gradient[k] = Math.max(-bound, Math.min(bound, gradient[k]))
    this.optimiser.step(0, this, learningRate)
    this.optimiser.advance()
    this.changed()
    return { loss, value, norm, errors }
  }

  /** Takes over the parameters as they are now. */
  changed(): void {
    this.mlp.changed()
    this.layers = undefined
  }

  get shape(): MlpShape {
    return this.mlp.shape
  }

  /** The network as the `feasible` face takes it. */
  get relu(): ReluNetwork['layers'] {
    this.layers ??= reluLayers(this.mlp.shape, this.parameters)
    return this.layers
  }
}

/** Layers of row-major [out, in] weights, from flat parameters as `layersOf` lays them out. */
export function reluLayers(
  { inputs, hidden, outputs }: Pick<MlpShape, 'inputs' | 'hidden' | 'outputs'>,
  parameters: Float32Array,
): ReluNetwork['layers'] {
  const layers = layersOf({ inputs, hidden, outputs, activation: 'relu', initialisation: 'uniform' })
  return layers.map(({ inputs: n, outputs: m, weights, biases }) => ({
    weights: Float64Array.from(
      { length: n * m },
      (_, k) => parameters[weights + (k % n) * m + Math.floor(k / n)],
    ),
    biases: Float64Array.from(parameters.subarray(biases, biases + m)),
  }))
}

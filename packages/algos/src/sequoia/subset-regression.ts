/** A network's value of a subset in a state, and its regression: `SubsetRegression`, `regressionOf`, `reluLayers`. */
import type { ReluNetwork, Stream } from '@gauntlet/core'
import type { ValueLoss } from '../critics/value-loss.ts'
import type { Arena, FloatArray } from '../dense/operations.ts'
import { kernelArena } from '../dense/kernel-arena.ts'
import { Mlp, type MlpShape, type MlpTrace, mlpLengths, traceLengths } from '../dense/mlp.ts'
import { layersOf } from '../networks/network.ts'
import type { Trainable } from '../optimisers/optimiser.ts'
import { type Built, onlyOf } from '../recipe/part.ts'

/** What a regression found; `errors` [rows], what the network said less what it should have. */
export interface Regressed {
  readonly loss: number
  readonly value: number
  readonly errors: Float64Array
}

/** Q(x, s) with ReLU between its layers, in float32 on the kernel of dense layers. */
export class SubsetRegression implements Trainable {
  readonly parameters: Float32Array
  readonly gradient: Float32Array
  /** [rows, elements + context]: a subset and then a state, written before `regress` */
  readonly inputs: FloatArray
  private readonly mlp: Mlp
  private readonly trace: MlpTrace
  private readonly outputGradient: FloatArray
  private layers: ReluNetwork['layers'] | undefined

  /** `inputs` numbers make a row, of which there are `rows` at most. */
  constructor(inputs: number, hidden: readonly number[], rows: number, stream: Stream) {
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
  }

  /** Leaves in the gradient that of the mean of w · loss(Q, y) over the rows of `inputs`. */
  regress(targets: Float64Array, weights: Float64Array, loss: ValueLoss): Regressed {
    const { mlp, outputGradient } = this
    const rows = targets.length
    const q = mlp.forward(this.inputs, rows, this.trace)
    const errors = new Float64Array(rows)
    const out = new Float64Array(2)
    const found = { loss: 0, value: 0, errors }
    for (let i = 0; i < rows; i++) {
      loss(q[i], q[i], targets[i], out)
      found.loss += (weights[i] * out[0]) / rows
      found.value += q[i] / rows
      outputGradient[i] = (weights[i] * out[1]) / rows
      errors[i] = q[i] - targets[i]
    }
    mlp.clearGradient()
    mlp.backward(this.trace, outputGradient, undefined)
    return found
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

/** Errors: Error where the recipe has no such critic, which is a mistake of its. */
export function regressionOf({ critic }: Built): SubsetRegression {
  return onlyOf(
    critic.filter((each) => each instanceof SubsetRegression),
    'critic',
  )
}

/** A residual convolutional network on planes of a grid: `ResidualConvolution`, `ResidualShape`. */
import { GauntletError, type Block, type Stream } from '@gauntlet/core'
import { initialParameters } from '../networks/initialise.ts'
import { Convolution, frameLength } from './convolution.ts'
import { Mlp, type MlpTrace } from './mlp.ts'
import type { Arena, FloatArray, ImageShape } from './operations.ts'

/** Images that go through all layers together: with their gradients they stay in the cache. */
const BLOCK = 8
/** What the filters are a multiple of. */
export const FILTER_STEP = 8

export interface ResidualShape {
  /** Of the observation: one block, planes of a grid. */
  readonly layout: readonly Block[]
  /** Channels between the layers, a multiple of eight. */
  readonly filters: number
  readonly blocks: number
  /** Units of dense layers between the planes and the outputs; none for Follower's light version. */
  readonly hidden: readonly number[]
  readonly outputs: number
}

/** What one forward pass leaves for its backward pass. */
export interface ResidualTrace {
  /** [rows] framed images: what is observed, and what each convolution put out */
  readonly input: FloatArray
  readonly layers: readonly FloatArray[]
  /** [rows, filters, height, width]: the last of them, which the dense layers read, and the gradient by it */
  readonly planes: FloatArray
  readonly byPlanes: FloatArray
  readonly dense: MlpTrace
  rows: number
}

/**
 * A convolution; residual blocks of two; all that they put out, in its planes, through dense layers to the outputs.
 *
 * With ρ = max(0, ·): r₀ = ρ(x * W₀ + b₀); of block k, h = ρ(r_k * W + b) and r_{k+1} = ρ(h * W′ + b′ + r_k).
 * Kernels and dense layers begin orthogonal, of gain √2, the last of gain 1.
 * Source: Skrynnik et al. 2024, Follower, `ResnetEncoder` of its code: [ReLU, convolution, ReLU, convolution, + skip], where the
 * ReLU works in place, so that what is skipped is what it put out.
 */
export class ResidualConvolution {
  readonly inputs: number
  readonly outputs: number
  /** Everything that has parameters, first to last. */
  readonly parts: readonly { readonly parameters: FloatArray; readonly gradient: FloatArray }[]
  private readonly arena: Arena
  /** As planes go in, and as they are between the layers. */
  private readonly entry: ImageShape
  private readonly inner: ImageShape
  private readonly convolutions: readonly Convolution[]
  private readonly dense: Mlp
  /** A block of what is observed, in the arena. */
  private readonly copied: FloatArray
  /** Gradients of a block of images by what a layer puts out, and on their way through it. */
  private readonly above: FloatArray
  private readonly middle: FloatArray

  /** Errors: GauntletError where the observation is not one block of planes. */
  constructor({ layout, filters, blocks, hidden, outputs }: ResidualShape, arena: Arena, stream: Stream) {
    const [channels, height, width] = planesOf(layout)
    const dense = { inputs: filters * height * width, hidden, outputs }
    this.arena = arena
    this.inputs = channels * height * width
    this.outputs = outputs
    this.entry = { height, width, inputs: channels, outputs: filters }
    this.inner = { height, width, inputs: filters, outputs: filters }
    this.convolutions = Array.from(
      { length: 1 + 2 * blocks },
      (_, l) => new Convolution(l === 0 ? this.entry : this.inner, arena, stream),
    )
    this.dense = new Mlp(
      { ...dense, hiddenActivation: 'relu', outputActivation: 'none' },
      arena,
      initialParameters({ ...dense, activation: 'relu', initialisation: 'orthogonal' }, stream),
    )
    this.copied = arena.floats(BLOCK * this.inputs)
    this.above = arena.floats(BLOCK * frameLength(this.inner, filters))
    this.middle = arena.floats(BLOCK * frameLength(this.inner, filters))
    this.parts = [...this.convolutions, this.dense]
  }

  trace(rows: number): ResidualTrace {
    const { arena, entry, inner, convolutions, dense } = this
    const planes = rows * dense.shape.inputs
    return {
      input: arena.floats(rows * frameLength(entry, entry.inputs)),
      layers: convolutions.map(() => arena.floats(rows * frameLength(inner, inner.outputs))),
      planes: arena.floats(planes),
      byPlanes: arena.floats(planes),
      dense: dense.trace(rows),
      rows: 0,
    }
  }

  clearGradient(): void {
    for (const { gradient } of this.parts) gradient.fill(0)
  }

  changed(): void {
    for (const convolution of this.convolutions) convolution.changed()
    this.dense.changed()
  }

  forward(inputs: Float32Array, rows: number, trace: ResidualTrace): FloatArray {
    const { arena, entry, inner, convolutions } = this
    const { input, layers, planes } = trace
    const { operations } = arena
    trace.rows = rows
    for (let at = 0; at < rows; at += BLOCK) {
      const count = Math.min(BLOCK, rows - at)
      this.copied.set(inputs.subarray(at * this.inputs, (at + count) * this.inputs))
      operations.framePlanes(this.copied, 0, input, at * frameLength(entry, entry.inputs), count, entry)
      convolutions[0].forward(input, layers[0], undefined, at, count)
      for (let l = 1; l < layers.length; l += 2) {
        convolutions[l].forward(layers[l - 1], layers[l], undefined, at, count)
        convolutions[l + 1].forward(layers[l], layers[l + 1], layers[l - 1], at, count)
      }
      const last = layers[layers.length - 1]
      const from = at * frameLength(inner, inner.inputs)
      operations.cropPlanes(last, from, planes, at * this.dense.shape.inputs, count, inner)
    }
    return this.dense.forward(planes, rows, trace.dense)
  }

  backward(trace: ResidualTrace, byOutputs: FloatArray): void {
    const { inner, dense, above, middle, convolutions, arena } = this
    const { input, layers, byPlanes, rows } = trace
    dense.backward(trace.dense, byOutputs, byPlanes)
    for (let at = 0; at < rows; at += BLOCK) {
      const count = Math.min(BLOCK, rows - at)
      arena.operations.framePlanes(byPlanes, at * dense.shape.inputs, above, 0, count, inner)
      for (let l = layers.length - 1; l > 0; l -= 2) {
        this.rectify(layers[l], above, at, count)
        convolutions[l].addGradient(layers[l - 1], above, at, count)
        convolutions[l].backward(above, middle, undefined, count)
        this.rectify(layers[l - 1], middle, at, count)
        convolutions[l - 1].addGradient(layers[l - 2], middle, at, count)
        convolutions[l - 1].backward(middle, above, above, count)
      }
      this.rectify(layers[0], above, at, count)
      convolutions[0].addGradient(input, above, at, count)
    }
  }

  /** Scales gradients of images by the slope of the ReLU that put out y. */
  private rectify(y: FloatArray, gradient: FloatArray, at: number, images: number): void {
    const length = frameLength(this.inner, this.inner.outputs)
    const { operations } = this.arena
    operations.scaleBySlope('relu', y, at * length, gradient, 0, gradient, 0, images * length)
  }
}

function planesOf(layout: readonly Block[]): readonly number[] {
  const [block] = layout
  if (layout.length === 1 && block.axis === 'grid' && block.shape.length === 3) return block.shape
  const got = layout.map(({ name, axis, shape }) => `${name} (${axis}, [${shape.join(', ')}])`).join('; ')
  throw new GauntletError(
    'capability',
    `convolutions: got an observation of ${got}, expected one block of planes, [channels, height, width] along a grid`,
  )
}

/** A layer of kernels of 3 by 3 cells: `Convolution`. */
import type { Stream } from '@gauntlet/core'
import { initialParameters } from '../networks/initialise.ts'
import type { Arena, FloatArray, ImageShape } from './operations.ts'

const CELLS = 9

/** A convolution with a margin of zeros, so that images keep their size. It begins orthogonal, with biases 0. */
export class Convolution {
  readonly shape: ImageShape
  /** Weights [9 inputs, outputs], cells of the kernel row by row and channels within them, and then biases. Whoever writes here calls `changed`. */
  readonly parameters: FloatArray
  readonly gradient: FloatArray
  private readonly arena: Arena
  private readonly packed: FloatArray
  /** The way back is a convolution too, by the kernel turned round; its parameters, packed, and shape. */
  private readonly turned: FloatArray
  private readonly turnedPacked: FloatArray
  private readonly backShape: ImageShape

  constructor(shape: ImageShape, arena: Arena, stream: Stream) {
    const { inputs, outputs } = shape
    const { operations } = arena
    const architecture = {
      inputs: CELLS * inputs,
      hidden: [],
      outputs,
      activation: 'relu',
      initialisation: 'orthogonal',
      outputGain: Math.SQRT2,
    } as const
    this.shape = shape
    this.backShape = { ...shape, inputs: outputs, outputs: inputs }
    this.arena = arena
    this.parameters = arena.floats((CELLS * inputs + 1) * outputs)
    this.gradient = arena.floats(this.parameters.length)
    this.packed = arena.floats(operations.packedLength(CELLS * inputs, outputs))
    this.turned = arena.floats((CELLS * outputs + 1) * inputs)
    this.turnedPacked = arena.floats(operations.packedLength(CELLS * outputs, inputs))
    this.parameters.set(initialParameters(architecture, stream))
    this.changed()
  }

  /** Takes over the parameters as they are now. */
  changed(): void {
    const { shape, arena, parameters, turned } = this
    const { inputs, outputs } = shape
    for (let k = 0; k < CELLS; k++) {
      for (let c = 0; c < inputs; c++) {
        for (let o = 0; o < outputs; o++)
          turned[((CELLS - 1 - k) * outputs + o) * inputs + c] = parameters[(k * inputs + c) * outputs + o]
      }
    }
    arena.operations.pack(parameters, 0, CELLS * inputs, outputs, this.packed)
    arena.operations.pack(turned, 0, CELLS * outputs, inputs, this.turnedPacked)
  }

  /** y ← max(0, x * W + b + skip), for so many framed images that begin at number `at` of each array. */
  forward(x: FloatArray, y: FloatArray, skip: FloatArray | undefined, at: number, images: number): void {
    const { shape, packed, arena } = this
    const from = at * frameLength(shape, shape.inputs)
    const to = at * frameLength(shape, shape.outputs)
    arena.operations.convolve(x, from, packed, y, to, skip, true, images, shape)
  }

  /** Adds to the gradient what images `at` … of x and the first images of dy come to. */
  addGradient(x: FloatArray, dy: FloatArray, at: number, images: number): void {
    const { shape, gradient, arena } = this
    const from = at * frameLength(shape, shape.inputs)
    arena.operations.addKernelGradient(x, from, dy, 0, gradient, images, shape)
  }

  /** dx ← dy by the layer, + skip, for the first images of each. Needs inputs that are a multiple of eight. */
  backward(dy: FloatArray, dx: FloatArray, skip: FloatArray | undefined, images: number): void {
    this.arena.operations.convolve(dy, 0, this.turnedPacked, dx, 0, skip, false, images, this.backShape)
  }
}

/** Numbers of a framed image. */
export function frameLength({ height, width }: ImageShape, channels: number): number {
  return (height + 2) * (width + 2) * channels
}

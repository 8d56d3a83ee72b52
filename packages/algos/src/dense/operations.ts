/** What a dense layer is made of: `Activation`, `ACTIVATIONS`, `FloatArray`, `DenseOperations`, `Arena`. */

/** Activations, in the order in which kernels number them. */
export const ACTIVATIONS = ['none', 'relu', 'elu', 'tanh', 'sigmoid', 'softplus'] as const

/**
 * Of one number: `elu` is x above 0 and e^x - 1 below (Clevert et al. 2016, α = 1), `softplus` is log(1 + e^x). Where
 * `relu` has a kink its derivative is 0.
 */
export type Activation = (typeof ACTIVATIONS)[number]

/** Numbers of one kind, as the arena that they come from has them. */
export type FloatArray = Float32Array | Float64Array

/**
 * Products and activations over arrays of one arena. `xAt` and its like are where in the array `x` the matrix begins;
 * matrices lie by rows, and those written to overlap none of those read. Nothing is allocated. What is not a number stays so.
 */
export interface DenseOperations {
  /** Length of the array that `pack` fills. */
  packedLength(inputs: number, outputs: number): number
  /** Length of the array that `addOuterProduct` works in. */
  scratchLength(rows: number, inputs: number, outputs: number): number
  /** Lays weights [inputs, outputs], with biases [outputs] after them, out for `product` and `transposedProduct`. */
  pack(layer: FloatArray, layerAt: number, inputs: number, outputs: number, packed: FloatArray): void
  /** y [rows, outputs] ← x [rows, inputs] W + b */
  product(
    x: FloatArray,
    xAt: number,
    packed: FloatArray,
    y: FloatArray,
    yAt: number,
    rows: number,
    inputs: number,
    outputs: number,
  ): void
  /** dx [rows, inputs] ← dy [rows, outputs] Wᵀ */
  transposedProduct(
    dy: FloatArray,
    dyAt: number,
    packed: FloatArray,
    dx: FloatArray,
    dxAt: number,
    rows: number,
    inputs: number,
    outputs: number,
  ): void
  /** dW ← dW + xᵀ dy and, after it in the same array, db ← db + the sums of dy's columns. */
  addOuterProduct(
    x: FloatArray,
    xAt: number,
    dy: FloatArray,
    dyAt: number,
    gradient: FloatArray,
    gradientAt: number,
    rows: number,
    inputs: number,
    outputs: number,
    scratch: FloatArray,
  ): void
  /** Applies an activation to `length` numbers in place. */
  activate(activation: Activation, y: FloatArray, yAt: number, length: number): void
  /** target ← dy × the activation's derivative where it put out y; target and dy may be the same. */
  scaleBySlope(
    activation: Activation,
    y: FloatArray,
    yAt: number,
    dy: FloatArray,
    dyAt: number,
    target: FloatArray,
    targetAt: number,
    length: number,
  ): void
  /**
   * into[i × intoStep + t + k] += scale × from[i × fromStep + f + k] for every row i, every link [f, t, scale] of `links`
   * [links, 3] in their order, and every k below `width`. Places are below 2²⁴.
   */
  addLinked(
    from: FloatArray,
    fromStep: number,
    into: FloatArray,
    intoStep: number,
    rows: number,
    links: FloatArray,
    width: number,
  ): void
}

/**
 * Convolutions by kernels of 3 by 3 cells over arrays of one arena, at places as in `DenseOperations`.
 *
 * A framed image is [height + 2, width + 2, channels]: what is along its edge is 0, is read as what lies around the image, and is
 * never written. A kernel is a dense layer [9 inputs, outputs] with biases after it, cells of the kernel row by row and channels
 * within them. `outputs` is a multiple of eight.
 */
export interface ConvolutionOperations {
  /**
   * y ← x * W + b + skip for framed images x, y and, where there is one, skip, which lies where y does in its array, or is y itself;
   * and then, where `rectified`, y ← max(0, y). `packed` is what `pack` makes of the kernel.
   */
  convolve(
    x: FloatArray,
    xAt: number,
    packed: FloatArray,
    y: FloatArray,
    yAt: number,
    skip: FloatArray | undefined,
    rectified: boolean,
    images: number,
    shape: ImageShape,
  ): void
  /** dW ← dW + what x and dy, framed images, come to; and, after it in the same array, db. */
  addKernelGradient(
    x: FloatArray,
    xAt: number,
    dy: FloatArray,
    dyAt: number,
    gradient: FloatArray,
    images: number,
    shape: ImageShape,
  ): void
  /** framed ← planes: images [inputs, height, width] as framed images [.., .., inputs] */
  framePlanes(
    planes: FloatArray,
    planesAt: number,
    framed: FloatArray,
    framedAt: number,
    images: number,
    shape: ImageShape,
  ): void
  /** planes ← framed, the other way round. */
  cropPlanes(
    framed: FloatArray,
    framedAt: number,
    planes: FloatArray,
    planesAt: number,
    images: number,
    shape: ImageShape,
  ): void
}

/** Cells of an image, without its edge, and channels that go in and come out. */
export interface ImageShape {
  readonly height: number
  readonly width: number
  readonly inputs: number
  readonly outputs: number
}

/** Where arrays come from, zeros at first, and what computes on them. */
export interface Arena {
  readonly operations: DenseOperations & ConvolutionOperations
  floats(length: number): FloatArray
}

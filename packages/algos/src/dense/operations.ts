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

/** Where arrays come from, zeros at first, and what computes on them. */
export interface Arena {
  readonly operations: DenseOperations
  floats(length: number): FloatArray
}

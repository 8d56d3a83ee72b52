/** Dense layers by the WebAssembly kernel: `KernelOperations`, `DenseKernel`, `packedLength`, `scratchLength`. */
import { GauntletError } from '@gauntlet/core'
import {
  ACTIVATIONS,
  type Activation,
  type ConvolutionOperations,
  type DenseOperations,
  type FloatArray,
  type ImageShape,
} from './operations.ts'

/** The functions of `kernels/`; arrays are given as addresses. */
export interface DenseKernel {
  packColumns(matrix: number, rows: number, columns: number, panels: number): void
  packTransposed(matrix: number, rows: number, columns: number, panels: number): void
  packInputs(matrix: number, rows: number, columns: number, strips: number): void
  product(x: number, panels: number, y: number, rows: number, inputs: number, outputs: number): void
  addOuterProduct(
    strips: number,
    panels: number,
    gradient: number,
    rows: number,
    inputs: number,
    outputs: number,
  ): void
  activate(activation: number, y: number, length: number): void
  scaleBySlope(activation: number, y: number, gradient: number, target: number, length: number): void
  addLinked(
    from: number,
    fromStep: number,
    into: number,
    intoStep: number,
    rows: number,
    links: number,
    count: number,
    width: number,
  ): void
  convolve(
    x: number,
    panels: number,
    y: number,
    skip: number,
    images: number,
    height: number,
    width: number,
    inputs: number,
    outputs: number,
    rectified: number,
  ): void
  addKernelGradient(
    x: number,
    dy: number,
    gradient: number,
    images: number,
    height: number,
    width: number,
    inputs: number,
    outputs: number,
  ): void
  framePlanes(from: number, to: number, images: number, height: number, width: number, channels: number): void
  cropPlanes(from: number, to: number, images: number, height: number, width: number, channels: number): void
  adam(
    parameters: number,
    gradient: number,
    means: number,
    squares: number,
    length: number,
    beta1: number,
    beta2: number,
    rate: number,
    root: number,
    epsilon: number,
  ): void
}

/** Columns of a panel and of a strip: see `kernels/products.ts`. */
const PANEL = 8
const STRIP = 4

/**
 * The operations on arrays of the kernel's memory, float32. Activations and their derivatives have relative errors below
 * 6 × 2⁻²⁴, but for what is smaller than e⁻⁸⁷: in its place stands e⁻⁸⁷. Errors: GauntletError where an array lies elsewhere.
 */
export class KernelOperations implements DenseOperations, ConvolutionOperations {
  private readonly kernel: DenseKernel
  private readonly buffer: ArrayBuffer

  constructor(kernel: DenseKernel, buffer: ArrayBuffer) {
    this.kernel = kernel
    this.buffer = buffer
  }

  packedLength(inputs: number, outputs: number): number {
    return packedLength(inputs, outputs)
  }

  scratchLength(rows: number, inputs: number, outputs: number): number {
    return scratchLength(rows, inputs, outputs)
  }

  pack(layer: FloatArray, layerAt: number, inputs: number, outputs: number, packed: FloatArray): void {
    const matrix = this.address(layer, layerAt)
    this.kernel.packColumns(matrix, inputs + 1, outputs, this.address(packed, 0))
    const transposed = this.address(packed, panelsLength(inputs + 1, outputs))
    this.kernel.packTransposed(matrix, inputs, outputs, transposed)
  }

  product(
    x: FloatArray,
    xAt: number,
    packed: FloatArray,
    y: FloatArray,
    yAt: number,
    rows: number,
    inputs: number,
    outputs: number,
  ): void {
    const panels = this.address(packed, 0)
    this.kernel.product(this.address(x, xAt), panels, this.address(y, yAt), rows, inputs, outputs)
  }

  transposedProduct(
    dy: FloatArray,
    dyAt: number,
    packed: FloatArray,
    dx: FloatArray,
    dxAt: number,
    rows: number,
    inputs: number,
    outputs: number,
  ): void {
    const panels = this.address(packed, panelsLength(inputs + 1, outputs))
    this.kernel.product(this.address(dy, dyAt), panels, this.address(dx, dxAt), rows, outputs, inputs)
  }

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
  ): void {
    const strips = this.address(scratch, 0)
    const panels = this.address(scratch, stripsLength(rows, inputs))
    this.kernel.packInputs(this.address(x, xAt), rows, inputs, strips)
    this.kernel.packColumns(this.address(dy, dyAt), rows, outputs, panels)
    this.kernel.addOuterProduct(strips, panels, this.address(gradient, gradientAt), rows, inputs, outputs)
  }

  activate(activation: Activation, y: FloatArray, yAt: number, length: number): void {
    this.kernel.activate(ACTIVATIONS.indexOf(activation), this.address(y, yAt), length)
  }

  scaleBySlope(
    activation: Activation,
    y: FloatArray,
    yAt: number,
    dy: FloatArray,
    dyAt: number,
    target: FloatArray,
    targetAt: number,
    length: number,
  ): void {
    const number = ACTIVATIONS.indexOf(activation)
    const [from, to] = [this.address(dy, dyAt), this.address(target, targetAt)]
    this.kernel.scaleBySlope(number, this.address(y, yAt), from, to, length)
  }

  addLinked(
    from: FloatArray,
    fromStep: number,
    into: FloatArray,
    intoStep: number,
    rows: number,
    links: FloatArray,
    width: number,
  ): void {
    const [a, b, table] = [this.address(from, 0), this.address(into, 0), this.address(links, 0)]
    this.kernel.addLinked(a, fromStep, b, intoStep, rows, table, links.length / 3, width)
  }

  convolve(
    x: FloatArray,
    xAt: number,
    packed: FloatArray,
    y: FloatArray,
    yAt: number,
    skip: FloatArray | undefined,
    rectified: boolean,
    images: number,
    { height, width, inputs, outputs }: ImageShape,
  ): void {
    const [from, panels, to] = [this.address(x, xAt), this.address(packed, 0), this.address(y, yAt)]
    const beside = skip === undefined ? 0 : this.address(skip, yAt)
    const flag = rectified ? 1 : 0
    this.kernel.convolve(from, panels, to, beside, images, height, width, inputs, outputs, flag)
  }

  addKernelGradient(
    x: FloatArray,
    xAt: number,
    dy: FloatArray,
    dyAt: number,
    gradient: FloatArray,
    images: number,
    { height, width, inputs, outputs }: ImageShape,
  ): void {
    const [from, by, to] = [this.address(x, xAt), this.address(dy, dyAt), this.address(gradient, 0)]
    this.kernel.addKernelGradient(from, by, to, images, height, width, inputs, outputs)
  }

  framePlanes(
    planes: FloatArray,
    planesAt: number,
    framed: FloatArray,
    framedAt: number,
    images: number,
    { height, width, inputs }: ImageShape,
  ): void {
    const [from, to] = [this.address(planes, planesAt), this.address(framed, framedAt)]
    this.kernel.framePlanes(from, to, images, height, width, inputs)
  }

  cropPlanes(
    framed: FloatArray,
    framedAt: number,
    planes: FloatArray,
    planesAt: number,
    images: number,
    { height, width, inputs }: ImageShape,
  ): void {
    const [from, to] = [this.address(framed, framedAt), this.address(planes, planesAt)]
    this.kernel.cropPlanes(from, to, images, height, width, inputs)
  }

  private address(array: FloatArray, at: number): number {
    if (array.buffer === this.buffer) return array.byteOffset + 4 * at
    throw new GauntletError(
      'memory',
      'dense layers: got an array of its own, expected one of the kernel’s arena',
    )
  }
}

/** `packedLength` of the kernel: the panels of [W; b] and those of Wᵀ. */
export function packedLength(inputs: number, outputs: number): number {
  return panelsLength(inputs + 1, outputs) + panelsLength(outputs + 1, inputs)
}

/** `scratchLength` of the kernel: the strips of x and the panels of dy. */
export function scratchLength(rows: number, inputs: number, outputs: number): number {
  return stripsLength(rows, inputs) + panelsLength(rows, outputs)
}

/** Numbers in the panels of a matrix [rows, columns]. */
function panelsLength(rows: number, columns: number): number {
  return Math.ceil(columns / PANEL) * PANEL * rows
}

/** Numbers in the strips of a matrix [rows, columns] to which a column of ones is added. */
function stripsLength(rows: number, columns: number): number {
  return Math.ceil((columns + 1) / STRIP) * STRIP * rows
}

/** Vectors in place of categories: `Embedding`. */
import { type Block, GauntletError, type Stream, product } from '@gauntlet/core'
import type { Arena, FloatArray } from './operations.ts'

/**
 * A vector for each category of a block of observations, all drawn from a normal distribution at first, as PyTorch's
 * `nn.Embedding` draws them. Every number of the block has the same table.
 */
export class Embedding {
  readonly width: number
  /** Along the block's first dimension. */
  readonly tokens: number
  /** Categories of a token, whose vectors stand one after the other. */
  readonly perToken: number
  /** [categories, width] */
  readonly parameters: FloatArray
  readonly gradient: FloatArray
  private readonly block: Block
  private readonly categories: number

  /** Errors: GauntletError where the block holds no categories. */
  constructor(block: Block, width: number, arena: Arena, stream: Stream) {
    if (block.kind !== 'category' || block.categories === undefined) {
      throw new GauntletError('layout', `block ${block.name}: got kind ${block.kind}, expected category`)
    }
    this.block = block
    this.width = width
    this.categories = block.categories
    const [tokens = 1] = block.shape
    this.tokens = tokens
    this.perToken = product(block.shape) / tokens
    this.parameters = arena.floats(block.categories * width)
    this.gradient = arena.floats(block.categories * width)
    for (let k = 0; k < this.parameters.length; k++) this.parameters[k] = stream.normal()
  }

  clearGradient(): void {
    this.gradient.fill(0)
  }

  /**
   * Writes the vectors of `rows` observations of `size` numbers to `outputs` [rows, tokens, step], `perToken` times `width`
   * numbers from `at` on in each. Errors: GauntletError where a number is no category, naming block, row and number.
   */
  forward(
    observations: ArrayLike<number>,
    size: number,
    rows: number,
    outputs: FloatArray,
    at: number = 0,
    step: number = this.perToken * this.width,
  ): void {
    const { width, tokens, perToken, parameters } = this
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < tokens * perToken; c++) {
        const from = this.categoryAt(observations, size, i, c) * width
        const to = this.placeOf(i, c, at, step)
        for (let k = 0; k < width; k++) outputs[to + k] = parameters[from + k]
      }
    }
  }

  /** Adds to `gradient` from derivatives by what `forward` wrote, for the same observations and places. */
  backward(
    observations: ArrayLike<number>,
    size: number,
    rows: number,
    byOutputs: FloatArray,
    at: number = 0,
    step: number = this.perToken * this.width,
  ): void {
    const { width, tokens, perToken, gradient } = this
    for (let i = 0; i < rows; i++) {
      for (let c = 0; c < tokens * perToken; c++) {
        const to = this.categoryAt(observations, size, i, c) * width
        const from = this.placeOf(i, c, at, step)
        for (let k = 0; k < width; k++) gradient[to + k] += byOutputs[from + k]
      }
    }
  }

  /** Where the vector of number `c` of a row begins in `outputs`. */
  private placeOf(i: number, c: number, at: number, step: number): number {
    const { tokens, perToken, width } = this
    return (i * tokens + Math.floor(c / perToken)) * step + at + (c % perToken) * width
  }

  private categoryAt(observations: ArrayLike<number>, size: number, i: number, c: number): number {
    const { block, categories } = this
    const category = observations[i * size + block.offset + c]
    if (Number.isInteger(category) && category >= 0 && category < categories) return category
    throw new GauntletError(
      'category',
      `block ${block.name}: got ${category} in row ${i}, number ${c}, expected a whole number from 0 to ${categories - 1}`,
    )
  }
}
